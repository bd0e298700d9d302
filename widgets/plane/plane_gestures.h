#pragma once

#include <QObject>
#include <QPointF>
#include <QPolygonF>

#include <functional>
#include <optional>

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace isthmus {

class PlaneCanvas;

/// Turns what a person does with mouse, wheel and keys on the canvas into signals, and zooms and pans it.
/// Left press or drag moves the pointer, and where hovering is on so does the mouse alone; a click on a point
/// picks its sample; right, middle or Space with left drag pans; Shift with left drag draws a lasso,
/// Ctrl+Shift one that adds; wheel and +/- zoom; double click, F and Home fit; arrows move the pointer (Shift
/// further, Ctrl less far), Enter picks the sample nearest to it, Escape gives up the lasso being drawn, or
/// drops what is selected or picked.
class PlaneGestures : public QObject {
  Q_OBJECT

 public:
  /// The canvas is the parent and is watched as long as this lives.
  explicit PlaneGestures(PlaneCanvas* canvas);

  /// Whether the pointer, while there is one, follows the mouse with no button pressed. When the mouse leaves
  /// or this is switched off, it goes back to where it was pressed or moved with a key last; without such a
  /// place it stays.
  void setHover(bool on);
  /// Whether the left button draws a lasso without Shift, too.
  void setLasso(bool on) { m_lassoOn = on; }
  /// A button is down: the view should not move by itself now.
  bool isDragging() const { return m_drag != Drag::None; }
  /// The pointer as it stands; empty when there is none.
  void setPointer(std::optional<QPointF> inPlane);
  /// What to say of a sample under the mouse.
  void setHint(std::function<QString(std::size_t)> hint) { m_hint = std::move(hint); }
  /// The same of a sample of the probe, which lies above.
  void setProbeHint(std::function<QString(std::size_t)> hint) { m_probeHint = std::move(hint); }

 Q_SIGNALS:
  void pointerStarted();  ///< a new drag begins
  void pointerMoved(QPointF inPlane);
  /// As pointerMoved(), but only with the mouse above: no trail.
  void pointerHovered(QPointF inPlane);
  void pointerReleased();
  void pointerDragged();  ///< a drag of the pointer has ended
  void sampleClicked(std::size_t index);
  void probeClicked(std::size_t index);
  /// The right button was clicked without a drag, or the menu key pressed.
  void menuWanted(QPoint globalPosition);
  void escaped();  ///< Escape was pressed, and no lasso was being drawn
  /// The corners of the lasso as it is being drawn; empty when it has ended.
  void lassoMoved(const QPolygonF& inPlane);
  /// A lasso was drawn: empty after a mere click.
  void lassoDrawn(const QPolygonF& inPlane, bool adds);
  void switchToggled(Qt::Key key);  ///< P, N, R, M, H or L was pressed

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class Drag { None, Pointer, Pan, Lasso };

  bool press(const QMouseEvent& event);
  bool move(const QMouseEvent& event);
  bool release(const QMouseEvent& event);
  bool wheel(const QWheelEvent& event);
  bool keyPress(const QKeyEvent& event);
  bool keyRelease(const QKeyEvent& event);
  std::optional<std::size_t> probeAt(QPointF pixel) const;
  void clickPressed();
  void movePointer(QPointF inPlane);
  void hoverAt(QPointF inPlane);
  void endHover();
  void extendLasso(QPointF pixel);
  void endLasso(bool adds);
  void stepPointer(int key, Qt::KeyboardModifiers modifiers);
  void showHint(const QMouseEvent& event);
  void updateCursor();

  PlaneCanvas* m_canvas;  // the parent
  std::function<QString(std::size_t)> m_hint;
  std::function<QString(std::size_t)> m_probeHint;
  std::optional<QPointF> m_pointer;
  std::optional<QPointF> m_pinned;  // where it was pressed or moved with a key last
  bool m_isHovering = false;        // it has followed the mouse away from there
  std::optional<std::size_t> m_pressedSample;
  std::optional<std::size_t> m_pressedProbe;
  QPointF m_pressedAt;
  QPointF m_last;
  QPolygonF m_lasso;  // in the plane
  Drag m_drag = Drag::None;
  Qt::MouseButton m_dragButton = Qt::NoButton;  // whose release ends the drag
  bool m_moved = false;
  bool m_space = false;
  bool m_hover = true;
  bool m_lassoOn = false;
};

}  // namespace isthmus
