// points.70k, points.1M, points.10M and points.pick.
#include "core/base/random.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/points_scene.h"

#include <array>
#include <cstdio>

namespace isthmus::bench {
namespace {

Measured against(const std::string& name, std::size_t count, int frames, int peerFrames) {
  PointsScene ours(count);
  std::vector<double> times;
  ours.pan();  // the first picture
  if (peerFrames == 0) {
    for (int frame = 0; frame < frames; ++frame) times.push_back(ours.pan());
    const PointsPainter& painter = ours.canvas().scatter()->points();
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(),
                  "p50 %.1f ms; %zu of %zu points in view drawn in motion; the peer is skipped at this size",
                  median(times), painter.drawn(), painter.inView());
    return {name, quantile(times, 0.95), {}, {}, text.data()};
  }
  GraphScene peer(count, ours.radius());
  peer.pan();
  std::vector<double> peerTimes;
  for (int round = 0; round < peerFrames; ++round) {
    for (int frame = 0; frame < frames / peerFrames; ++frame) times.push_back(ours.pan());
    peerTimes.push_back(peer.pan());
  }
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), "p50 %.1f ms, the peer's %.1f ms (%d redraws); both p95 in the row",
                median(times), median(peerTimes), peerFrames);
  return {name, quantile(times, 0.95), quantile(peerTimes, 0.95), {}, text.data()};
}

}  // namespace

std::vector<Measured> measurePoints70k() {
  return {against("points.70k", 70'000, 200, 20)};
}
std::vector<Measured> measurePoints1M() {
  return {against("points.1M", 1'000'000, 100, 10)};
}
std::vector<Measured> measurePoints10M() {
  return {against("points.10M", 10'000'000, 40, 0)};
}

std::vector<Measured> measurePick() {
  constexpr std::size_t kPoints = 1'000'000;
  constexpr double kReach = 6;
  PointsScene scene(kPoints);
  scene.pan();
  Random random(5);
  const auto pick = [&] {
    const QPointF at(random.uniform(60, 900), random.uniform(10, 900));
    return 1e3 * secondsOf([&] { scene.canvas().scatter()->nearest(at, kReach); });
  };
  const double first = pick();
  std::vector<double> times;
  for (int i = 0; i < 500; ++i) times.push_back(pick());
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "p50 %.3f ms of 500 picks; the very first took %.1f ms",
                median(times), first);
  return {{"points.pick", quantile(times, 0.95), {}, {}, text.data()}};
}

}  // namespace isthmus::bench
