// gui.blocked, gui.live and score.hist.
#include "core/data/library/known_datasets.h"
#include "core/engine/training/training_run.h"
#include "tests/bench/rows/bench_data.h"
#include "tests/bench/rows/heartbeat.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/trainer_side.h"
#include "tests/bench/rows/window_driver.h"
#include "widgets/errors/error_histogram.h"
#include "widgets/errors/error_panel.h"
#include "widgets/plane/plane_canvas.h"

#include <array>
#include <cstdio>
#include <utility>

namespace isthmus::bench {
namespace {

/// Loads from disk as a person does it.
void load(WindowDriver& driver) {
  for (const KnownDataset& known : knownDatasets()) {
    if (known.id != "fashion-mnist") continue;
    driver.session().datasets().load(known, DatasetRole::Main);
    return serveUntil([&] { return driver.workspace().dataset() != nullptr; }, "loading");
  }
  Q_EMIT driver.session().datasets().loaded(wholeSet(), DatasetRole::Main);
}

/// Lattices of a view that moves, as fast as the window asks for them.
void askForLattices(WindowDriver& driver) {
  auto& canvas = driver.find<PlaneCanvas>("planeCanvas");
  driver.toggleManifold();
  for (int i = 0; i < 25; ++i) {
    canvas.panBy({7, i % 2 == 0 ? 5.0 : -5.0});
    serveFor(std::chrono::milliseconds(40));
  }
  canvas.fit();
  serveFor(std::chrono::milliseconds(300));
}

/// Measures and rules in turn: each makes errors, threshold, histogram and marks anew.
void playWithHistogram(WindowDriver& driver) {
  constexpr ErrorMeasure kFirst = ErrorMeasure::ExcessCrossEntropy;
  for (const ErrorMeasure measure : {ErrorMeasure::Mse, kFirst, ErrorMeasure::Mse, kFirst}) {
    driver.workspace().change([&](ViewState& view) { view.errors.measure = measure; });
    serveFor(std::chrono::milliseconds(400));
  }
}

}  // namespace

std::vector<Measured> measureBlocked() {
  WindowDriver driver;
  driver.session().modelFiles().openBundled();
  serveUntil([&] { return driver.workspace().model() != nullptr; }, "opening the bundled model");
  serveFor(std::chrono::milliseconds(500));
  Heartbeat heart;
  std::string note = "longest stretch (and most work of the GUI thread in one), ms: ";
  std::pair<double, std::string> worst = {0, ""};
  const auto phase = [&](const char* name, const auto& work) {
    heart.restart();
    work();
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "%s%s %.1f (%.1f)", worst.second.empty() ? "" : ", ", name,
                  heart.longest(), heart.mostWork());
    note += text.data();
    if (heart.longest() > worst.first || worst.second.empty()) worst = {heart.longest(), name};
  };
  phase("load", [&] { load(driver); });
  phase("encode", [&] { driver.settle(); });
  phase("lattice", [&] { askForLattices(driver); });
  phase("histogram", [&] { playWithHistogram(driver); });
  phase("training", [&] {
    driver.beginTraining();
    serveFor(std::chrono::seconds(4));
    driver.endTraining();
  });
  return {{"gui.blocked", worst.first, {}, {}, note + "; longest in " + worst.second}};
}

namespace {

/// Seconds of one epoch without any window: steps and the measurement at its end, nothing published.
double epochAlone(TrainingRun& run) {
  return secondsOf([&] {
    do {
      if (!run.step()) throw std::runtime_error("the run diverged");
    } while (!run.atEpochEnd());
    if (!run.finishEpoch({})) throw std::runtime_error("the run diverged");
  });
}

/// When the run's position was at `epochs`, between the two snapshots around it.
Clock::time_point whenAt(const std::vector<std::pair<double, Clock::time_point>>& positions, double epochs) {
  for (std::size_t i = 1; i < positions.size(); ++i) {
    const auto& [before, from] = positions[i - 1];
    const auto& [after, to] = positions[i];
    if (before <= epochs && epochs < after)
      return from + std::chrono::duration_cast<Clock::duration>((to - from) *
                                                                ((epochs - before) / (after - before)));
  }
  throw std::runtime_error("the run in the window did not get far enough");
}

/// Seconds of one epoch in the window, all panels on and pictures behind the points.
double epochInWindow(WindowDriver& driver, int epochs) {
  std::vector<std::pair<double, Clock::time_point>> positions;
  QObject context;
  QObject::connect(&driver.session().training(), &TrainingController::snapshotReady, &context,
                   [&](const TrainingSnapshotPtr& snapshot) {
                     positions.emplace_back(snapshot->progress * epochs, Clock::now());
                   });
  driver.session().resetTraining();
  driver.window().train(epochs, 7);
  serveUntil([&] { return driver.session().training().phase() == TrainingPhase::Finished; }, "training");
  driver.settle();
  return secondsBetween(whenAt(positions, 0.5), whenAt(positions, epochs - 0.5)) / (epochs - 1);
}

}  // namespace

std::vector<Measured> measureLive() {
  const DatasetPtr data = wholeSet();
  auto made = TrainingRun::create(data, referenceConfig(100));
  if (!made) throw std::runtime_error(made.error().text());
  const auto run = std::move(made).value();
  WindowDriver driver;
  driver.show(data);
  driver.toggleManifold();
  constexpr double kLongEnough = 4;  // seconds, so that ten snapshots a second give its ends exactly enough
  const int epochs = 2 + static_cast<int>(kLongEnough / epochAlone(*run));
  std::vector<double> alone;
  std::vector<double> inWindow;
  for (int round = 0; round < 5; ++round) {
    alone.push_back(epochAlone(*run));
    inWindow.push_back(epochInWindow(driver, epochs));
    std::fprintf(stderr, "  an epoch alone %.2f s, in the window %.2f s\n", alone.back(), inWindow.back());
  }
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(),
                "medians of 5: an epoch takes %.2f s in the window with pictures behind the points, %.2f s "
                "(from %.2f to %.2f) without window and without publishing",
                median(inWindow), median(alone), quantile(alone, 0), quantile(alone, 1));
  return {{"gui.live", 100 * (1 - median(alone) / median(inWindow)), {}, {}, text.data()}};
}

std::vector<Measured> measureScoring() {
  const DatasetPtr data = wholeSet();
  TrainerSide trainer(data, referenceConfig(100));
  trainer.epoch();
  WindowDriver driver;
  driver.show(data);
  auto* plot = driver.find<ErrorHistogram>("errorHistogram").findChild<QCustomPlot*>();
  if (!plot) throw std::runtime_error("the histogram has no plot");
  enum class Stage { Asked, Measured, Drawing, Painted };
  Stage stage = Stage::Painted;
  Clock::time_point end;
  QObject context;
  QObject::connect(&driver.find<ErrorPanel>("errorPanel"), &ErrorPanel::thresholdChanged, &context,
                   [&](double threshold) {
                     if (stage == Stage::Asked && std::isfinite(threshold)) stage = Stage::Measured;
                   });
  QObject::connect(plot, &QCustomPlot::beforeReplot, &context, [&] {
    if (stage == Stage::Measured) stage = Stage::Drawing;
  });
  const PaintWatch watch(*plot, [&] {
    if (stage != Stage::Drawing) return;
    stage = Stage::Painted;
    end = Clock::now();
  });
  std::vector<double> shown;
  std::vector<double> epochs;
  for (int round = 0; round < 5; ++round) {
    epochs.push_back(trainer.epoch().wall);
    stage = Stage::Asked;
    const auto begin = Clock::now();
    Q_EMIT driver.session().modelFiles().opened(trainer.last()->model, QStringLiteral("another model"));
    serveUntil([&] { return stage == Stage::Painted; }, "showing the histogram");
    shown.push_back(secondsBetween(begin, end));
    driver.settle();
  }
  return {{"score.hist",
           median(shown),
           median(epochs),
           {},
           "from a new model to the painted histogram, the panel's own pause of up to 0.25 s included"}};
}

}  // namespace isthmus::bench
