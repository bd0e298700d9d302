#pragma once

#include "widgets/library/library_item.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace isthmus {

class LibraryRow;
class TextLabel;

/// All data sets that can be loaded: the built-in ones, those found on this computer, recent files, and
/// published ones that can be downloaded. It only asks; others load and download.
class LibraryPanel : public QWidget {
  Q_OBJECT

 public:
  explicit LibraryPanel(QWidget* parent = nullptr);

  /// Everything anew, in any order. What was selected stays selected if it is still there.
  void setItems(std::vector<LibraryItem> items);
  /// Replaces the item of the same section and key, if there is one.
  void setItem(const LibraryItem& item);
  /// The keyboard goes to the search field, and all is shown again.
  void beginSearch();

 Q_SIGNALS:
  void loadRequested(isthmus::LibrarySection section, const QString& key);
  void downloadRequested(const QString& key);
  void cancelRequested(const QString& key);
  /// A recent one is to be forgotten, or what was downloaded in part to be removed.
  void removeRequested(isthmus::LibrarySection section, const QString& key);
  /// Files that are in no list.
  void openRequested();

 protected:
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void rebuild();
  void addSection(LibrarySection section);
  void addRow(const LibraryItem& item);
  void addText(LibrarySection section, QWidget* text);
  LibraryRow* rowOf(const QListWidgetItem* item) const;
  void applyFilter();
  void fitHeights();
  void fitHeight(QListWidgetItem& item);
  void activateCurrent();
  void selectFirstShown();

  std::vector<LibraryItem> m_items;  // as they were set, by section
  // children, owned by Qt
  QLineEdit* m_search = nullptr;
  QPushButton* m_open = nullptr;
  QListWidget* m_list = nullptr;
  TextLabel* m_nothing = nullptr;
};

}  // namespace isthmus
