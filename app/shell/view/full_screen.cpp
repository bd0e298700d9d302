#include "app/shell/view/full_screen.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QMainWindow>

#include <utility>

namespace isthmus {

FullScreen::FullScreen(QMainWindow* window, std::function<bool()> isEscapeFree)
    : QObject(window),
      m_window(window),
      m_isEscapeFree(std::move(isEscapeFree)),
      m_action(new QAction(tr("Full &screen"), this)) {
  m_action->setObjectName(QStringLiteral("fullScreen"));
  m_action->setShortcut(QKeySequence(Qt::Key_F11));
  m_action->setCheckable(true);
  m_window->addAction(m_action);
  connect(m_action, &QAction::toggled, this, &FullScreen::toggle);
}

QByteArray FullScreen::geometry() const {
  return m_before.isEmpty() ? m_window->saveGeometry() : m_before;
}

void FullScreen::toggle(bool on) {
  if (on) {
    m_before = m_window->saveGeometry();
    m_wasMaximised = m_window->isMaximized();
    m_window->showFullScreen();
    qApp->installEventFilter(this);
    return;
  }
  qApp->removeEventFilter(this);
  m_before.clear();
  if (m_wasMaximised)
    m_window->showMaximized();
  else
    m_window->showNormal();
}

bool FullScreen::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_window && event->type() == QEvent::WindowStateChange && !m_window->isFullScreen())
    m_action->setChecked(false);  // the desktop ended it
  if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape)
    return false;
  // Escape closes dialogs and menus first, and ends a gesture.
  const auto* widget = qobject_cast<QWidget*>(watched);
  const bool isOurs = widget && widget->window() == m_window && !QApplication::activePopupWidget();
  if (!isOurs || QApplication::mouseButtons() != Qt::NoButton || !m_isEscapeFree()) return false;
  m_action->setChecked(false);
  return true;
}

}  // namespace isthmus
