#include "widgets/plane/plane_gestures.h"

#include "widgets/plane/plane_canvas.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTextDocument>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace isthmus {
namespace {

constexpr double kPickReach = 6;    // pixels from a point that still count as on it
constexpr double kDragStart = 4;    // pixels after which a press is a drag
constexpr double kLassoStep = 2;    // pixels between two corners of a lasso
constexpr double kZoomStep = 1.25;  // of a key; a notch of the wheel is about the same

}  // namespace

PlaneGestures::PlaneGestures(PlaneCanvas* canvas) : QObject(canvas), m_canvas(canvas) {
  canvas->installEventFilter(this);
  updateCursor();
}

void PlaneGestures::setHover(bool on) {
  m_hover = on;
  if (!on) endHover();
}

void PlaneGestures::setPointer(std::optional<QPointF> inPlane) {
  m_pointer = inPlane;
  m_pinned.reset();
  m_isHovering = false;
}

bool PlaneGestures::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      return press(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseMove:
      return move(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonRelease:
      return release(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonDblClick:
      if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) m_canvas->fit();
      return true;
    case QEvent::Wheel:
      return wheel(*static_cast<QWheelEvent*>(event));
    case QEvent::KeyPress:
      return keyPress(*static_cast<QKeyEvent*>(event));
    case QEvent::KeyRelease:
      return keyRelease(*static_cast<QKeyEvent*>(event));
    case QEvent::ContextMenu: {
      const auto* menu = static_cast<QContextMenuEvent*>(event);  // with the mouse it comes with the release
      if (menu->reason() != QContextMenuEvent::Mouse) Q_EMIT menuWanted(menu->globalPos());
      return true;
    }
    case QEvent::Leave:
      endHover();
      break;
    case QEvent::FocusOut:
      m_space = false;
      updateCursor();
      break;
    default:
      break;
  }
  return QObject::eventFilter(watched, event);
}

bool PlaneGestures::press(const QMouseEvent& event) {
  m_canvas->setFocus(Qt::MouseFocusReason);
  QToolTip::hideText();
  if (m_drag != Drag::None || !m_canvas->plotRect().contains(event.position().toPoint())) return true;
  m_pressedAt = m_last = event.position();
  m_dragButton = event.button();
  m_moved = false;
  m_pressedProbe = probeAt(event.position());
  const bool left = event.button() == Qt::LeftButton;
  if (event.button() == Qt::RightButton || event.button() == Qt::MiddleButton || (left && m_space)) {
    m_drag = Drag::Pan;
    updateCursor();
  } else if (left && (m_lassoOn || event.modifiers().testFlag(Qt::ShiftModifier))) {
    m_drag = Drag::Lasso;
    m_pressedSample = m_canvas->scatter()->nearest(event.position(), kPickReach);
    m_lasso = {m_canvas->planeAt(event.position())};
  } else if (left) {
    m_drag = Drag::Pointer;
    m_pressedSample = m_canvas->scatter()->nearest(event.position(), kPickReach);
    Q_EMIT pointerStarted();
    movePointer(m_canvas->planeAt(event.position()));
  }
  return true;
}

bool PlaneGestures::move(const QMouseEvent& event) {
  const QPointF way = event.position() - m_pressedAt;
  if (m_drag != Drag::None && std::hypot(way.x(), way.y()) >= kDragStart) m_moved = true;
  if (m_drag == Drag::Pan) {
    m_canvas->panBy(event.position() - m_last);
    m_last = event.position();
  } else if (m_drag != Drag::None) {
    if (m_moved && m_drag == Drag::Pointer) movePointer(m_canvas->planeAt(event.position()));
    if (m_moved && m_drag == Drag::Lasso) extendLasso(event.position());
  } else {
    if (m_hover && m_pointer && QRectF(m_canvas->plotRect()).contains(event.position()))
      hoverAt(m_canvas->planeAt(event.position()));
    showHint(event);
  }
  return true;
}

bool PlaneGestures::release(const QMouseEvent& event) {
  if (m_drag == Drag::None || event.button() != m_dragButton) return true;
  const Drag drag = std::exchange(m_drag, Drag::None);
  updateCursor();
  if (drag == Drag::Pointer) {
    Q_EMIT pointerReleased();
    if (m_moved)
      Q_EMIT pointerDragged();
    else
      clickPressed();
  } else if (drag == Drag::Pan && !m_moved && event.button() == Qt::RightButton) {
    Q_EMIT menuWanted(event.globalPosition().toPoint());
  } else if (drag == Drag::Lasso) {
    endLasso(event.modifiers().testFlag(Qt::ControlModifier));
  }
  m_pressedSample.reset();
  return true;
}

std::optional<std::size_t> PlaneGestures::probeAt(QPointF pixel) const {
  PointsPlottable* probe = m_canvas->probe();
  return probe->visible() ? probe->nearest(pixel, kPickReach) : std::nullopt;
}

/// The probe's diamonds lie above the points.
void PlaneGestures::clickPressed() {
  if (m_pressedProbe)
    Q_EMIT probeClicked(*m_pressedProbe);
  else if (m_pressedSample)
    Q_EMIT sampleClicked(*m_pressedSample);
}

void PlaneGestures::extendLasso(QPointF pixel) {
  const QRectF area = m_canvas->plotRect();
  const QPointF inside(std::clamp(pixel.x(), area.left(), area.right()),
                       std::clamp(pixel.y(), area.top(), area.bottom()));
  const QPointF way = inside - m_canvas->pixelAt(m_lasso.back());
  if (std::hypot(way.x(), way.y()) < kLassoStep) return;
  m_lasso << m_canvas->planeAt(inside);
  Q_EMIT lassoMoved(m_lasso);
}

void PlaneGestures::endLasso(bool adds) {
  const QPolygonF drawn = m_moved ? m_lasso : QPolygonF();
  m_lasso.clear();
  Q_EMIT lassoMoved(m_lasso);
  if (!m_moved && (m_pressedSample || m_pressedProbe))
    clickPressed();
  else
    Q_EMIT lassoDrawn(drawn, adds);
}

bool PlaneGestures::wheel(const QWheelEvent& event) {
  m_canvas->zoomAt(event.position(), std::pow(kZoomStep, event.angleDelta().y() / 120.0));
  return true;
}

bool PlaneGestures::keyPress(const QKeyEvent& event) {
  switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
      stepPointer(event.key(), event.modifiers());
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: {
      const QPointF from = m_canvas->pixelAt(m_pointer.value_or(m_canvas->seen().center()));
      if (const auto sample = m_canvas->scatter()->nearest(from, 1e5)) Q_EMIT sampleClicked(*sample);
      return true;
    }
    case Qt::Key_Escape:
      if (m_drag == Drag::Lasso) {
        m_drag = Drag::None;
        m_lasso.clear();
        Q_EMIT lassoMoved(m_lasso);
      } else {
        Q_EMIT escaped();
      }
      return true;
    case Qt::Key_Space:
      m_space = true;
      updateCursor();
      return true;
    default:
      break;
  }
  if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
  const QPointF middle = QRectF(m_canvas->plotRect()).center();
  switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      m_canvas->zoomAt(middle, kZoomStep);
      return true;
    case Qt::Key_Minus:
      m_canvas->zoomAt(middle, 1 / kZoomStep);
      return true;
    case Qt::Key_F:
    case Qt::Key_Home:
      m_canvas->fit();
      return true;
    case Qt::Key_P:
    case Qt::Key_N:
    case Qt::Key_R:
    case Qt::Key_M:
    case Qt::Key_H:
    case Qt::Key_L:
      Q_EMIT switchToggled(static_cast<Qt::Key>(event.key()));
      return true;
    default:
      return false;
  }
}

bool PlaneGestures::keyRelease(const QKeyEvent& event) {
  if (event.key() != Qt::Key_Space || event.isAutoRepeat()) return false;
  m_space = false;
  updateCursor();
  return true;
}

void PlaneGestures::movePointer(QPointF inPlane) {
  m_pointer = m_pinned = inPlane;
  m_isHovering = false;
  Q_EMIT pointerMoved(inPlane);
}

void PlaneGestures::hoverAt(QPointF inPlane) {
  m_pointer = inPlane;
  m_isHovering = true;
  Q_EMIT pointerHovered(inPlane);
}

// On the way to the panels the mouse passes over places that nobody meant.
void PlaneGestures::endHover() {
  if (!std::exchange(m_isHovering, false) || !m_pinned || m_drag != Drag::None) return;
  m_pointer = m_pinned;
  Q_EMIT pointerHovered(*m_pinned);
}

void PlaneGestures::stepPointer(int key, Qt::KeyboardModifiers modifiers) {
  const QRectF seen = m_canvas->seen();
  double step = std::min(seen.width(), seen.height()) / 50;
  if (modifiers & Qt::ShiftModifier) step *= 5;
  if (modifiers & Qt::ControlModifier) step /= 10;
  QPointF to = m_pointer.value_or(seen.center());
  if (key == Qt::Key_Left) to.rx() -= step;
  if (key == Qt::Key_Right) to.rx() += step;
  if (key == Qt::Key_Up) to.ry() += step;
  if (key == Qt::Key_Down) to.ry() -= step;
  m_canvas->bringIntoView(to);
  movePointer(to);
}

void PlaneGestures::showHint(const QMouseEvent& event) {
  const auto probe = probeAt(event.position());
  const auto sample = m_canvas->scatter()->nearest(event.position(), kPickReach);
  QString text = probe && m_probeHint ? m_probeHint(*probe) : sample && m_hint ? m_hint(*sample) : QString();
  // Names come from files: a tooltip must not take "<b>" for a tag.
  if (Qt::mightBeRichText(text)) text = QStringLiteral("<span>%1</span>").arg(text.toHtmlEscaped());
  if (text.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(event.globalPosition().toPoint(), text, m_canvas);
}

void PlaneGestures::updateCursor() {
  if (m_drag == Drag::Pan)
    m_canvas->setCursor(Qt::ClosedHandCursor);
  else if (m_space)
    m_canvas->setCursor(Qt::OpenHandCursor);
  else
    m_canvas->setCursor(Qt::CrossCursor);
}

}  // namespace isthmus
