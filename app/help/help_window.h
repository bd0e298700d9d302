#pragma once

#include "app/help/keys.h"

#include <QDialog>

class QLineEdit;
class QTabWidget;
class QTextBrowser;

namespace isthmus {

/// The keys and gestures, and the glossary, side by side with the window: it holds nothing up. What is typed
/// above leaves the lines that have all of the words.
class HelpWindow : public QDialog {
  Q_OBJECT

 public:
  explicit HelpWindow(QWidget* parent);

  /// Brings the keys to the front.
  void openKeys(std::vector<KeySection> sections);
  /// Brings the glossary to the front, at the term with this title; "" for its beginning.
  void openGlossary(const QString& title);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void open(QTextBrowser* page);
  void fill();

  std::vector<KeySection> m_sections;
  // children, owned by Qt
  QLineEdit* m_search;
  QTabWidget* m_tabs;
  QTextBrowser* m_keys;
  QTextBrowser* m_glossary;
};

}  // namespace isthmus
