// decode.lattice.
#include "tests/bench/rows/bench_data.h"
#include "tests/bench/rows/lattice_timer.h"
#include "tests/bench/rows/measure.h"
#include "widgets/plane/plane_canvas.h"

#include <array>
#include <cstdio>

namespace isthmus::bench {

std::vector<double> latticeTimes(WindowDriver& driver, int side, int rounds) {
  auto& canvas = driver.find<PlaneCanvas>("planeCanvas");
  enum class Stage { Asked, Decoded, Drawing, Painted };
  Stage stage = Stage::Painted;
  Clock::time_point end;
  QObject context;
  QObject::connect(&driver.session().decoding(), &DecodeController::latticeDecoded, &context, [&] {
    if (stage == Stage::Asked) stage = Stage::Decoded;
  });
  QObject::connect(&canvas, &QCustomPlot::beforeReplot, &context, [&] {
    if (stage == Stage::Decoded) stage = Stage::Drawing;
  });
  const PaintWatch watch(canvas, [&] {
    if (stage != Stage::Drawing) return;
    stage = Stage::Painted;
    end = Clock::now();
  });
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    serveFor(std::chrono::milliseconds(20));
    stage = Stage::Asked;
    const auto begin = Clock::now();
    driver.session().decoding().decodeLattice(canvas.seen(), side, side);
    serveUntil([&] { return stage == Stage::Painted; }, "showing the lattice");
    times.push_back(1e3 * secondsBetween(begin, end));
  }
  return times;
}

std::vector<Measured> measureLattice() {
  constexpr int kSide = 20;
  WindowDriver driver;
  driver.show(wholeSet());
  driver.toggleManifold();
  latticeTimes(driver, kSide, 5);
  const auto times = latticeTimes(driver, kSide, 60);
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "median of %zu; p95 %.1f ms", times.size(), quantile(times, 0.95));
  return {{"decode.lattice", median(times), {}, {}, text.data()}};
}

}  // namespace isthmus::bench
