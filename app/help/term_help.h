#pragma once

#include <QObject>
#include <QString>

class QHelpEvent;
class QWidget;

namespace isthmus {

struct GlossaryTerm;

/// Terms in the window lead to the glossary: a label with a tooltip that names a term has the pointer with
/// the question mark, and a click on it opens the glossary there.
class TermHelp : public QObject {
  Q_OBJECT

 public:
  /// Watches the labels of this window.
  explicit TermHelp(QWidget* window);

  /// The term of what is under the pointer, or else of what has the keyboard's focus. Null: neither names
  /// one.
  const GlossaryTerm* termInHand() const;

 Q_SIGNALS:
  void termWanted(const QString& title);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  /// Says in the tooltip that there is more to be read.
  void extendToolTip(const QHelpEvent& event, QWidget& label, const GlossaryTerm& term);

  QWidget* m_window;
  QWidget* m_pressed = nullptr;  ///< compared only
};

}  // namespace isthmus
