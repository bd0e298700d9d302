#include "core/engine/dense/dense_learner.h"

#include "core/base/random.h"
#include "core/engine/detail/runtime.h"
#include "tests/engine/small_data.h"

#include <gtest/gtest.h>

#include <numeric>

namespace isthmus::dense {
namespace {

const VaeSpec kSpec = {{6, 6, 1}, {64, 48}, 3};

std::vector<float> noiseFor(std::size_t samples) {
  std::vector<float> noise(samples * 3);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<float>(normalAt(1, i));
  return noise;
}

/// The weights after some steps on batches of `rows`, with a short one among them.
std::vector<NamedTensor> trained(NumberFormat products, std::size_t threads, std::size_t rows) {
  detail::prepareComputeThread();
  const auto dataset = twoSides();
  DenseLearner learner(dataset, drawWeights(kSpec, 7), products, threads);
  std::vector<std::size_t> samples(rows);
  for (std::size_t step = 0; step < 20; ++step) {
    samples.resize(step == 10 ? rows / 3 : rows);
    std::iota(samples.begin(), samples.end(), step);
    learner.measure(samples, noiseFor(samples.size()), 1);
    learner.update(1e-3);
  }
  return learner.weights();
}

std::vector<NumberFormat> formats() {
  if (hasFastBFloat16()) return {NumberFormat::Float32, NumberFormat::BFloat16};
  return {NumberFormat::Float32};
}

TEST(DenseLearner, TheSameSeedGivesTheSameWeightsWithAnyNumberOfThreads) {
  for (const NumberFormat format : formats()) {
    const auto alone = trained(format, 1, 100);
    for (const std::size_t threads : {1U, 2U, 3U}) {
      const auto shared = trained(format, threads, 100);
      for (std::size_t i = 0; i < alone.size(); ++i)
        EXPECT_EQ(alone[i].values, shared[i].values) << alone[i].name << ", " << threads << " threads";
    }
  }
}

TEST(DenseLearner, TakesBatchesOfAnySize) {
  for (const NumberFormat format : formats()) {
    for (const std::size_t rows : {3U, 31U, 33U, 257U, 400U}) {
      const auto weights = trained(format, 2, rows);
      for (const NamedTensor& tensor : weights)
        for (const float value : tensor.values) ASSERT_TRUE(std::isfinite(value)) << tensor.name << rows;
    }
  }
}

TEST(DenseLearner, GoesBackToTheWeightsItKept) {
  detail::prepareComputeThread();
  DenseLearner learner(twoSides(), drawWeights(kSpec, 7), NumberFormat::Float32, 2);
  const std::vector<std::size_t> samples = {1, 2, 3, 4};
  learner.keepWeights();
  const auto before = learner.weights();
  learner.measure(samples, noiseFor(4), 1);
  learner.update(1e-2);
  EXPECT_NE(learner.weights()[0].values, before[0].values);
  learner.restoreWeights();
  EXPECT_EQ(learner.weights()[0].values, before[0].values);
}

TEST(DrawWeights, AreAFunctionOfTheSeed) {
  const auto first = drawWeights(kSpec, 1);
  const auto again = drawWeights(kSpec, 1);
  const auto other = drawWeights(kSpec, 2);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].values, again[i].values) << first[i].name;
    EXPECT_NE(first[i].values, other[i].values) << first[i].name;
  }
}

TEST(DrawWeights, HaveTheReferenceArchitecturesNumberOfWeights) {
  std::size_t count = 0;
  for (const NamedTensor& tensor : drawWeights({{28, 28, 1}, {256, 128}, 2}, 1))
    count += tensor.values.size();
  EXPECT_EQ(count, 784 * 256 + 256 + 256 * 128 + 128 + 2 * (128 * 2 + 2) + 2 * 128 + 128 + 128 * 256 + 256 +
                       256 * 784 + 784U);
}

}  // namespace
}  // namespace isthmus::dense
