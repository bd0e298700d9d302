#pragma once

#include "widgets/plane/points_painter.h"
#include "widgets/plot/qcp.h"

namespace isthmus {

/// The points of the latent plane in a QCustomPlot: keeps a PointsPainter's picture of them and copies it.
/// QCustomPlot's own scatter takes a quarter of a second for what this does in a few milliseconds.
class PointsPlottable : public QCPAbstractPlottable {
  Q_OBJECT

 public:
  PointsPlottable(QCPAxis* xAxis, QCPAxis* yAxis);

  PointsPainter& points() { return m_points; }
  const PointsPainter& points() const { return m_points; }

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

  PointsPainter m_points;
};

}  // namespace isthmus
