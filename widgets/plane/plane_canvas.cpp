#include "widgets/plane/plane_canvas.h"

#include <QToolTip>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace isthmus {
namespace {

// Units per pixel between which one can zoom; nearer, the numbers at the axes would need more room.
constexpr std::chrono::milliseconds kGatherTime{8};
constexpr double kNearest = 1e-5;
constexpr double kFarthest = 1e4;
constexpr double kRingsReach = 3.25;  // what fit() shows at least, in standard deviations of the prior

constexpr double kRoom = 1.04;        // how much larger than what it shows a fitted view is
constexpr double kRoomToGrow = 1.12;  // the same while the points move, so that the view need not
constexpr double kLeastFilled = 0.8;  // a smaller part of the view is too little

// 1, 2 or 5 times a power of ten: the least that is not below `least`.
double niceStep(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

}  // namespace

PlaneCanvas::PlaneCanvas(QWidget* parent) : QCustomPlot(parent), m_ticker(new QCPAxisTickerFixed) {
  m_gather.setSingleShot(true);
  m_gather.setTimerType(Qt::PreciseTimer);
  m_gather.setInterval(kGatherTime);
  connect(&m_gather, &QTimer::timeout, this, &PlaneCanvas::replotSoon);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(220, 132);
  setInteractions(QCP::Interactions());
  m_ticker->setScaleStrategy(QCPAxisTickerFixed::ssNone);
  xAxis->setTicker(m_ticker);
  yAxis->setTicker(m_ticker);

  addLayer(QStringLiteral("manifold"), layer(QStringLiteral("grid")), limAbove);
  addLayer(QStringLiteral("rings"), layer(QStringLiteral("main")), limAbove);
  layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered);
  m_scatter = new PointsPlottable(xAxis, yAxis);
  connect(&m_scatter->feed(), &PointsFeed::arranged, this, &PlaneCanvas::replotGathered);
  m_above = new PointsPlottable(xAxis, yAxis);
  m_above->points().setShape(PointSprites::Shape::Triangle);
  connect(&m_above->feed(), &PointsFeed::arranged, this, &PlaneCanvas::replotGathered);
  m_probe = new PointsPlottable(xAxis, yAxis);
  m_probe->points().setShape(PointSprites::Shape::Diamond);
  connect(&m_probe->feed(), &PointsFeed::arranged, this, &PlaneCanvas::replotGathered);
  m_manifold = new ManifoldItem(this);
  m_manifold->setLayer(QStringLiteral("manifold"));
  m_rings = new PriorRings(this);
  m_rings->setLayer(QStringLiteral("rings"));
  m_groupNames = new GroupNames(this);
  m_groupNames->setLayer(QStringLiteral("rings"));
  m_names = new AxisNames(this);
  m_names->setLayer(QStringLiteral("rings"));
  m_picked = new PickedMark(this);
  m_picked->setLayer(QStringLiteral("overlay"));
  m_dropped = new DroppedMark(this);
  m_dropped->setLayer(QStringLiteral("overlay"));
  m_pointer = new PointerMark(this);
  m_pointer->setLayer(QStringLiteral("overlay"));
  m_lasso = new LassoItem(this);
  m_lasso->setLayer(QStringLiteral("overlay"));
  setAxisNames(QStringLiteral("z1"), QStringLiteral("z2"));
  setTheme(themeOf(*this));
}

void PlaneCanvas::setAxisNames(const QString& x, const QString& y) {
  m_names->set(x, y);
  replotSoon();
}

void PlaneCanvas::styleAxis(QCPAxis* axis, bool focused) {
  const QPen line(focused ? m_theme.accent : m_theme.grid, 1);
  axis->setBasePen(line);
  axis->setTickPen(line);
  axis->setSubTicks(false);
  axis->setTickLength(0, 4);
  axis->setTickLabelColor(m_theme.mutedText);
  axis->setTickLabelFont(typeFont(TypeSize::Small));
  axis->setTickLabelPadding(4);
  axis->grid()->setPen(QPen(m_theme.grid, 1));
  axis->grid()->setZeroLinePen(QPen(m_theme.dark ? m_theme.grid.lighter(150) : m_theme.grid.darker(118), 1));
}

void PlaneCanvas::setTheme(const Theme& theme) {
  m_theme = theme;
  setBackground(theme.plot);
  styleAxis(xAxis, hasFocus());
  styleAxis(yAxis, hasFocus());
  m_names->setTheme(theme);
  m_groupNames->setTheme(theme);
  m_rings->setTheme(theme);
  m_manifold->setTheme(theme);
  m_pointer->setTheme(theme);
  m_picked->setTheme(theme);
  m_dropped->setTheme(theme);
  m_lasso->setTheme(theme);
  m_above->points().setHaloColour(theme.plot.rgb());
  const QFontMetrics metrics(typeFont(TypeSize::Small));
  const int numbers = metrics.horizontalAdvance(QStringLiteral("-00.000")) + 12;
  axisRect()->setAutoMargins(QCP::msNone);
  axisRect()->setMargins(QMargins(numbers, kGrid, kGrid, metrics.height() + 12));
  applyView();
}

QRect PlaneCanvas::plotRect() const {
  return rect().marginsRemoved(axisRect()->margins());
}

QPointF PlaneCanvas::planeAt(QPointF pixelInPlot) const {
  const QRectF area = plotRect();
  const QPointF off = pixelInPlot - QPointF(area.left() + area.width() / 2, area.top() + area.height() / 2);
  return m_centre + QPointF(off.x(), -off.y()) * m_unitsPerPixel;
}

QPointF PlaneCanvas::pixelAt(QPointF inPlane) const {
  const QRectF area = plotRect();
  const QPointF off = (inPlane - m_centre) / m_unitsPerPixel;
  return QPointF(area.left() + area.width() / 2, area.top() + area.height() / 2) + QPointF(off.x(), -off.y());
}

QRectF PlaneCanvas::seen() const {
  const QSizeF size = QSizeF(plotRect().size()) * m_unitsPerPixel;
  return {m_centre - QPointF(size.width() / 2, size.height() / 2), size};
}

void PlaneCanvas::applyView() {
  const QRectF area = seen();
  if (area.isEmpty()) return;
  xAxis->setRange(area.left(), area.right());
  // QCustomPlot puts the lower end of y on the last row of pixels, not below it: one pixel up makes up for
  // it.
  yAxis->setRange(area.top() + m_unitsPerPixel, area.bottom() + m_unitsPerPixel);
  m_ticker->setTickStep(niceStep(56 * m_unitsPerPixel));
  replotSoon();
  Q_EMIT viewChanged();
}

void PlaneCanvas::setView(QPointF centre, double unitsPerPixel) {
  constexpr double kFar = 1e6;  // keeps ranges within what QCustomPlot can draw
  m_centre = {std::clamp(centre.x(), -kFar, kFar), std::clamp(centre.y(), -kFar, kFar)};
  m_unitsPerPixel = std::clamp(unitsPerPixel, kNearest, kFarthest);
  applyView();
}

void PlaneCanvas::fit() {
  m_fitted = true;
  fitNow(kRoom);
}

std::optional<PlaneViewport> PlaneCanvas::viewport() const {
  return m_fitted ? std::nullopt : std::optional(PlaneViewport{m_centre, m_unitsPerPixel});
}

void PlaneCanvas::setViewport(const std::optional<PlaneViewport>& viewport) {
  if (viewport == this->viewport()) return;
  if (!viewport) return fit();
  m_fitted = false;
  setView(viewport->centre, viewport->unitsPerPixel);
}

void PlaneCanvas::follow() {
  if (!m_fitted) return;
  const QRectF whole = wholeScene();
  const QRectF view = seen();
  const double filled = std::max(whole.width() / view.width(), whole.height() / view.height());
  if (!view.contains(whole) || filled < kLeastFilled) fitNow(kRoomToGrow);
}

QRectF PlaneCanvas::wholeScene() const {
  std::optional<QRectF> points;
  for (const PointsPlottable* plotted : {m_scatter, m_probe}) {
    const auto bounds = plotted->visible() ? plotted->points().bounds() : std::nullopt;
    if (!bounds) continue;
    const QRectF box = bounds->adjusted(-1e-6, -1e-6, 1e-6, 1e-6);
    points = points ? *points | box : box;
  }
  if (!m_rings->centre() && points) return *points;
  const QPointF prior = m_rings->centre().value_or(QPointF());
  const QRectF rings(prior - QPointF(kRingsReach, kRingsReach), QSizeF(2 * kRingsReach, 2 * kRingsReach));
  return points ? rings | *points : rings;
}

void PlaneCanvas::fitNow(double room) {
  const QRectF all = wholeScene();
  const QSize size = plotRect().size();
  if (size.isEmpty()) return;
  setView(all.center(), room * std::max(all.width() / size.width(), all.height() / size.height()));
}

void PlaneCanvas::zoomAt(QPointF pixelInPlot, double factor) {
  m_fitted = false;
  const QPointF fixed = planeAt(pixelInPlot);
  const double unitsPerPixel = std::clamp(m_unitsPerPixel / factor, kNearest, kFarthest);
  setView(fixed + (m_centre - fixed) * (unitsPerPixel / m_unitsPerPixel), unitsPerPixel);
}

void PlaneCanvas::panBy(QPointF pixels) {
  m_fitted = false;
  setView(m_centre + QPointF(-pixels.x(), pixels.y()) * m_unitsPerPixel, m_unitsPerPixel);
}

void PlaneCanvas::bringIntoView(QPointF inPlane) {
  const QRectF area = seen();
  const QPointF inside(std::clamp(inPlane.x(), area.left(), area.right()),
                       std::clamp(inPlane.y(), area.top(), area.bottom()));
  if (inside == inPlane) return;
  m_fitted = false;
  setView(m_centre + (inPlane - inside), m_unitsPerPixel);
}

void PlaneCanvas::replotMarks() {
  layer(QStringLiteral("overlay"))->replot();
}

void PlaneCanvas::resizeEvent(QResizeEvent* event) {
  QCustomPlot::resizeEvent(event);
  QToolTip::hideText();  // its point is somewhere else now
  if (m_fitted)
    fitNow(kRoom);
  else
    applyView();
}

void PlaneCanvas::replotGathered() {
  if (!m_gather.isActive()) m_gather.start();
}

void PlaneCanvas::focusInEvent(QFocusEvent* event) {
  QCustomPlot::focusInEvent(event);
  styleAxis(xAxis, true);
  styleAxis(yAxis, true);
  replotSoon();
}

void PlaneCanvas::focusOutEvent(QFocusEvent* event) {
  QCustomPlot::focusOutEvent(event);
  styleAxis(xAxis, false);
  styleAxis(yAxis, false);
  replotSoon();
}

}  // namespace isthmus
