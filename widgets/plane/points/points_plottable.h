#pragma once

#include "widgets/plane/points/points_feed.h"
#include "widgets/plane/points/points_painter.h"
#include "widgets/plot/qcp.h"

#include <QTimer>

namespace isthmus {

/// The points of the latent plane in a QCustomPlot: keeps a PointsPainter's picture of them and copies it.
/// QCustomPlot's own scatter takes a quarter of a second for what this does in a few milliseconds. Where the
/// points are too many for a frame, a sample of them is drawn in motion, and all of them, in portions between
/// the events, as soon as the picture rests.
class PointsPlottable : public QCPAbstractPlottable {
  Q_OBJECT

 public:
  PointsPlottable(QCPAxis* xAxis, QCPAxis* yAxis);

  PointsPainter& points() { return m_points; }
  const PointsPainter& points() const { return m_points; }
  /// The way for points that may be many; replots when they have arrived.
  PointsFeed& feed() { return m_feed; }

  /// How the plane lies on the screen at this moment.
  PointsPainter::View view() const;
  /// The point shown nearest to a pixel of the plot, at most `within` device-independent pixels away.
  std::optional<std::size_t> nearest(QPointF pixelInPlot, double within) const;

  double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const override;
  QCPRange getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth) const override;
  QCPRange getValueRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth,
                         const QCPRange& inKeyRange = QCPRange()) const override;

 protected:
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

 private:
  QRect deviceRect() const;
  void refine();

  PointsPainter m_points;
  PointsFeed m_feed;
  PointsPainter::View m_lastView;
  QTimer m_rest;   // until the picture counts as at rest
  QTimer m_turns;  // one portion of the drawing a turn
};

}  // namespace isthmus
