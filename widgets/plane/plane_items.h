#pragma once

#include "core/latent/latent_plane.h"
#include "widgets/plane/dropped_point.h"
#include "widgets/plot/qcp.h"
#include "widgets/theme/theme.h"

#include <QPixmap>

#include <deque>
#include <optional>

namespace isthmus {

/// What the items of the latent plane share: positions in plane coordinates and a theme.
class PlaneItem : public QCPAbstractItem {
  Q_OBJECT

 public:
  explicit PlaneItem(QCustomPlot* plot) : QCPAbstractItem(plot) { setSelectable(false); }
  void setTheme(const Theme& theme) { m_theme = theme; }
  double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1; }

 protected:
  QPointF toPixel(QPointF inPlane) const;
  double pixelsPerUnit() const;
  /// A few words that stay legible on points and pictures.
  /// Ellipses at 1 and 2 standard deviations around a pixel.
  void drawPosterior(QPainter* painter, QPointF at, const PlaneCovariance& posterior) const;
  void drawTag(QPainter* painter, const QRectF& box, const QString& text) const;

  Theme m_theme;
};

/// Circles that hold the prior N(0, I) to 1, 2 and 3 standard deviations.
class PriorRings : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  /// Where the prior's mean lies in the plane; nothing: there is no prior.
  void setCentre(std::optional<QPointF> inPlane) { m_centre = inPlane; }
  std::optional<QPointF> centre() const { return m_centre; }

 protected:
  void draw(QCPPainter* painter) override;

 private:
  void drawCircles(QPainter& painter, QPointF centre, const QRectF& seen) const;

  /// The circles as they were drawn last: dashes with smooth edges take most of the time of a drawing.
  struct Picture {
    double sigma = 0;  ///< in pixels
    double ratio = 0;  ///< device pixels in one
    QRgb light = 0;
    QRgb dark = 0;
    QPixmap pixmap;
  };
  std::optional<QPointF> m_centre = QPointF();
  Picture m_picture;
};

/// What the axes stand for, inside the plot at their ends: there the words need no margin.
class AxisNames : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  void set(const QString& x, const QString& y);

 protected:
  void draw(QCPPainter* painter) override;

 private:
  QString m_x;
  QString m_y;
};

/// Decoded pictures side by side behind the points.
class ManifoldItem : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  /// `area` in plane coordinates (top() is its smallest y); the mosaic's first row shows the largest y.
  void setManifold(const QImage& mosaic, QRectF area);
  QRectF area() const { return m_area; }

 protected:
  void draw(QCPPainter* painter) override;

 private:
  QImage m_mosaic;
  QRectF m_area;
  QImage m_scaled;  // the mosaic made smaller, at the size last drawn
};

/// The pointer's cross and the trail of the drag.
class PointerMark : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  /// Leaves a trail.
  void moveTo(QPointF inPlane);
  /// Leaves none; that of the last drag stays.
  void hoverAt(QPointF inPlane) { m_position = inPlane; }
  void clear();
  void clearTrail() { m_trail.clear(); }
  std::optional<QPointF> position() const { return m_position; }

 protected:
  void draw(QCPPainter* painter) override;

 private:
  std::optional<QPointF> m_position;
  std::deque<QPointF> m_trail;  // oldest first
};

/// The lasso while it is being drawn.
class LassoItem : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  /// Empty: none.
  void setCorners(const QPolygonF& inPlane) { m_corners = inPlane; }

 protected:
  void draw(QCPPainter* painter) override;

 private:
  QPolygonF m_corners;
};

/// The picked sample with its posterior at 1 and 2 standard deviations.
class PickedMark : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  void set(std::optional<QPointF> inPlane, std::optional<PlaneCovariance> posterior);

 protected:
  void draw(QCPPainter* painter) override;

 private:
  std::optional<QPointF> m_position;
  std::optional<PlaneCovariance> m_posterior;
};

/// A sample from outside the data set: a diamond with its name and its posterior at 1 and 2 standard
/// deviations. Where its place is out of sight, an arrow at the edge points to it.
class DroppedMark : public PlaneItem {
  Q_OBJECT

 public:
  using PlaneItem::PlaneItem;
  void set(std::optional<DroppedPoint> point) { m_point = std::move(point); }
  const std::optional<DroppedPoint>& point() const { return m_point; }

 protected:
  void draw(QCPPainter* painter) override;

 private:
  void drawArrow(QPainter* painter, QPointF at, const QRectF& seen) const;
  void drawName(QPainter* painter, QPointF at, const QRectF& seen) const;

  std::optional<DroppedPoint> m_point;
};

}  // namespace isthmus
