// Our own training step against LibTorch's autograd and optimizer.
#include "core/base/random.h"
#include "core/engine/dense/dense_learner.h"
#include "core/engine/detail/runtime.h"
#include "core/engine/inference.h"
#include "core/engine/torch/torch_learner.h"
#include "tests/engine/small_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace isthmus {
namespace {

using dense::DenseLearner;
using dense::NumberFormat;

constexpr std::size_t kRows = 100;

struct Compared {
  DatasetPtr dataset;
  ModelSnapshot model;
  std::vector<std::size_t> samples = std::vector<std::size_t>(kRows);
  std::vector<float> noise = std::vector<float>(kRows * 3);

  explicit Compared(DatasetPtr data = twoSides(), double variance = 1)
      : dataset(std::move(data)), model(freshModel(*dataset, {{64, 48}, 3})) {
    model.decoderVariance = variance;
    detail::prepareComputeThread();
    std::iota(samples.begin(), samples.end(), std::size_t{11});
    for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<float>(normalAt(1, i));
  }
};

/// Bytes, floats with a range of their own, standardised vectors.
std::vector<DatasetPtr> everyForm() {
  return {twoSides(), twoSidesInFloats(), twoSidesAsVectors()};
}

double norm(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum);
}

/// |a - b| / |b|
double relativeDistance(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return norm(a) / norm(b);
}

void expectSameStep(const Compared& c, NumberFormat format, double lossTolerance, double gradientTolerance) {
  DenseLearner fast(c.dataset, c.model, vaeObjective(), format, 2);
  autograd::TorchLearner plain(c.dataset, c.model, vaeObjective());
  constexpr double kBeta = 0.7;
  const LossValues loss = measured(fast, c.samples, c.noise, kBeta);
  const LossValues expected = measured(plain, c.samples, c.noise, kBeta);
  EXPECT_NEAR(loss.terms[0], expected.terms[0], lossTolerance * expected.terms[0]);
  EXPECT_NEAR(loss.terms[1], expected.terms[1], lossTolerance * std::max(expected.terms[1], 0.1));
  EXPECT_NEAR(loss.total, expected.total, lossTolerance * expected.total);
  EXPECT_LT(relativeDistance(fast.gradient(), plain.gradient()), gradientTolerance);
}

TEST(DenseLearner, GradientsInFloat32AreThoseOfAutograd) {
  for (const DatasetPtr& dataset : everyForm())
    expectSameStep(Compared(dataset, 0.3), NumberFormat::Float32, 1e-5, 1e-5);
}

TEST(DenseLearner, GradientsInBFloat16AreThoseOfAutogradWithinItsPrecision) {
  if (!dense::hasFastBFloat16()) GTEST_SKIP() << "this processor has no bfloat16 products";
  for (const DatasetPtr& dataset : everyForm())  // 8 bits: each factor is right to 1 in 256
    expectSameStep(Compared(dataset, 0.3), NumberFormat::BFloat16, 3e-3, 2e-2);
}

/// Rows that fill no tile, layers of odd widths, one layer and many, a wide code; each after a batch of
/// another size, whose leftovers must not show.
TEST(DenseLearner, GradientsAreThoseOfAutogradForEveryShape) {
  Compared c(twoSidesAsVectors(), 0.5);
  const std::vector<Layers> shapes = {{{1}, 2}, {{33, 67, 40}, 5}, {{40, 40, 40, 40, 40, 40, 40, 40}, 64}};
  for (const DatasetPtr& dataset : {twoSides(), c.dataset}) {
    for (const Layers& spec : shapes) {
      const ModelSnapshot model = freshModel(*dataset, spec, 3);
      DenseLearner fast(dataset, model, vaeObjective(), NumberFormat::Float32, 2);
      const auto halves = dense::hasFastBFloat16() ? NumberFormat::BFloat16 : NumberFormat::Float32;
      DenseLearner faster(dataset, model, vaeObjective(), halves, 2);
      autograd::TorchLearner plain(dataset, model, vaeObjective());
      for (const std::size_t rows : {257U, 1U, 33U, 31U}) {
        std::vector<std::size_t> samples(rows);
        std::iota(samples.begin(), samples.end(), rows % 100);
        std::vector<float> noise(rows * static_cast<std::size_t>(spec.latent));
        for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<float>(normalAt(rows, i));
        measured(plain, samples, noise, 1);
        const auto expected = plain.gradient();
        measured(fast, samples, noise, 1);
        EXPECT_LT(relativeDistance(fast.gradient(), expected), 1e-4) << model.spec.text() << ", " << rows;
        measured(faster, samples, noise, 1);
        // Standardised numbers lie on both sides of 0, and so do more sums in front of a ReLU: of few rows a
        // rounding moves some across.
        const double roundings = dataset->kind == SampleKind::Vector ? 0.15 : 0.05;
        EXPECT_LT(relativeDistance(faster.gradient(), expected), roundings)
            << model.spec.text() << ", " << rows;
      }
    }
  }
}

TEST(DenseLearner, SomeStepsInFloat32LeadWhereLibTorchsAdamLeads) {
  for (const DatasetPtr& dataset : everyForm()) {
    Compared c(dataset);
    DenseLearner fast(c.dataset, c.model, vaeObjective(), NumberFormat::Float32, 2);
    autograd::TorchLearner plain(c.dataset, c.model, vaeObjective());
    for (int step = 0; step < 15; ++step) {
      measured(fast, c.samples, c.noise, 1);
      fast.update(1e-3);
      measured(plain, c.samples, c.noise, 1);
      plain.update(1e-3);
    }
    const ModelSnapshot found = described(fast);
    const ModelSnapshot wanted = described(plain);
    const auto& weights = found.weights;
    const auto& expected = wanted.weights;
    for (std::size_t i = 0; i < weights.size(); ++i)
      EXPECT_LT(relativeDistance(weights[i].values, expected[i].values), 1e-3)
          << dataset->name << ", " << weights[i].name;
    EXPECT_NEAR(found.decoderVariance, wanted.decoderVariance, 1e-4);
    EXPECT_EQ(found.decoderVariance == 1, dataset->kind == SampleKind::Image);
  }
}

TEST(DenseLearner, StoresWhatAutogradStores) {
  Compared c(twoSidesAsVectors(), 0.4);
  DenseLearner fast(c.dataset, c.model, vaeObjective(), NumberFormat::Float32, 2);
  autograd::TorchLearner plain(c.dataset, c.model, vaeObjective());
  auto stored = emptyEncoding(c.dataset->count(), 3, true);
  auto expected = stored;
  measured(fast, c.samples, c.noise, 1);
  fast.store(stored);
  measured(plain, c.samples, c.noise, 1);
  plain.store(expected);
  for (const std::size_t sample : c.samples) {
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(stored.means.at(sample, k), expected.means.at(sample, k), 1e-5);
      EXPECT_NEAR(stored.logVariances.at(sample, k), expected.logVariances.at(sample, k), 1e-5);
    }
    EXPECT_NEAR(stored.of(Measure::Kl)[sample], expected.of(Measure::Kl)[sample], 1e-5);
    EXPECT_NEAR(stored.of(Measure::SampledNll)[sample], expected.of(Measure::SampledNll)[sample], 1e-3);
  }
}

TEST(EncodeDataset, GivesWhatLibTorchGives) {
  for (const DatasetPtr& dataset : everyForm()) {
    Compared c(dataset, 0.4);
    autograd::TorchLearner plain(c.dataset, c.model, vaeObjective());
    auto expected = emptyEncoding(c.dataset->count(), 3, true);
    std::vector<std::size_t> all(c.dataset->count());
    std::iota(all.begin(), all.end(), std::size_t{0});
    ASSERT_TRUE(plain.encode(all, EncodingQuality::Exact, expected, {}));
    const auto encoding = encodeDataset(c.model, *c.dataset);
    ASSERT_TRUE(encoding);
    for (const std::size_t sample : all) {
      EXPECT_NEAR((*encoding)->means.at(sample, 0), expected.means.at(sample, 0), 1e-5);
      EXPECT_NEAR((*encoding)->of(Measure::Nll)[sample], expected.of(Measure::Nll)[sample], 1e-3);
      EXPECT_NEAR((*encoding)->of(Measure::Mse)[sample], expected.of(Measure::Mse)[sample], 1e-5);
      EXPECT_NEAR((*encoding)->of(Measure::InputEntropy)[sample], expected.of(Measure::InputEntropy)[sample],
                  1e-3);
      EXPECT_LE((*encoding)->of(Measure::InputEntropy)[sample],
                c.dataset->kind == SampleKind::Image ? (*encoding)->of(Measure::Nll)[sample] + 1e-3 : 0);
      EXPECT_NEAR((*encoding)->of(Measure::SampledNll)[sample], expected.of(Measure::SampledNll)[sample],
                  1e-3);
    }
  }
}

}  // namespace
}  // namespace isthmus
