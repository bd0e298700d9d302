#include "core/latent/lasso.h"

#include "core/base/random.h"
#include "tests/support/special_floats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace isthmus {
namespace {

using Corners = std::vector<LatentPlane::Point>;
using test::kInfinity;
using test::kNan;

/// By another way: how often the line from far above down to (x, y) crosses the sides, by the sign of areas.
bool isInsideSlowly(const Corners& corners, double x, double y) {
  int crossings = 0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const auto& a = corners[i];
    const auto& b = corners[(i + 1) % corners.size()];
    if ((a.x <= x) == (b.x <= x)) continue;
    const double area = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    crossings += (b.x > a.x) == (area < 0) ? 1 : 0;
  }
  return crossings % 2 == 1;
}

TEST(Lasso, AgreesWithAnotherWayOfCountingOnLinesThatCrossThemselves) {
  Random random(3);
  for (const int count : {3, 4, 7, 30, 400}) {
    Corners corners;
    for (int i = 0; i < count; ++i) corners.push_back({random.normal(), random.normal()});
    const Lasso lasso(corners);
    int inside = 0;
    for (int i = 0; i < 4000; ++i) {
      const double x = 1.5 * random.normal();
      const double y = 1.5 * random.normal();
      EXPECT_EQ(lasso.contains(x, y), isInsideSlowly(corners, x, y)) << count << ": " << x << ", " << y;
      inside += lasso.contains(x, y) ? 1 : 0;
    }
    EXPECT_GT(inside, 10);
    EXPECT_LT(inside, 3950);
  }
}

TEST(Lasso, FindsTheSamplesOfAStarInAscendingOrder) {
  Corners star;
  for (int i = 0; i < 30; ++i) {
    const double angle = i * std::numbers::pi / 15;
    const double radius = i % 2 == 0 ? 2 : 0.8;
    star.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  PlanePoints points;
  Random random(4);
  std::vector<std::uint32_t> expected;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    points.x.push_back(static_cast<float>(random.uniform(-3, 3)));
    points.y.push_back(static_cast<float>(random.uniform(-3, 3)));
    if (isInsideSlowly(star, points.x.back(), points.y.back())) expected.push_back(i);
  }
  EXPECT_EQ(samplesInside(Lasso(star), points), expected);
  EXPECT_GT(expected.size(), 1000U);
}

TEST(Lasso, LeavesOutPointsWithoutAPosition) {
  const Corners square = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
  const PlanePoints points{{kNan, 0, 0, kInfinity, -kInfinity, 0.5F}, {0, kNan, 0, 0, 0, 0.5F}};
  EXPECT_EQ(samplesInside(Lasso(square), points), (std::vector<std::uint32_t>{2, 5}));
}

TEST(Lasso, CountsAPointOnTheSideOfTwoNeighboursOnce) {
  const Lasso left(Corners{{0, 0}, {1, 0}, {1, 1}, {0, 1}});
  const Lasso right(Corners{{1, 0}, {2, 0}, {2, 1}, {1, 1}});
  for (const double y : {0.0, 0.25, 0.5, 0.75})
    EXPECT_EQ(static_cast<int>(left.contains(1, y)) + static_cast<int>(right.contains(1, y)), 1) << y;
}

TEST(Lasso, HoldsNothingWithoutAnArea) {
  for (const Corners& corners :
       {Corners{}, Corners{{0, 0}}, Corners{{0, 0}, {1, 1}}, Corners{{0, 0}, {1, 0}, {2, 0}},
        Corners{{-1, -1}, {1, -1}, {std::numeric_limits<double>::quiet_NaN(), 1}}}) {
    const Lasso lasso(corners);
    EXPECT_FALSE(lasso.contains(0, 0));
    EXPECT_FALSE(lasso.contains(1, 0));
  }
}

}  // namespace
}  // namespace isthmus
