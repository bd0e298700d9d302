#include "widgets/plane/points_plottable.h"

#include <cmath>

namespace isthmus {

PointsPlottable::PointsPlottable(QCPAxis* xAxis, QCPAxis* yAxis) : QCPAbstractPlottable(xAxis, yAxis) {
  setSelectable(QCP::stNone);
}

// The axis rectangle in whole device pixels, so that the picture is copied one to one at every scale.
QRect PointsPlottable::deviceRect() const {
  const QRectF rect = keyAxis()->axisRect()->rect();
  const double ratio = parentPlot()->bufferDevicePixelRatio();
  const QPoint topLeft(static_cast<int>(std::floor(rect.left() * ratio)),
                       static_cast<int>(std::floor(rect.top() * ratio)));
  const QPoint end(static_cast<int>(std::ceil((rect.left() + rect.width()) * ratio)),
                   static_cast<int>(std::ceil((rect.top() + rect.height()) * ratio)));
  return {topLeft, end - QPoint(1, 1)};
}

PointsPainter::View PointsPlottable::view() const {
  const QRect target = deviceRect();
  const double ratio = parentPlot()->bufferDevicePixelRatio();
  const QCPAxisRect* rect = keyAxis()->axisRect();
  PointsPainter::View view;
  view.devicePixelRatio = ratio;
  view.size = target.size();
  view.scaleX = rect->width() / keyAxis()->range().size() * ratio;
  view.scaleY = -rect->height() / valueAxis()->range().size() * ratio;
  view.offsetX = keyAxis()->coordToPixel(0) * ratio - target.left();
  view.offsetY = valueAxis()->coordToPixel(0) * ratio - target.top();
  return view;
}

std::optional<std::size_t> PointsPlottable::nearest(QPointF pixelInPlot, double within) const {
  const double ratio = parentPlot()->bufferDevicePixelRatio();
  return m_points.nearest(pixelInPlot * ratio - deviceRect().topLeft(), view(), within * ratio);
}

void PointsPlottable::draw(QCPPainter* painter) {
  const QRect target = deviceRect();
  if (target.isEmpty()) return;
  const QImage& image = m_points.render(view());
  const double ratio = parentPlot()->bufferDevicePixelRatio();
  painter->save();
  painter->scale(1 / ratio, 1 / ratio);
  painter->drawImage(target.topLeft(), image,
                     QRect(QPoint(PointSprites::kMargin, PointSprites::kMargin), target.size()));
  painter->restore();
}

void PointsPlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
  painter->drawEllipse(rect.center(), 3, 3);
}

double PointsPlottable::selectTest(const QPointF& pos, bool, QVariant*) const {
  return nearest(pos, 6) ? 0 : -1;
}

QCPRange PointsPlottable::getKeyRange(bool& foundRange, QCP::SignDomain) const {
  const auto bounds = m_points.bounds();
  foundRange = bounds.has_value();
  return bounds ? QCPRange(bounds->left(), bounds->right()) : QCPRange();
}

QCPRange PointsPlottable::getValueRange(bool& foundRange, QCP::SignDomain, const QCPRange&) const {
  const auto bounds = m_points.bounds();
  foundRange = bounds.has_value();
  return bounds ? QCPRange(bounds->top(), bounds->bottom()) : QCPRange();
}

}  // namespace isthmus
