#pragma once

#include "widgets/library/library_item.h"

#include <QWidget>

class QProgressBar;
class QPushButton;
class QToolButton;

namespace isthmus {

class TextLabel;

/// One data set in the list of the library: title, a line of facts, its state and what can be done.
class LibraryRow : public QWidget {
  Q_OBJECT

 public:
  explicit LibraryRow(const LibraryItem& item, QWidget* parent = nullptr);

  const LibraryItem& item() const { return m_item; }
  void setItem(const LibraryItem& item);
  /// What Enter and a double click do: the same as the button, but never a cancelling.
  void activate();
  /// For a screen reader: title, facts, state.
  QString spokenText() const;

 Q_SIGNALS:
  void loadRequested();
  void downloadRequested();
  void cancelRequested();
  void removeRequested();

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void act();
  void applyState();
  void applyIcons();
  QString buttonText() const;
  QString buttonTip() const;
  QString progressText() const;

  LibraryItem m_item;
  // children, owned by Qt
  TextLabel* m_title = nullptr;
  TextLabel* m_detail = nullptr;
  QProgressBar* m_bar = nullptr;
  TextLabel* m_progress = nullptr;
  TextLabel* m_message = nullptr;
  QPushButton* m_button = nullptr;
  QToolButton* m_remove = nullptr;
};

}  // namespace isthmus
