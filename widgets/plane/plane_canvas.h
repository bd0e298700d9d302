#pragma once

#include "widgets/plane/colours/group_names.h"
#include "widgets/plane/plane_items.h"
#include "widgets/plane/plane_view.h"
#include "widgets/plane/points/points_plottable.h"
#include "widgets/plot/qcp.h"
#include "widgets/theme/theme.h"

#include <QTimer>

namespace isthmus {

/// The plot of the latent plane: layers, axes and the part of the plane that is seen, always with the same
/// scale in x and y. It knows no gestures (PlaneGestures) and no data sets (LatentPlaneView).
class PlaneCanvas : public QCustomPlot {
  Q_OBJECT

 public:
  explicit PlaneCanvas(QWidget* parent = nullptr);

  PointsPlottable* scatter() { return m_scatter; }
  /// The samples above the threshold.
  PointsPlottable* above() { return m_above; }
  /// The samples of the probe.
  PointsPlottable* probe() { return m_probe; }
  GroupNames* groupNames() { return m_groupNames; }
  PriorRings* rings() { return m_rings; }
  ManifoldItem* manifold() { return m_manifold; }
  PointerMark* pointerMark() { return m_pointer; }
  PickedMark* pickedMark() { return m_picked; }
  DroppedMark* droppedMark() { return m_dropped; }
  LassoItem* lasso() { return m_lasso; }

  void setAxisNames(const QString& x, const QString& y);
  void setTheme(const Theme& theme);

  QPointF planeAt(QPointF pixelInPlot) const;
  QPointF pixelAt(QPointF inPlane) const;
  /// The part of the plane that is seen; top() is the smallest y.
  QRectF seen() const;
  double unitsPerPixel() const { return m_unitsPerPixel; }
  /// The rectangle between the axes, in pixels of this widget.
  QRect plotRect() const;

  /// Shows all points and the prior's three rings; follows the widget's size until the view is moved.
  void fit();
  /// Nothing: all is fitted in and followed.
  std::optional<PlaneViewport> viewport() const;
  void setViewport(const std::optional<PlaneViewport>& viewport);
  /// Fits again when the points have outgrown the view or shrunk within it, unless the view was moved by
  /// hand.
  void follow();
  /// Magnifies by `factor`, keeping the point under a pixel where it is.
  void zoomAt(QPointF pixelInPlot, double factor);
  /// Moves the picture by so many pixels.
  void panBy(QPointF pixels);
  /// Moves the view as little as needed to have a point inside.
  void bringIntoView(QPointF inPlane);
  /// Draws only what lies above the points: pointer, picked sample and lasso.
  void replotMarks();
  void replotSoon() { replot(rpQueuedReplot); }
  /// For what comes from other threads in short succession (points, marks, decoded pictures): one drawing for
  /// all of it.
  void replotGathered();

 Q_SIGNALS:
  void viewChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void applyView();
  void styleAxis(QCPAxis* axis, bool focused);
  void setView(QPointF centre, double unitsPerPixel);
  QRectF wholeScene() const;
  void fitNow(double room);

  PointsPlottable* m_scatter = nullptr;  // these belong to the plot
  PointsPlottable* m_above = nullptr;
  PointsPlottable* m_probe = nullptr;
  ManifoldItem* m_manifold = nullptr;
  PriorRings* m_rings = nullptr;
  PointerMark* m_pointer = nullptr;
  PickedMark* m_picked = nullptr;
  DroppedMark* m_dropped = nullptr;
  LassoItem* m_lasso = nullptr;
  AxisNames* m_names = nullptr;
  GroupNames* m_groupNames = nullptr;
  QSharedPointer<QCPAxisTickerFixed> m_ticker;
  Theme m_theme;
  QPointF m_centre;
  double m_unitsPerPixel = 0.02;
  bool m_fitted = true;
  QTimer m_gather;
};

}  // namespace isthmus
