#include "core/latent/latent_plane.h"

#include "core/base/random.h"
#include "tests/support/special_floats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

using test::kNan;
constexpr float kInf = std::numeric_limits<float>::infinity();

Matrix matrixOf(std::size_t cols, std::vector<float> values) {
  Matrix matrix;
  matrix.rows = values.size() / cols;
  matrix.cols = cols;
  matrix.values = std::move(values);
  return matrix;
}

Matrix normalRows(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  Matrix matrix(rows, cols);
  Random random(seed);
  for (float& value : matrix.values) value = static_cast<float>(random.normal());
  return matrix;
}

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

void expectOrthonormal(const LatentPlane& plane) {
  EXPECT_NEAR(dot(plane.axisX, plane.axisX), 1, 1e-6);
  EXPECT_NEAR(dot(plane.axisY, plane.axisY), 1, 1e-6);
  EXPECT_NEAR(dot(plane.axisX, plane.axisY), 0, 1e-6);
}

void expectLiftAndProjectAreInverse(const LatentPlane& plane) {
  for (const double x : {-3.0, 0.0, 0.7}) {
    for (const double y : {-1.2, 0.0, 4.0}) {
      const auto point = plane.project(plane.lift(x, y));
      EXPECT_NEAR(point.x, x, 2e-6);
      EXPECT_NEAR(point.y, y, 2e-6);
    }
  }
}

/// Best of several runs, in milliseconds.
template <typename Work>
double millisecondsOf(Work work) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    best = std::min(
        best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

TEST(LatentPlane, CoordinatePlaneHoldsTheOtherCoordinates) {
  const std::vector<float> held = {9, 0.5F, 9, -0.25F};
  const LatentPlane plane = coordinatePlane(held, 2, 0);
  EXPECT_EQ(plane.lift(1.5, -2), (std::vector<float>{-2, 0.5F, 1.5F, -0.25F}));
  const auto point = plane.project(std::vector<float>{4, 7, 3, 7});
  EXPECT_EQ(point.x, 3);
  EXPECT_EQ(point.y, 4);
  expectOrthonormal(plane);
  expectLiftAndProjectAreInverse(plane);
}

TEST(LatentPlane, PrincipalPlaneOfKnownPointsIsTheClosedForm) {
  // Covariance [[5, 4], [4, 5]]: eigenvalues 9 along (1, 1) and 1 along (1, -1).
  Matrix means = normalRows(20'000, 2, 4);
  for (std::size_t i = 0; i < means.rows; ++i) {
    const float u = 3 * means.at(i, 0) / std::sqrt(2.0F);
    const float v = means.at(i, 1) / std::sqrt(2.0F);
    means.row(i)[0] = 10 + u + v;
    means.row(i)[1] = -20 + u - v;
  }
  const auto plane = principalPlane(means);
  ASSERT_TRUE(plane);
  EXPECT_NEAR(plane->origin[0], 10, 0.1);
  EXPECT_NEAR(plane->origin[1], -20, 0.1);
  EXPECT_NEAR(plane->axisX[0], std::sqrt(0.5), 0.01);
  EXPECT_NEAR(plane->axisX[1], std::sqrt(0.5), 0.01);
  EXPECT_NEAR(std::abs(plane->axisY[0]), std::sqrt(0.5), 0.01);
  EXPECT_LT(plane->axisY[0] * plane->axisY[1], 0);
  expectOrthonormal(*plane);
  expectLiftAndProjectAreInverse(*plane);
}

TEST(LatentPlane, PrincipalPlaneOfFourPointsIsExact) {
  // Deviations (+-2, 0) and (0, +-1) about (1, 1), turned by the rotation with cosine 0.8 and sine 0.6.
  const Matrix means =
      matrixOf(2, {1 + 1.6F, 1 + 1.2F, 1 - 1.6F, 1 - 1.2F, 1 - 0.6F, 1 + 0.8F, 1 + 0.6F, 1 - 0.8F});
  const auto plane = principalPlane(means);
  ASSERT_TRUE(plane);
  EXPECT_NEAR(plane->origin[0], 1, 1e-6);
  EXPECT_NEAR(plane->axisX[0], 0.8, 1e-6);
  EXPECT_NEAR(plane->axisX[1], 0.6, 1e-6);
  EXPECT_NEAR(plane->axisY[0], -0.6, 1e-6);  // its largest loading is the second
  EXPECT_NEAR(plane->axisY[1], 0.8, 1e-6);
}

TEST(LatentPlane, PrincipalPlaneFindsAKnownDirectionInManyDimensions) {
  constexpr std::size_t kDimensions = 16;
  Matrix means = normalRows(3'000, kDimensions, 6);
  Random random(7);
  for (std::size_t i = 0; i < means.rows; ++i) {
    for (float& value : means.row(i)) value *= 0.1F;
    means.row(i)[3] -= static_cast<float>(5 * random.normal());  // the widest
    means.row(i)[11] += static_cast<float>(2 * random.normal());
  }
  const auto plane = principalPlane(means);
  ASSERT_TRUE(plane);
  EXPECT_GT(plane->axisX[3], 0.999F);
  EXPECT_GT(plane->axisY[11], 0.999F);
  expectOrthonormal(*plane);
  expectLiftAndProjectAreInverse(*plane);
}

TEST(LatentPlane, PrincipalPlaneLeavesRowsOutThatAreNotFinite) {
  Matrix means = normalRows(600, 3, 8);
  Matrix damaged = means;
  damaged.values.insert(damaged.values.begin(), {kNan, 1, 2, 1e6F, kInf, 0});
  damaged.rows += 2;
  EXPECT_EQ(*principalPlane(damaged), *principalPlane(means));
}

TEST(LatentPlane, PrincipalPlaneOfEqualPointsIsStillAPlane) {
  Matrix means(50, 5);
  std::fill(means.values.begin(), means.values.end(), 3.25F);
  const auto plane = principalPlane(means);
  ASSERT_TRUE(plane);
  EXPECT_EQ(plane->origin, std::vector<float>(5, 3.25F));
  expectOrthonormal(*plane);
}

TEST(LatentPlane, PrincipalPlaneNeedsTwoRowsAndTwoColumns) {
  EXPECT_FALSE(principalPlane(Matrix()));
  EXPECT_FALSE(principalPlane(normalRows(1, 4, 1)));
  EXPECT_FALSE(principalPlane(normalRows(10, 1, 1)));
  EXPECT_FALSE(principalPlane(matrixOf(2, {1, 2, kNan, 3, 4, kInf})));
  EXPECT_TRUE(principalPlane(matrixOf(2, {1, 2, 3, 4})));
}

TEST(LatentPlane, ProjectAllAgreesWithProject) {
  Matrix means = normalRows(500, 6, 9);
  means.row(20)[1] = kNan;  // a coordinate that the coordinate plane does not use
  const std::vector<LatentPlane> planes = {coordinatePlane(std::vector<float>{1, 2, 3, 4, 5, 6}, 4, 0),
                                           principalPlane(means).value()};
  for (const LatentPlane& plane : planes) {
    const PlanePoints points = projectAll(plane, means);
    ASSERT_EQ(points.x.size(), means.rows);
    ASSERT_EQ(points.y.size(), means.rows);
    for (std::size_t i = 0; i < means.rows; ++i) {
      const auto point = plane.project(means.row(i));
      if (std::isnan(point.x)) {
        EXPECT_TRUE(std::isnan(points.x[i]) && i == 20);
        continue;
      }
      ASSERT_NEAR(static_cast<double>(points.x[i]), point.x, 1e-5) << i;
      ASSERT_NEAR(static_cast<double>(points.y[i]), point.y, 1e-5) << i;
    }
  }
  EXPECT_TRUE(std::isfinite(projectAll(planes[0], means).x[20]));
}

TEST(LatentPlane, CovarianceOnTheAxesIsTheVariance) {
  const LatentPlane plane = coordinatePlane(std::vector<float>(3), 0, 2);
  const PlaneCovariance covariance =
      projectCovariance(plane, std::vector<float>{std::log(4.0F), 9, std::log(0.25F)});
  EXPECT_NEAR(covariance.xx, 4, 1e-6);
  EXPECT_NEAR(covariance.yy, 0.25, 1e-6);
  EXPECT_EQ(covariance.xy, 0);
}

TEST(LatentPlane, CovarianceTurnsWithThePlane) {
  // R diag(4, 1) R^T with cosine 0.8 and sine 0.6, seen from the axes (0.8, 0.6) and (-0.6, 0.8).
  const LatentPlane plane{{0, 0}, {0.8F, 0.6F}, {-0.6F, 0.8F}};
  const PlaneCovariance covariance = projectCovariance(plane, std::vector<float>{std::log(4.0F), 0});
  EXPECT_NEAR(covariance.xx, 0.64 * 4 + 0.36, 1e-5);
  EXPECT_NEAR(covariance.xy, -0.48 * 4 + 0.48, 1e-5);
  EXPECT_NEAR(covariance.yy, 0.36 * 4 + 0.64, 1e-5);
}

/// Critical values of the chi-square distribution as printed in tables.
TEST(PriorPercentile, AgreesWithTheChiSquareTables) {
  struct Row {
    std::size_t freedom;
    double square;
    double share;
  };
  for (const Row& row : {Row{1, 3.841, 0.95}, Row{1, 6.635, 0.99}, Row{2, 1.386, 0.50}, Row{2, 5.991, 0.95},
                         Row{2, 9.210, 0.99}, Row{3, 7.815, 0.95}, Row{5, 4.351, 0.50}, Row{10, 18.307, 0.95},
                         Row{10, 3.940, 0.05}, Row{30, 43.773, 0.95}, Row{64, 83.675, 0.95}}) {
    std::vector<float> z(row.freedom,
                         static_cast<float>(std::sqrt(row.square / static_cast<double>(row.freedom))));
    EXPECT_NEAR(priorPercentile(z), row.share, 2e-4) << row.freedom << " " << row.square;
  }
}

TEST(PriorPercentile, InTwoDimensionsIsTheClosedForm) {
  for (const float r : {0.0F, 0.01F, 1.0F, 2.0F, 3.0F, 6.0F})
    EXPECT_NEAR(priorPercentile(std::vector<float>{0, r}), 1 - std::exp(-0.5 * double{r} * double{r}), 1e-12);
}

TEST(PriorPercentile, StaysInItsRangeWhateverComes) {
  EXPECT_EQ(priorPercentile(std::vector<float>(64)), 0);
  EXPECT_EQ(priorPercentile(std::vector<float>(64, 3e38F)), 1);
  EXPECT_NEAR(priorPercentile(std::vector<float>{1e-38F, 0, 0}), 0, 1e-100);
  EXPECT_GE(priorPercentile(std::vector<float>(64, 1e-38F)), 0);  // underflows
  EXPECT_EQ(priorPercentile(std::vector<float>{kNan, 0}), 1);
  EXPECT_EQ(priorPercentile(std::vector<float>{0, -kInf}), 1);
}

TEST(NearestRow, AgreesWithASearchInDouble) {
  for (const std::size_t cols : {std::size_t{2}, std::size_t{3}, std::size_t{17}}) {
    const Matrix means = normalRows(2'000, cols, 10 + cols);
    const Matrix queries = normalRows(100, cols, 99);
    for (std::size_t q = 0; q < queries.rows; ++q) {
      double best = 1e300;
      for (std::size_t i = 0; i < means.rows; ++i) {
        double square = 0;
        for (std::size_t c = 0; c < cols; ++c)
          square += std::pow(double{means.at(i, c)} - double{queries.at(q, c)}, 2);
        best = std::min(best, std::sqrt(square));
      }
      const Neighbour neighbour = nearestRow(means, queries.row(q));
      ASSERT_NEAR(neighbour.distance, best, 1e-6 * (1 + best));
    }
  }
}

TEST(NearestRow, PassesOverRowsThatAreNotFiniteAndTakesTheFirstOfEquals) {
  const Matrix means = matrixOf(2, {kNan, 0, 0, kNan, kInf, 0, 3, 4, 3, 4, -kInf, kNan});
  const Neighbour neighbour = nearestRow(means, std::vector<float>{0, 0});
  EXPECT_EQ(neighbour.index, 3U);
  EXPECT_EQ(neighbour.distance, 5);
  const Matrix wide = matrixOf(3, {kNan, 0, 0, 1, kInf, 0, 0, 3, 4});
  EXPECT_EQ(nearestRow(wide, std::vector<float>{0, 0, 0}).index, 2U);
  EXPECT_EQ(nearestRow(wide, std::vector<float>{0, 0, 0}).distance, 5);
}

TEST(NearestRow, IsInfinitelyFarWhereThereIsNone) {
  EXPECT_TRUE(std::isinf(nearestRow(matrixOf(2, {kNan, 0}), std::vector<float>{0, 0}).distance));
  EXPECT_TRUE(std::isinf(nearestRow(matrixOf(2, {1, 2}), std::vector<float>{kNan, 0}).distance));
  EXPECT_TRUE(std::isinf(nearestRow(Matrix(0, 2), std::vector<float>{0, 0}).distance));
}

/// Printed to be read; the bound is generous, for slow machines and sanitizers.
TEST(LatentPlaneSpeed, SeventyThousandRowsFitIntoAFrame) {
  for (const std::size_t cols : {std::size_t{2}, std::size_t{16}, std::size_t{64}}) {
    const Matrix means = normalRows(70'000, cols, 3);
    const std::vector<float> z(cols, 0.3F);
    std::size_t sink = 0;
    const double nearest = millisecondsOf([&] { sink += nearestRow(means, z).index; });
    const LatentPlane flat = coordinatePlane(z, 0, 1);
    const double coordinates = millisecondsOf([&] { sink += projectAll(flat, means).x.size(); });
    const auto plane = principalPlane(means);
    const double general = millisecondsOf([&] { sink += projectAll(*plane, means).x.size(); });
    const double pca = millisecondsOf([&] { sink += principalPlane(means)->origin.size(); });
    std::printf(
        "70,000 x %zu: nearest row %.3f ms, coordinate plane %.3f ms, any plane %.3f ms, PCA %.1f ms\n", cols,
        nearest, coordinates, general, pca);
    EXPECT_GT(sink, 0U);
    EXPECT_LT(nearest, cols == 2 ? 16 : 160);
    EXPECT_LT(coordinates, 16);
  }
}

}  // namespace
}  // namespace isthmus
