// Each instruction set's loops against double precision and the standard library.
#include "core/engine/dense/kernels.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace isthmus::dense {
namespace {

class KernelsTest : public testing::TestWithParam<const Kernels*> {
 protected:
  const Kernels& run = *GetParam();
};

std::span<const Kernels* const> runnable() {
  std::size_t count = 0;
  const Kernels* const* tables = runnableKernels(count);
  return {tables, count};
}

float fromHalf(Bf16 value) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16U);
}

constexpr std::size_t kCount = 1003;  // no multiple of any register

std::vector<float> drawn(double low, double high, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> values(kCount);
  for (float& value : values) value = static_cast<float>(random.uniform(low, high));
  return values;
}

std::vector<std::uint8_t> drawnBytes() {
  Random random(5);
  std::vector<std::uint8_t> bytes(kCount);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return bytes;
}

TEST_P(KernelsTest, MakesIntensitiesOfBytes) {
  std::vector<std::uint8_t> bytes(256);
  for (std::size_t i = 0; i < 256; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  std::vector<float> values(256);
  std::vector<Bf16> halves(256);
  run.intensities(bytes.data(), values.data(), 256);
  run.intensitiesToHalf(bytes.data(), halves.data(), 256);
  for (std::size_t i = 0; i < 256; ++i) {
    EXPECT_NEAR(values[i], static_cast<double>(i) / 255, 1e-7);
    EXPECT_NEAR(fromHalf(halves[i]), values[i], values[i] / 256);
  }
}

TEST_P(KernelsTest, RoundsToTheNearestBFloat16AndTiesToEven) {
  const std::vector<float> from = {1.0F, 1.0F + 0x1p-8F, 1.0F + 3 * 0x1p-8F, 1.0F + 0x1.1p-8F, -2.5F, 0.0F};
  const std::vector<float> expected = {1.0F, 1.0F, 1.0F + 0x1p-6F, 1.0F + 0x1p-7F, -2.5F, 0.0F};
  std::vector<Bf16> to(from.size());
  run.toHalf(from.data(), to.data(), from.size());
  for (std::size_t i = 0; i < from.size(); ++i) EXPECT_EQ(fromHalf(to[i]), expected[i]) << from[i];
}

TEST_P(KernelsTest, CrossEntropyAndItsGradientAgreeWithDoublePrecision) {
  const auto logits = drawn(-30, 30, 1);
  const auto bias = drawn(-1, 1, 2);
  const auto bytes = drawnBytes();
  std::vector<float> gradient(kCount);
  std::vector<Bf16> halves(kCount);
  std::vector<float> means(kCount);
  const float bce = run.bernoulliGradient(logits.data(), bias.data(), bytes.data(), 0.25F, gradient.data(),
                                          nullptr, kCount);
  const float same =
      run.bernoulliGradient(logits.data(), bias.data(), bytes.data(), 0.25F, nullptr, halves.data(), kCount);
  const BernoulliErrors errors = run.bernoulliErrors(logits.data(), bias.data(), bytes.data(), kCount);
  run.sigmoid(logits.data(), bias.data(), means.data(), kCount);
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    const double l = static_cast<double>(logits[i] + bias[i]);
    const double x = bytes[i] / 255.0;
    const double mean = 1 / (1 + std::exp(-l));
    sum += std::max(l, 0.0) - x * l + std::log1p(std::exp(-std::abs(l)));
    squares += (mean - x) * (mean - x);
    EXPECT_NEAR(means[i], mean, 2e-7);
    EXPECT_NEAR(gradient[i], (mean - x) / 4, 2e-7);
    EXPECT_NEAR(fromHalf(halves[i]), gradient[i], std::abs(gradient[i]) / 256);
  }
  EXPECT_NEAR(bce / sum, 1, 1e-5);
  EXPECT_NEAR(same / sum, 1, 1e-5);
  EXPECT_NEAR(errors.bce / sum, 1, 1e-5);
  EXPECT_NEAR(errors.sse / squares, 1, 1e-5);
}

TEST_P(KernelsTest, CrossEntropyStaysFiniteForExtremeLogitsAndShowsWhatIsNoNumber) {
  const float zero = 0;
  const std::uint8_t white = 255;
  const auto bceOf = [&](float logit) { return run.bernoulliErrors(&logit, &zero, &white, 1).bce; };
  EXPECT_NEAR(bceOf(1e4F), 0, 1e-5);
  EXPECT_NEAR(bceOf(-1e4F), 1e4, 1e-1);
  EXPECT_FALSE(std::isfinite(bceOf(-std::numeric_limits<float>::infinity())));
  EXPECT_FALSE(std::isfinite(bceOf(std::numeric_limits<float>::quiet_NaN())));
}

TEST_P(KernelsTest, CrossEntropyOfNumbersIsThatOfTheSameBytes) {
  const auto logits = drawn(-5, 5, 1);
  const auto bias = drawn(-1, 1, 2);
  const auto bytes = drawnBytes();
  std::vector<float> x(kCount);
  run.intensities(bytes.data(), x.data(), kCount);
  std::vector<float> gradient(kCount);
  std::vector<float> expected(kCount);
  std::vector<Bf16> halves(kCount);
  const float bce =
      run.bernoulliGradient(logits.data(), bias.data(), bytes.data(), 0.5F, expected.data(), nullptr, kCount);
  EXPECT_NEAR(run.bernoulliGradientOfNumbers(logits.data(), bias.data(), x.data(), 0.5F, gradient.data(),
                                             nullptr, kCount),
              bce, 1e-5F * bce);
  EXPECT_NEAR(run.bernoulliGradientOfNumbers(logits.data(), bias.data(), x.data(), 0.5F, nullptr,
                                             halves.data(), kCount),
              bce, 1e-5F * bce);
  const BernoulliErrors errors = run.bernoulliErrorsOfNumbers(logits.data(), bias.data(), x.data(), kCount);
  const BernoulliErrors same = run.bernoulliErrors(logits.data(), bias.data(), bytes.data(), kCount);
  EXPECT_NEAR(errors.bce, same.bce, 1e-5F * same.bce);
  EXPECT_NEAR(errors.sse, same.sse, 1e-5F * same.sse);
  for (std::size_t i = 0; i < kCount; ++i) {
    EXPECT_NEAR(gradient[i], expected[i], 1e-6);
    EXPECT_NEAR(fromHalf(halves[i]), expected[i], std::abs(expected[i]) / 256 + 1e-6F);
  }
}

TEST_P(KernelsTest, SquaredErrorsAndTheirGradientAgreeWithDoublePrecision) {
  const auto outputs = drawn(-3, 3, 1);
  const auto bias = drawn(-1, 1, 2);
  const auto x = drawn(-3, 3, 3);
  std::vector<float> gradient(kCount);
  std::vector<Bf16> halves(kCount);
  const float sse =
      run.squaredErrors(outputs.data(), bias.data(), x.data(), 0.25F, gradient.data(), halves.data(), kCount);
  double sum = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    const double error =
        static_cast<double>(outputs[i]) + static_cast<double>(bias[i]) - static_cast<double>(x[i]);
    sum += error * error;
    EXPECT_NEAR(gradient[i], error / 4, 1e-6);
    EXPECT_NEAR(fromHalf(halves[i]), error / 4, std::abs(error) / 1024 + 1e-6);
  }
  EXPECT_NEAR(sse / sum, 1, 1e-5);
  EXPECT_EQ(run.squaredErrors(outputs.data(), bias.data(), x.data(), 0, nullptr, nullptr, kCount), sse);
  auto broken = outputs;
  broken[17] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(
      std::isfinite(run.squaredErrors(broken.data(), bias.data(), x.data(), 0, nullptr, nullptr, kCount)));
}

TEST_P(KernelsTest, ReluClipsForwardAndBack) {
  const auto before = drawn(-1, 1, 3);
  const auto bias = drawn(-1, 1, 4);
  auto x = before;
  std::vector<Bf16> halves(kCount);
  run.biasRelu(x.data(), bias.data(), halves.data(), kCount);
  auto gradient = drawn(-1, 1, 6);
  const auto upstream = gradient;
  run.reluGradient(gradient.data(), x.data(), nullptr, kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    EXPECT_EQ(x[i], std::max(before[i] + bias[i], 0.0F));
    EXPECT_NEAR(fromHalf(halves[i]), x[i], x[i] / 256);
    EXPECT_EQ(gradient[i], x[i] > 0 ? upstream[i] : 0);
  }
}

TEST_P(KernelsTest, SumsColumns) {
  const std::vector<float> from = {1, 2, 100, 3, 4, 200, 5, 6, 300};
  std::vector<Bf16> halves(from.size());
  run.toHalf(from.data(), halves.data(), from.size());
  std::vector<float> sums(2);
  run.columnSums(from.data(), 3, 3, sums.data(), 2);
  EXPECT_EQ(sums, (std::vector<float>{9, 12}));
  run.columnSumsOfHalf(halves.data(), 3, 3, sums.data(), 2);
  EXPECT_EQ(sums, (std::vector<float>{9, 12}));
}

TEST_P(KernelsTest, AdamFollowsItsDefinition) {
  auto parameters = drawn(-1, 1, 7);
  auto moment1 = drawn(-0.1, 0.1, 8);
  auto moment2 = drawn(0, 0.01, 9);
  const auto gradient = drawn(-1, 1, 10);
  const auto p = parameters;
  const auto m = moment1;
  const auto v = moment2;
  std::vector<Bf16> halves(kCount);
  const double t = 5;
  const AdamStep step = {static_cast<float>(1e-3 / (1 - std::pow(0.9, t))),
                         static_cast<float>(1 / std::sqrt(1 - std::pow(0.999, t)))};
  run.adam(step, gradient.data(), parameters.data(), moment1.data(), moment2.data(), halves.data(), kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    const double g = static_cast<double>(gradient[i]);
    const double first = 0.9 * static_cast<double>(m[i]) + 0.1 * g;
    const double second = 0.999 * static_cast<double>(v[i]) + 0.001 * g * g;
    const double change =
        1e-3 * first / (1 - std::pow(0.9, t)) / (std::sqrt(second / (1 - std::pow(0.999, t))) + 1e-8);
    EXPECT_NEAR(moment1[i], first, 1e-6);
    EXPECT_NEAR(moment2[i], second, 1e-7);
    EXPECT_NEAR(parameters[i], static_cast<double>(p[i]) - change, 1e-6);
    EXPECT_NEAR(fromHalf(halves[i]), parameters[i], std::abs(parameters[i]) / 256);
  }
}

TEST_P(KernelsTest, AddsProductsOfDoublesAlongEitherDimension) {
  constexpr std::size_t kInner = 37;
  Random random(11);
  std::vector<double> a(kInner * kProductTile);  // [inner][row]
  std::vector<double> b(kInner * kProductTile);  // [inner][column]
  std::vector<double> transposed(kInner * kProductTile);
  for (double& value : a) value = random.normal();
  for (double& value : b) value = random.normal();
  for (std::size_t r = 0; r < kInner; ++r)
    for (std::size_t i = 0; i < kProductTile; ++i) transposed[i * kInner + r] = a[r * kProductTile + i];
  std::vector<double> to(kProductTile * kProductTile, 0.5);
  std::vector<double> same = to;
  run.addProducts(a.data(), kProductTile, 1, b.data(), kInner, to.data());
  run.addProducts(transposed.data(), 1, kInner, b.data(), kInner, same.data());
  for (std::size_t i = 0; i < kProductTile; ++i) {
    for (std::size_t j = 0; j < kProductTile; ++j) {
      double sum = 0.5;
      for (std::size_t r = 0; r < kInner; ++r) sum += a[r * kProductTile + i] * b[r * kProductTile + j];
      EXPECT_NEAR(to[i * kProductTile + j], sum, 1e-13);
    }
  }
  EXPECT_EQ(same, to);
}

INSTANTIATE_TEST_SUITE_P(OnThisProcessor, KernelsTest,
                         testing::ValuesIn(runnable().begin(), runnable().end()),
                         [](const testing::TestParamInfo<const Kernels*>& table) {
                           std::string name = table.param->name;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace isthmus::dense
