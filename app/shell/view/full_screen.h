#pragma once

#include <QByteArray>
#include <QObject>

#include <functional>

class QAction;
class QMainWindow;

namespace isthmus {

/// Shows the window on the whole screen, and as it was again. Escape leaves it, too, unless it has something
/// else to do first.
class FullScreen : public QObject {
  Q_OBJECT

 public:
  /// `isEscapeFree`: Escape would do nothing else in the window.
  FullScreen(QMainWindow* window, std::function<bool()> isEscapeFree);

  QAction* action() const { return m_action; }
  /// The place and size to be remembered: those before the window took the screen.
  QByteArray geometry() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void toggle(bool on);

  QMainWindow* m_window;
  std::function<bool()> m_isEscapeFree;
  QAction* m_action;    // a child
  QByteArray m_before;  ///< geometry; empty while the window does not take the screen
  bool m_wasMaximised = false;
};

}  // namespace isthmus
