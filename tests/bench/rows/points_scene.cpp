#include "tests/bench/rows/points_scene.h"

#include "core/base/random.h"
#include "widgets/theme/data_colours.h"

#include <cmath>
#include <numbers>

namespace isthmus::bench {
namespace {

constexpr std::size_t kClasses = 10;
constexpr int kSide = 900;

std::vector<QRgb> palette() {
  std::vector<QRgb> colours;
  for (std::size_t i = 0; i < kClasses; ++i)
    colours.push_back(QColor::fromHsv(static_cast<int>(i) * 36, 200, 200).rgb());
  return colours;
}

/// Where the hand has moved since the last frame: to and fro, some pixels at a time, so that the points stay
/// in view.
QPointF step(int frame) {
  const double there = frame / 20 % 2 == 0 ? 1 : -1;
  return {there * (3 + frame % 9), there * (2 + frame % 5)};
}

/// Lets `move` happen and the event loop paint; milliseconds from the one to the end of the other.
template <typename Move>
double timePainting(QCustomPlot& plot, const Move& move) {
  bool isDrawing = false;
  bool isPainted = false;
  QObject context;
  QObject::connect(&plot, &QCustomPlot::beforeReplot, &context, [&] { isDrawing = true; });
  const PaintWatch watch(plot, [&] { isPainted = isDrawing; });
  QApplication::processEvents();
  isDrawing = isPainted = false;
  const auto begin = Clock::now();
  move();
  while (!isPainted) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  return 1e3 * secondsSince(begin);
}

}  // namespace

Cloud makeCloud(std::size_t count) {
  auto points = std::make_shared<PlanePoints>();
  Cloud cloud;
  points->x.reserve(count);
  points->y.reserve(count);
  cloud.classes.reserve(count);
  Random random(11);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t cluster = random.below(kClasses);
    const double angle = static_cast<double>(cluster) * 2 * std::numbers::pi / kClasses;
    points->x.push_back(static_cast<float>(1.6 * std::cos(angle) + 0.5 * random.normal()));
    points->y.push_back(static_cast<float>(1.6 * std::sin(angle) + 0.5 * random.normal()));
    cloud.classes.push_back(static_cast<std::uint16_t>(cluster));
  }
  cloud.points = std::move(points);
  return cloud;
}

PointsScene::PointsScene(std::size_t count) {
  m_canvas.resize(kSide, kSide);
  const QSize axes = m_canvas.size() - m_canvas.plotRect().size();
  m_canvas.resize(QSize(kSide, kSide) + axes);
  Cloud cloud = makeCloud(count);
  m_canvas.scatter()->points().setPoints(std::move(cloud.points));
  m_canvas.scatter()->points().setColours(std::move(cloud.classes), palette());
  m_canvas.show();
  m_canvas.fit();
  serveFor(std::chrono::milliseconds(200));
  if (m_canvas.scatter()->points().shown() != count) throw std::runtime_error("some points are not shown");
}

double PointsScene::pan() {
  return timePainting(m_canvas, [this] { m_canvas.panBy(step(m_frame++)); });
}

GraphScene::GraphScene(std::size_t count, double radius) {
  const Cloud cloud = makeCloud(count);
  std::vector<QVector<double>> x(kClasses);
  std::vector<QVector<double>> y(kClasses);
  for (std::size_t i = 0; i < count; ++i) {
    x[cloud.classes[i]] << static_cast<double>(cloud.points->x[i]);
    y[cloud.classes[i]] << static_cast<double>(cloud.points->y[i]);
  }
  const auto colours = palette();
  for (std::size_t k = 0; k < kClasses; ++k) {
    QCPGraph* graph = m_plot.addGraph();
    graph->setLineStyle(QCPGraph::lsNone);
    const QColor colour = QColor::fromRgb(colours[k]);
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, 2 * radius));
    graph->setData(x[k], y[k]);
  }
  m_plot.xAxis->setRange(-4, 4);
  m_plot.yAxis->setRange(-4, 4);
  m_plot.axisRect()->setAutoMargins(QCP::msNone);
  m_plot.axisRect()->setMargins(QMargins(50, 10, 10, 30));
  m_plot.resize(kSide + 60, kSide + 40);
  m_plot.show();
  serveFor(std::chrono::milliseconds(200));
}

double GraphScene::pan() {
  return timePainting(m_plot, [this] {
    const QPointF by = step(m_frame++) * (8.0 / kSide);
    m_plot.xAxis->moveRange(-by.x());
    m_plot.yAxis->moveRange(by.y());
    m_plot.replot(QCustomPlot::rpQueuedReplot);
  });
}

}  // namespace isthmus::bench
