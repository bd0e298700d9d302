#include "core/latent/point_grid.h"

#include "core/base/latest_worker.h"
#include "core/base/random.h"
#include "core/latent/point_arrangement.h"
#include "tests/support/special_floats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

using test::kNan;
constexpr std::uint16_t kHidden = 0xffff;

/// Three overlapping clusters of very different size and width, some points far out, some without a position.
PlanePoints cloud(std::size_t count) {
  PlanePoints points;
  Random random(5);
  for (std::size_t i = 0; i < count; ++i) {
    const double width = i % 3 == 0 ? 0.02 : 1.0;
    points.x.push_back(static_cast<float>(width * random.normal() + static_cast<double>(i % 2)));
    points.y.push_back(static_cast<float>(width * random.normal()));
    if (i % 997 == 0) points.x.back() = 1e20F;
    if (i % 499 == 0) points.y.back() = kNan;
  }
  return points;
}

/// Sorted by group, as data sets are; every seventh sample is hidden.
std::vector<std::uint16_t> groupsOf(std::size_t count) {
  std::vector<std::uint16_t> groups(count);
  for (std::size_t i = 0; i < count; ++i)
    groups[i] = i % 7 == 0 ? kHidden : static_cast<std::uint16_t>(i * 4 / count);
  return groups;
}

bool isShown(const PlanePoints& points, const std::vector<std::uint16_t>& groups, std::size_t i) {
  return groups[i] < 4 && std::isfinite(points.x[i]) && std::isfinite(points.y[i]);
}

std::vector<PointGrid::Point> walkThrough(const PointGrid& grid, const PointGrid::Cells& cells,
                                          double share = 1) {
  std::vector<PointGrid::Point> all;
  PointWalk walk(grid, cells, share);
  for (auto points = walk.next(); !points.empty(); points = walk.next())
    all.insert(all.end(), points.begin(), points.end());
  return all;
}

TEST(PointGrid, HoldsEveryShownPointOnce) {
  for (const std::size_t count : {std::size_t{1}, std::size_t{100}, std::size_t{300'000}}) {
    const PlanePoints points = cloud(count);
    const auto groups = groupsOf(count);
    const PointGrid grid(points, groups, 4);
    std::vector<std::uint32_t> found;
    for (const auto& point : walkThrough(grid, grid.allCells())) {
      found.push_back(point.sample);
      EXPECT_EQ(point.x, points.x[point.sample]);
      EXPECT_EQ(point.y, points.y[point.sample]);
      EXPECT_EQ(point.group, groups[point.sample]);
    }
    std::ranges::sort(found);
    std::vector<std::uint32_t> expected;
    std::size_t unplaced = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (isShown(points, groups, i)) expected.push_back(static_cast<std::uint32_t>(i));
      unplaced += std::isfinite(points.x[i]) && std::isfinite(points.y[i]) ? 0U : 1U;
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(grid.count(), expected.size());
    EXPECT_EQ(grid.unplaced(), unplaced);
  }
}

TEST(PointGrid, FindsAndCountsWhatLiesInARectangle) {
  const PlanePoints points = cloud(50'000);
  const auto groups = groupsOf(50'000);
  const PointGrid grid(points, groups, 4);
  for (const PlaneRect& rect :
       {PlaneRect{-1, -1, 1, 1}, PlaneRect{-0.03, -0.02, 0.01, 0.04}, PlaneRect{-50, -50, 50, 50},
        PlaneRect{0.5, 2, 1e21, 3}, PlaneRect{7, 7, 8, 8}}) {
    const auto inside = [&](float x, float y) {
      return x >= rect.left && x < rect.right && y >= rect.bottom && y < rect.top;
    };
    std::size_t expected = 0;
    for (std::size_t i = 0; i < 50'000; ++i)
      expected += isShown(points, groups, i) && inside(points.x[i], points.y[i]) ? 1U : 0U;
    const auto near = walkThrough(grid, grid.cellsOf(rect));
    EXPECT_EQ(grid.countInside(rect), expected);
    EXPECT_EQ(std::ranges::count_if(near, [&](const auto& p) { return inside(p.x, p.y); }),
              static_cast<std::ptrdiff_t>(expected));
    EXPECT_EQ(grid.countOf(grid.cellsOf(rect)), near.size());
  }
}

TEST(PointGrid, LooksAtLittleMoreThanWhatIsInARectangle) {
  const PlanePoints points = cloud(200'000);
  const auto groups = groupsOf(200'000);
  const PointGrid grid(points, groups, 4);
  const PlaneRect rect{0.4, 0.4, 0.8, 0.8};
  EXPECT_LT(grid.countOf(grid.cellsOf(rect)), 2 * grid.countInside(rect));
}

TEST(PointGrid, SamplesEveryGroupAlikeFromDataSortedByGroup) {
  const PlanePoints points = cloud(400'000);
  const auto groups = groupsOf(400'000);
  const PointGrid grid(points, groups, 4);
  const auto sample = walkThrough(grid, grid.allCells(), 0.1);
  EXPECT_NEAR(static_cast<double>(sample.size()), 0.1 * static_cast<double>(grid.count()), 9'000);
  std::vector<double> of(4);
  for (const auto& point : sample) ++of[point.group];
  for (const double number : of) EXPECT_NEAR(number / static_cast<double>(sample.size()), 0.25, 0.02);
  EXPECT_EQ(grid.countInside({-1e30, -1e30, 1e30, 1e30}, 0.1), sample.size());
}

TEST(PointGrid, HoldsOnlyTheSamplesAskedFor) {
  const PlanePoints points = cloud(1000);
  const auto groups = groupsOf(1000);
  const std::vector<std::uint32_t> asked = {1, 2, 7, 499, 500, 5000};  // 7 is hidden, 499 has no place
  const PointGrid grid(points, groups, 4, asked);
  std::vector<std::uint32_t> found;
  for (const auto& point : walkThrough(grid, grid.allCells())) found.push_back(point.sample);
  std::ranges::sort(found);
  EXPECT_EQ(found, (std::vector<std::uint32_t>{1, 2, 500}));
}

TEST(PointGrid, FindsTheNearestPointThatALookAtAllOfThemFinds) {
  const PlanePoints points = cloud(30'000);
  const auto groups = groupsOf(30'000);
  const PointGrid grid(points, groups, 4);
  Random random(6);
  int found = 0;
  for (int query = 0; query < 300; ++query) {
    const double x = 2 * random.normal();
    const double y = 2 * random.normal();
    const double within = std::pow(10, random.uniform(-1, 3));
    std::optional<std::size_t> expected;
    double best = within * within;
    for (std::size_t i = 0; i < 30'000; ++i) {
      if (!isShown(points, groups, i)) continue;
      const double dx = (points.x[i] - x) * 100;
      const double dy = (points.y[i] - y) * -80;
      if (dx * dx + dy * dy > best || (expected && dx * dx + dy * dy == best)) continue;
      best = dx * dx + dy * dy;
      expected = i;
    }
    const PointGrid::Point* nearest = grid.nearest(x, y, 100, -80, within);
    ASSERT_EQ(nearest != nullptr, expected.has_value());
    if (nearest) {
      EXPECT_EQ(nearest->sample, *expected);
      ++found;
    }
  }
  EXPECT_GT(found, 100);
}

TEST(PointGrid, IsEmptyWithoutPointsAndWhereColumnsDiffer) {
  for (const PointGrid& grid : {PointGrid(), PointGrid(PlanePoints{}, {}, 4),
                                PointGrid(PlanePoints{{1, 2}, {1}}, std::vector<std::uint16_t>{0, 0}, 4)}) {
    EXPECT_EQ(grid.count(), 0U);
    EXPECT_EQ(grid.countInside({-9, -9, 9, 9}), 0U);
    EXPECT_EQ(grid.nearest(0, 0, 1, 1, 1e9), nullptr);
    EXPECT_TRUE(walkThrough(grid, grid.allCells()).empty());
  }
}

TEST(PointArrangement, SortsOnlyWhatHasChanged) {
  PointsSource source;
  source.points = std::make_shared<const PlanePoints>(cloud(1000));
  source.colours = std::make_shared<const std::vector<std::uint16_t>>(groupsOf(1000));
  source.palette = {1, 2, 3, 4};
  const PointArrangement first = arrange(source, {});
  source.marks = std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{1, 2});
  const PointArrangement marked = arrange(source, first);
  EXPECT_EQ(marked.discs, first.discs);
  EXPECT_EQ(marked.rings->count(), 2U);
  source.points = std::make_shared<const PlanePoints>(cloud(1000));
  const PointArrangement moved = arrange(source, marked);
  EXPECT_NE(moved.discs, marked.discs);
  EXPECT_NE(moved.rings, marked.rings);
  source.colours = nullptr;
  EXPECT_EQ(arrange(source, moved).discs->count(), 0U);
}

TEST(PointArrangement, CanBeMadeInAThreadWhileTheOneBeforeIsInUse) {
  PointsSource source;
  source.points = std::make_shared<const PlanePoints>(cloud(20'000));
  source.colours = std::make_shared<const std::vector<std::uint16_t>>(groupsOf(20'000));
  source.palette = {1, 2, 3, 4};
  PointArrangement shown = arrange(source, {});
  LatestSlot<PointArrangement> answers;
  LatestWorker<std::pair<PointsSource, PointArrangement>> worker(
      [&answers](std::pair<PointsSource, PointArrangement> request, const std::stop_token&) {
        answers.put(arrange(std::move(request.first), request.second));
      });
  for (int round = 0; round < 20; ++round) {
    source.marks = std::make_shared<const std::vector<std::uint32_t>>(
        std::vector<std::uint32_t>(static_cast<std::size_t>(round), 5U));
    worker.request({source, shown});
    EXPECT_NE(shown.discs->nearest(0, 0, 1, 1, 10), nullptr);
    if (auto answer = answers.waitTake({})) shown = std::move(*answer);
    EXPECT_EQ(shown.rings->count(), static_cast<std::size_t>(round));
  }
}

}  // namespace
}  // namespace isthmus
