#pragma once

#include "core/base/matrix.h"
#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/engine/closed/pca_solver.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace isthmus::test {

/// Rows of numbers, as vectors that are not scaled.
inline Dataset vectorsOf(std::size_t numbers, std::vector<float> values) {
  Dataset dataset;
  dataset.name = "made up";
  dataset.kind = SampleKind::Vector;
  dataset.shape = {1, static_cast<int>(numbers), 1};
  dataset.values = std::move(values);
  dataset.trainCount = dataset.count();
  return dataset;
}

/// Independent normal samples along as many orthonormal axes (those of the discrete cosine transform) as
/// there are `deviations`, with these.
inline Dataset alongCosines(std::size_t samples, std::size_t numbers, const std::vector<double>& deviations,
                            std::uint64_t seed = 4) {
  Random random(seed);
  std::vector<float> values;
  const auto n = static_cast<double>(numbers);
  std::vector<double> axes;
  for (std::size_t axis = 0; axis < deviations.size(); ++axis) {
    for (std::size_t i = 0; i < numbers; ++i)
      axes.push_back(
          std::sqrt((axis == 0 ? 1 : 2) / n) * deviations[axis] *
          std::cos(std::numbers::pi / n * (static_cast<double>(i) + 0.5) * static_cast<double>(axis)));
  }
  for (std::size_t sample = 0; sample < samples; ++sample) {
    std::vector<double> row(numbers);
    for (std::size_t axis = 0; axis < deviations.size(); ++axis) {
      const double along = random.normal();
      for (std::size_t i = 0; i < numbers; ++i) row[i] += along * axes[axis * numbers + i];
    }
    for (const double value : row) values.push_back(static_cast<float>(value));
  }
  return vectorsOf(numbers, std::move(values));
}

/// 1, ratio, ratio^2, ...
inline std::vector<double> decaying(std::size_t count, double ratio) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(std::pow(ratio, static_cast<double>(i)));
  return values;
}

inline std::vector<std::size_t> allOf(const Dataset& dataset) {
  std::vector<std::size_t> samples(dataset.count());
  std::iota(samples.begin(), samples.end(), std::size_t{0});
  return samples;
}

/// The components of all samples, without scaling unless the data set has some.
inline Pca solved(const Dataset& dataset, std::size_t count, const PcaOverrides& overrides = {},
                  std::uint64_t seed = 1) {
  const std::vector<std::size_t> samples = allOf(dataset);
  auto pca = solvePca(dataset, samples, fitScaling(dataset, samples), count, seed, {}, overrides);
  if (!pca) ADD_FAILURE() << pca.error().text();
  return pca ? std::move(pca).value() : Pca{};
}

inline double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

/// What holds for the components of any samples.
inline void expectOrthonormalAndTurned(const Pca& pca) {
  for (std::size_t i = 0; i < pca.components.rows; ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      EXPECT_NEAR(dot(pca.components.row(i), pca.components.row(j)), i == j ? 1 : 0, 1e-6) << i << ", " << j;
    float largest = 0;
    for (const float value : pca.components.row(i))
      if (std::abs(value) > std::abs(largest)) largest = value;
    EXPECT_GT(largest, 0) << "component " << i;
    EXPECT_GE(pca.variances[i], 0);
    if (i > 0) {
      EXPECT_LE(pca.variances[i], pca.variances[i - 1]);
    }
  }
}

inline double sumOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace isthmus::test
