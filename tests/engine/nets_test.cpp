#include "core/engine/torch/nets.h"

#include "core/engine/initial_weights.h"
#include "core/model/kinds/vae.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/types.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace isthmus::autograd {
namespace {

TEST(BernoulliCrossEntropy, EqualsTheValueComputedByHand) {
  const at::Tensor logits = torch::tensor({{0.0F, 2.0F, -1.0F}});
  const at::Tensor x = torch::tensor({{0.5F, 1.0F, 0.25F}});
  const auto term = [](double l, double t) {
    const double p = 1 / (1 + std::exp(-l));
    return -t * std::log(p) - (1 - t) * std::log(1 - p);
  };
  const double byHand = term(0, 0.5) + term(2, 1) + term(-1, 0.25);
  EXPECT_NEAR(bernoulliCrossEntropy(logits, x).item<double>(), byHand, 1e-5);
}

TEST(BernoulliCrossEntropy, StaysFiniteForExtremeLogits) {
  const at::Tensor logits = torch::tensor({{200.0F, -200.0F}});
  EXPECT_NEAR(bernoulliCrossEntropy(logits, torch::tensor({{1.0F, 0.0F}})).item<double>(), 0, 1e-5);
  EXPECT_NEAR(bernoulliCrossEntropy(logits, torch::tensor({{0.0F, 1.0F}})).item<double>(), 400, 1e-3);
}

TEST(KlDivergence, EqualsItsClosedForm) {
  const Posterior posterior = {torch::tensor({{1.0F, -0.5F}}), torch::tensor({{0.2F, -1.0F}})};
  double expected = 0;
  for (const auto& [mean, logVariance] : {std::pair{1.0, 0.2}, std::pair{-0.5, -1.0}})
    expected += 0.5 * (mean * mean + std::exp(logVariance) - 1 - logVariance);
  EXPECT_NEAR(klDivergence(posterior).item<double>(), expected, 1e-6);
  EXPECT_EQ(klDivergence({at::zeros({1, 2}), at::zeros({1, 2})}).item<double>(), 0);  // the prior itself
}

TEST(KlDivergence, AgreesWithAMonteCarloEstimate) {
  const Posterior posterior = {torch::tensor({{0.7F}}), torch::tensor({{-0.8F}})};
  auto generator = at::make_generator<at::CPUGeneratorImpl>(1);
  const at::Tensor noise = at::randn({200'000, 1}, generator, at::kFloat);
  const at::Tensor z = sampleLatent(posterior, noise);
  // log q - log p; the constants of the two normal densities cancel.
  const at::Tensor logRatio = -0.5 * noise.square() - 0.5 * posterior.logVariance + 0.5 * z.square();
  EXPECT_NEAR(logRatio.mean().item<double>(), klDivergence(posterior).item<double>(), 0.01);
}

TEST(SampleLatent, TakesHalfTheLogVarianceAsTheLogOfTheStandardDeviation) {
  const Posterior posterior = {torch::tensor({{0.0F}}), torch::tensor({{std::log(9.0F)}})};
  EXPECT_NEAR(sampleLatent(posterior, torch::tensor({{1.0F}})).item<double>(), 3, 1e-5);
}

TEST(GaussianNegativeLogLikelihood, EqualsTheValueComputedByHand) {
  const at::Tensor means = torch::tensor({{0.0F, 2.0F}});
  const at::Tensor x = torch::tensor({{0.5F, 1.0F}});
  const double byHand = 0.5 * (0.25 + 1) / 0.2 + std::log(2 * std::numbers::pi * 0.2);
  EXPECT_NEAR(gaussianNegativeLogLikelihood(means, x, 0.2).item<double>(), byHand, 1e-5);
}

at::Tensor negativeLogLikelihood(Likelihood likelihood, const at::Tensor& outputs, const at::Tensor& x) {
  return likelihood == Likelihood::Gaussian ? gaussianNegativeLogLikelihood(outputs, x, 0.3)
                                            : bernoulliCrossEntropy(outputs, x);
}

/// The loss of a small VAE with fixed noise, in double so that finite differences are sharp.
at::Tensor lossOf(const Nets& vae, Likelihood likelihood, const at::Tensor& x, const at::Tensor& noise) {
  const Posterior posterior = vae.encode(x);
  return (negativeLogLikelihood(likelihood, vae.decode(sampleLatent(posterior, noise)), x) +
          0.5 * klDivergence(posterior))
      .sum();
}

class NetsTest : public testing::TestWithParam<Likelihood> {};

TEST_P(NetsTest, GradientsAgreeWithFiniteDifferences) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(3);
  const ModelSpec spec = vaeSpec({2, 3, 1}, {5, 4});
  const Nets vae(spec, drawWeights(spec, 3));
  for (at::Tensor parameter : vae.parameters()) parameter.set_data(parameter.to(at::kDouble));
  const at::Tensor x = at::rand({7, 6}, generator, at::kDouble);
  const at::Tensor noise = at::randn({7, 2}, generator, at::kDouble);
  lossOf(vae, GetParam(), x, noise).backward();

  const at::NoGradGuard noGradients;
  constexpr double kNudge = 1e-6;
  int compared = 0;
  for (at::Tensor parameter : vae.parameters()) {
    const at::Tensor flat = parameter.view(-1);
    const at::Tensor gradient = parameter.grad().view(-1);
    for (std::int64_t i = 0; i < flat.numel(); ++i) {
      const double value = flat[i].item<double>();
      flat[i] = value + kNudge;
      const double above = lossOf(vae, GetParam(), x, noise).item<double>();
      flat[i] = value - kNudge;
      const double below = lossOf(vae, GetParam(), x, noise).item<double>();
      flat[i] = value;
      EXPECT_NEAR(gradient[i].item<double>(), (above - below) / (2 * kNudge), 1e-5);
      ++compared;
    }
  }
  EXPECT_EQ(compared, 6 * 5 + 5 + 5 * 4 + 4 + 2 * (4 * 2 + 2) + 2 * 4 + 4 + 4 * 5 + 5 + 5 * 6 + 6);
}

INSTANTIATE_TEST_SUITE_P(OfBothLikelihoods, NetsTest,
                         testing::Values(Likelihood::Bernoulli, Likelihood::Gaussian),
                         [](const testing::TestParamInfo<Likelihood>& likelihood) {
                           return likelihood.param == Likelihood::Gaussian ? "Gaussian" : "Bernoulli";
                         });

}  // namespace
}  // namespace isthmus::autograd
