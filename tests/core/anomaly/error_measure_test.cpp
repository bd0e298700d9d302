#include "core/anomaly/error_measure.h"

#include "core/stats/entropy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

TEST(ErrorsOf, GivesTheMeasureThatWasAskedFor) {
  Encoding encoding;
  encoding.means = Matrix(2, 1);
  encoding.measures[Measure::Nll] = {100, 200};
  encoding.measures[Measure::Mse] = {0.1F, 0.2F};
  encoding.measures[Measure::Kl] = {5, 7};
  encoding.measures[Measure::SampledNll] = {101, 203};
  encoding.measures[Measure::InputEntropy] = {90, 200.5F};
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::NegativeLogLikelihood), encoding.of(Measure::Nll));
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::Mse), encoding.of(Measure::Mse));
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::NegativeElbo), (std::vector<float>{106, 210}));
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::ExcessCrossEntropy), (std::vector<float>{10, 0}))
      << "rounding makes no reconstruction better than perfect";
}

TEST(BernoulliEntropy, IsTheLeastThatTheCrossEntropyOfAPictureCanBe) {
  const auto crossEntropy = [](double x, double p) { return -x * std::log(p) - (1 - x) * std::log(1 - p); };
  const std::vector<std::uint8_t> bytes = {0, 51, 128, 255};
  std::vector<float> means;
  double least = 0;
  for (const std::uint8_t byte : bytes) {
    means.push_back(static_cast<float>(byte) / 255);
    double best = byte == 0 || byte == 255 ? 0 : 1e9;  // black and white can be met exactly
    for (double p = 0.001; p < 1 && best > 0; p += 0.001)
      best = std::min(best, crossEntropy(byte / 255.0, p));
    least += best;
  }
  EXPECT_NEAR(bernoulliEntropy(bytes), least, 1e-5);
  EXPECT_NEAR(bernoulliEntropy(means), least, 1e-5);
}

TEST(ErrorsOf, AreUnknownWhereTheModelHasNoSuchMeasure) {
  const Encoding encoding = emptyEncoding(3, 2, /*hasPosterior=*/false);
  for (const float error : errorsOf(encoding, ErrorMeasure::NegativeElbo)) EXPECT_TRUE(std::isnan(error));
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::NegativeElbo).size(), 3U);
}

TEST(UsualMeasure, IsOneThatIsOffered) {
  for (const SampleKind kind : {SampleKind::Image, SampleKind::Vector}) {
    for (const bool hasPosterior : {false, true}) {
      for (const Likelihood likelihood : {Likelihood::Bernoulli, Likelihood::Gaussian}) {
        const ErrorTraits traits{kind, likelihood, hasPosterior};
        const auto offered = measuresOf(traits);
        EXPECT_NE(std::ranges::find(offered, usualMeasure(traits)), offered.end());
      }
    }
  }
  EXPECT_EQ(measureNamesText(expectedTraits(SampleKind::Vector)), "nll, mse or elbo");
  EXPECT_EQ(measureNamesText(expectedTraits(SampleKind::Image)), "nll, xce, mse or elbo");
  EXPECT_EQ(measureNamesText({SampleKind::Image, Likelihood::Gaussian, false}), "nll or mse");
}

TEST(MeasureName, IsReadBack) {
  for (const ErrorMeasure measure : {ErrorMeasure::NegativeLogLikelihood, ErrorMeasure::Mse,
                                     ErrorMeasure::NegativeElbo, ErrorMeasure::ExcessCrossEntropy})
    EXPECT_EQ(measureFromName(measureName(measure)), measure);
  EXPECT_EQ(measureFromName("bce"), ErrorMeasure::NegativeLogLikelihood);  // as it was called for pictures
  EXPECT_EQ(measureFromName("rmse"), std::nullopt);
}

}  // namespace
}  // namespace isthmus
