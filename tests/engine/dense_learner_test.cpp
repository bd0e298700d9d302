#include "core/engine/dense/dense_learner.h"

#include "core/base/random.h"
#include "core/engine/detail/runtime.h"
#include "tests/engine/small_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isthmus::dense {
namespace {

const Layers kLayers = {{64, 48}, 3};

std::vector<float> noiseFor(std::size_t samples) {
  std::vector<float> noise(samples * 3);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<float>(normalAt(1, i));
  return noise;
}

const std::vector<DatasetPtr>& everyForm() {
  static const std::vector<DatasetPtr> datasets = {twoSides(), twoSidesInFloats(), twoSidesAsVectors()};
  return datasets;
}

/// The weights after some steps on batches of `rows`, with a short one among them.
std::vector<NamedTensor> trained(const DatasetPtr& dataset, NumberFormat products, std::size_t threads,
                                 std::size_t rows) {
  detail::prepareComputeThread();
  DenseLearner learner(dataset, freshModel(*dataset, kLayers), vaeObjective(), products, threads);
  std::vector<std::size_t> samples(rows);
  for (std::size_t step = 0; step < 20; ++step) {
    samples.resize(step == 10 ? rows / 3 : rows);
    std::iota(samples.begin(), samples.end(), step);
    measured(learner, samples, noiseFor(samples.size()), 1);
    learner.update(1e-3);
  }
  return described(learner).weights;
}

std::vector<NumberFormat> formats() {
  if (hasFastBFloat16()) return {NumberFormat::Float32, NumberFormat::BFloat16};
  return {NumberFormat::Float32};
}

TEST(DenseLearner, TheSameSeedGivesTheSameWeightsWithAnyNumberOfThreads) {
  for (const NumberFormat format : formats()) {
    for (const DatasetPtr& dataset : everyForm()) {
      const auto alone = trained(dataset, format, 1, 100);
      for (const std::size_t threads : {1U, 2U, 3U}) {
        const auto shared = trained(dataset, format, threads, 100);
        for (std::size_t i = 0; i < alone.size(); ++i)
          EXPECT_EQ(alone[i].values, shared[i].values)
              << dataset->name << ", " << alone[i].name << ", " << threads << " threads";
      }
    }
  }
}

TEST(DenseLearner, TakesBatchesOfAnySize) {
  for (const NumberFormat format : formats()) {
    for (const std::size_t rows : {3U, 31U, 33U, 257U, 400U}) {
      for (const DatasetPtr& dataset : everyForm()) {
        const auto weights = trained(dataset, format, 2, rows);
        for (const NamedTensor& tensor : weights)
          for (const float value : tensor.values) ASSERT_TRUE(std::isfinite(value)) << tensor.name << rows;
      }
    }
  }
}

TEST(DenseLearner, GoesOnFromACapturedStateToTheSameBits) {
  detail::prepareComputeThread();
  const auto dataset = twoSidesAsVectors();
  DenseLearner learner(dataset, freshModel(*dataset, kLayers), vaeObjective(), NumberFormat::Float32, 2);
  const std::vector<std::size_t> samples = {1, 2, 3, 4};
  const auto steps = [&](Learner& of) {
    for (int step = 0; step < 3; ++step) {
      measured(of, samples, noiseFor(4), 1);
      of.update(1e-2);
    }
    return described(of);
  };
  const ModelSnapshot before = steps(learner);
  EXPECT_NE(before.decoderVariance, 1);
  LearnerState state;
  learner.capture(state);
  const ModelSnapshot after = steps(learner);
  EXPECT_NE(after.weights[0].values, before.weights[0].values);
  learner.restore(state);
  EXPECT_EQ(described(learner).weights[0].values, before.weights[0].values);
  EXPECT_EQ(described(learner).decoderVariance, before.decoderVariance);
  DenseLearner other(dataset, freshModel(*dataset, kLayers, 99), vaeObjective(), NumberFormat::Float32, 1);
  other.restore(state);
  for (Learner* restored : {static_cast<Learner*>(&learner), static_cast<Learner*>(&other)}) {
    const ModelSnapshot again = steps(*restored);
    EXPECT_EQ(again.decoderVariance, after.decoderVariance);
    for (std::size_t i = 0; i < after.weights.size(); ++i)
      EXPECT_EQ(again.weights[i].values, after.weights[i].values) << after.weights[i].name;
  }
}

TEST(DenseLearner, PicturesInFloatsAreLearntAsTheSameInBytes) {
  auto same = std::make_shared<Dataset>(*twoSides());
  same->pixels[0] = 0;  // as there, where they set the range
  same->pixels[1] = 255;
  const auto bytes = trained(same, NumberFormat::Float32, 2, 100);
  const auto floats = trained(twoSidesInFloats(), NumberFormat::Float32, 2, 100);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (std::size_t k = 0; k < bytes[i].values.size(); ++k)
      ASSERT_NEAR(bytes[i].values[k], floats[i].values[k], 2e-4) << bytes[i].name;
}

TEST(HalfNetwork, IsTheNetworkOfParametersInBFloat16) {
  const auto dataset = twoSides();
  const ModelSnapshot model = freshModel(*dataset, kLayers);
  const HalfNetwork lean(model);
  const Parameters whole(model, NumberFormat::BFloat16);
  for (std::size_t i = 0; i < whole.network().layers.size(); ++i) {
    const Layer& layer = lean.network().layers[i];
    const Layer& expected = whole.network().layers[i];
    ASSERT_EQ(layer.format(), expected.format()) << i;
    EXPECT_EQ(layer.weight, model.weights[2 * i].values.data());  // borrowed
    if (!layer.half) continue;
    EXPECT_TRUE(std::equal(layer.half, layer.half + layer.in * layer.out, expected.half));
  }
}

TEST(DrawWeights, AreAFunctionOfTheSeed) {
  const ModelSpec kSpec = vaeSpec({6, 6, 1}, {64, 48}, 3);
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
  for (const NamedTensor& tensor : drawWeights(vaeSpec({28, 28, 1}), 1)) count += tensor.values.size();
  EXPECT_EQ(count, 784 * 256 + 256 + 256 * 128 + 128 + 2 * (128 * 2 + 2) + 2 * 128 + 128 + 128 * 256 + 256 +
                       256 * 784 + 784U);
}

}  // namespace
}  // namespace isthmus::dense
