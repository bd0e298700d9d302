#include "widgets/plane/points/points_plottable.h"

#include <cmath>

namespace isthmus {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostInMotion = 1'200'000;  // points that are drawn in well below 30 ms
constexpr auto kRest = 120ms;                     // without motion, until all points are drawn
constexpr auto kPortion = 12ms;                   // of drawing, between two turns of the event loop

}  // namespace

PointsPlottable::PointsPlottable(QCPAxis* xAxis, QCPAxis* yAxis)
    : QCPAbstractPlottable(xAxis, yAxis), m_feed(&m_points) {
  setSelectable(QCP::stNone);
  m_rest.setSingleShot(true);
  m_rest.setInterval(kRest);
  QObject::connect(&m_rest, &QTimer::timeout, &m_turns, qOverload<>(&QTimer::start));
  QObject::connect(&m_turns, &QTimer::timeout, this, &PointsPlottable::refine);
  QObject::connect(&m_feed, &PointsFeed::arranged, &m_turns, &QTimer::stop);  // the plot draws them anew
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
  if (target.isEmpty() || m_points.count() == 0) return;  // an empty picture takes as long to lay over
  const PointsPainter::View now = view();
  const bool isOnScreen = !painter->modes().testFlag(QCPPainter::pmNoCaching);
  const QImage& image = isOnScreen ? m_points.renderInMotion(now, kMostInMotion) : m_points.render(now);
  if (!m_points.isSample()) {
    m_rest.stop();
    m_turns.stop();
  } else if (now != m_lastView || !(m_turns.isActive() || m_rest.isActive())) {
    m_turns.stop();
    m_rest.start();
  }
  m_lastView = now;
  const double ratio = parentPlot()->bufferDevicePixelRatio();
  painter->save();
  painter->scale(1 / ratio, 1 / ratio);
  painter->drawImage(target.topLeft(), image,
                     QRect(QPoint(PointSprites::kMargin, PointSprites::kMargin), target.size()));
  painter->restore();
}

void PointsPlottable::refine() {
  if (!m_points.refine(kPortion)) return;
  m_turns.stop();
  parentPlot()->replot(QCustomPlot::rpQueuedReplot);
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
