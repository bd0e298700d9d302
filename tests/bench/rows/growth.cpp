// How cost grows with the number of samples, points and pictures.
#include "core/engine/inference.h"
#include "core/engine/training/training_run.h"
#include "tests/bench/rows/bench_data.h"
#include "tests/bench/rows/lattice_timer.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/points_scene.h"
#include "tests/bench/rows/trainer_side.h"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace isthmus::bench {
namespace {

constexpr double kTimeLimit = 5;  // seconds of training at each size

template <typename... Numbers>
std::string line(const char* pattern, Numbers... numbers) {
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(), pattern, numbers...);
  std::fputs(text.data(), stderr);
  return text.data();
}

std::string sampleLine(const Dataset& source, std::size_t count, const char* name) {
  const DatasetPtr data = repeated(source, count);
  auto made = TrainingRun::create(data, referenceConfig(100));
  if (!made) throw std::runtime_error(made.error().text());
  const auto run = std::move(made).value();
  if (!run->step()) throw std::runtime_error("the run diverged");
  int steps = 0;
  const auto begin = Clock::now();
  while (secondsSince(begin) < kTimeLimit) {
    if (run->atEpochEnd() && !run->finishEpoch({})) throw std::runtime_error("the run diverged");
    if (!run->step()) throw std::runtime_error("the run diverged");
    ++steps;
  }
  const double training = secondsSince(begin) / (100.0 * steps);
  const ModelSnapshotPtr model = run->snapshot().model;
  const double encoding = secondsOf([&] {
    if (!encodeDataset(*model, *data)) throw std::runtime_error("encoding failed");
  });
  return line("| %s | %.1f | %.1f |\n", name, 1e6 * training, 1e6 * encoding / static_cast<double>(count));
}

std::string pointLine(std::size_t count, const char* name) {
  PointsScene scene(count);
  scene.pan();
  std::vector<double> panning;
  for (int frame = 0; frame < 40; ++frame) panning.push_back(scene.pan());
  return line("| %s | %.1f | %.1f |\n", name, median(panning), quantile(panning, 0.95));
}

}  // namespace

std::string growthTable() {
  std::string text = "| Samples | training, µs a sample | encoding, µs a sample |\n| ---: | ---: | ---: |\n";
  {
    const DatasetPtr source = trainingSet();
    text += sampleLine(*source, 1'000, "1,000");
    text += sampleLine(*source, 10'000, "10,000");
    text += sampleLine(*source, 100'000, "100,000");
    text += sampleLine(*source, 1'000'000, "1,000,000");
  }
  text += "\n| Points | redraw while panning, median ms | 95th percentile, ms |\n| ---: | ---: | ---: |\n";
  text += pointLine(1'000, "1,000");
  text += pointLine(10'000, "10,000");
  text += pointLine(100'000, "100,000");
  text += pointLine(1'000'000, "1,000,000");
  text += pointLine(10'000'000, "10,000,000");
  text += "\n| Lattice | request to shown, median ms |\n| ---: | ---: |\n";
  WindowDriver driver;
  driver.show(wholeSet());
  driver.toggleManifold();
  for (const int side : {5, 10, 20, 40, 60})
    text += line("| %d x %d | %.1f |\n", side, side, median(latticeTimes(driver, side, 30)));
  return text;
}

}  // namespace isthmus::bench
