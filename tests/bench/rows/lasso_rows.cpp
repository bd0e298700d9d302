// points.lasso.
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/points_scene.h"
#include "widgets/plane/latent_plane_view.h"

#include <QMouseEvent>

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace isthmus::bench {
namespace {

constexpr std::size_t kPoints = 1'000'000;
constexpr int kCorners = 30;

DatasetPtr labelled(const Cloud& cloud) {
  auto dataset = std::make_shared<Dataset>();
  dataset->name = "cloud";
  dataset->shape = {1, 1, 1};
  dataset->pixels.resize(cloud.classes.size());
  dataset->trainCount = cloud.classes.size();
  dataset->labels.assign(cloud.classes.begin(), cloud.classes.end());
  for (int i = 0; i < 10; ++i) dataset->classNames.push_back("class " + std::to_string(i));
  return dataset;
}

/// A star around the middle of the widget, drawn with Shift and the left button.
void drawLasso(QWidget& canvas, const std::function<void()>& beforeRelease) {
  const auto corner = [&canvas](int i) {
    const double angle = 2 * std::numbers::pi * i / kCorners;
    const double radius = (i % 2 == 0 ? 0.28 : 0.2) * std::min(canvas.width(), canvas.height());
    return QRectF(canvas.rect()).center() + radius * QPointF(std::cos(angle), std::sin(angle));
  };
  const auto send = [&canvas](QEvent::Type type, Qt::MouseButton button, QPointF at) {
    const Qt::MouseButtons held = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, at, canvas.mapToGlobal(at), button, held, Qt::ShiftModifier);
    QApplication::sendEvent(&canvas, &event);
  };
  send(QEvent::MouseButtonPress, Qt::LeftButton, corner(0));
  for (int i = 1; i < kCorners; ++i) {
    send(QEvent::MouseMove, Qt::NoButton, corner(i));
    serveFor(std::chrono::milliseconds(5));
  }
  beforeRelease();
  send(QEvent::MouseButtonRelease, Qt::LeftButton, corner(kCorners - 1));
}

}  // namespace

std::vector<Measured> measureLasso() {
  const Cloud cloud = makeCloud(kPoints);
  LatentPlaneView view;
  view.resize(1000, 1000);
  view.show();
  view.setDataset(labelled(cloud));
  view.setPoints(cloud.points);
  auto* canvas = view.findChild<PlaneCanvas*>();
  serveUntil([&] { return canvas->scatter()->points().shown() == kPoints; }, "showing the points");
  serveFor(std::chrono::milliseconds(500));

  enum class Stage { Drawing, Released, Selected, Redrawing, Painted };
  Stage stage = Stage::Painted;
  std::size_t selected = 0;
  Clock::time_point answered;
  Clock::time_point painted;
  QObject context;
  QObject::connect(&view, &LatentPlaneView::selectionChanged, &context,
                   [&](const std::shared_ptr<const std::vector<std::uint32_t>>& samples) {
                     if (stage != Stage::Released || !samples) return;
                     stage = Stage::Selected;
                     selected = samples->size();
                     answered = Clock::now();
                   });
  QObject::connect(canvas, &QCustomPlot::beforeReplot, &context, [&] {
    if (stage == Stage::Selected) stage = Stage::Redrawing;
  });
  const PaintWatch watch(*canvas, [&] {
    if (stage != Stage::Redrawing) return;
    stage = Stage::Painted;
    painted = Clock::now();
  });
  std::vector<double> answers;
  std::vector<double> paints;
  for (int round = 0; round < 7; ++round) {
    Clock::time_point released;
    stage = Stage::Drawing;
    drawLasso(*canvas, [&] {
      stage = Stage::Released;
      released = Clock::now();
    });
    serveUntil([&] { return stage == Stage::Painted; }, "selecting", std::chrono::seconds(20));
    answers.push_back(1e3 * secondsBetween(released, answered));
    paints.push_back(1e3 * secondsBetween(released, painted));
    serveFor(std::chrono::milliseconds(500));
  }
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "median of %zu; %zu points selected; next painting after %.0f ms",
                answers.size(), selected, median(paints));
  return {{"points.lasso", median(answers), {}, {}, text.data()}};
}

}  // namespace isthmus::bench
