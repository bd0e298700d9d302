#include "core/anomaly/error_summary.h"

#include "core/anomaly/sample_errors.h"
#include "core/base/random.h"
#include "tests/support/special_floats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using test::kInfinity;
using test::kNan;

Dataset datasetOf(std::size_t count, std::size_t classes) {
  Dataset dataset;
  dataset.shape = {1, 1, 1};
  dataset.pixels.resize(count);
  for (std::size_t i = 0; i < classes; ++i) dataset.classNames.push_back("class " + std::to_string(i));
  if (classes > 0)
    for (std::size_t i = 0; i < count; ++i) dataset.labels.push_back(static_cast<std::int32_t>(i % classes));
  return dataset;
}

ErrorSelection selectionOf(std::vector<float> bce, std::size_t classes = 2) {
  const Dataset dataset = datasetOf(bce.size(), classes);
  return selectErrors(dataset, bce, {}, std::nullopt);
}

/// Errors about 150 nats with a long tail to the right, as a VAE's are.
std::vector<float> gammaLike(std::uint64_t seed, std::size_t count, double scale) {
  Random random(seed);
  std::vector<float> errors(count);
  for (float& error : errors) {
    double sum = 0;
    for (int i = 0; i < 6; ++i) sum -= std::log(1 - random.uniform());
    error = static_cast<float>(scale * (0.4 + sum / 10));
  }
  return errors;
}

TEST(SelectErrors, TakesOnePartAndLearnsTheThresholdFromTraining) {
  const Dataset dataset = datasetOf(6, 2);
  const std::vector<Part> parts = {Part::Train, Part::Train, Part::Validation,
                                   Part::Train, Part::Test,  Part::Test};
  const auto selection = selectErrors(dataset, std::vector<float>{1, 2, 3, 4, 5, 6}, parts, Part::Test);
  EXPECT_EQ(selection.samples, (std::vector<std::uint32_t>{4, 5}));
  EXPECT_EQ(selection.errors, (std::vector<float>{5, 6}));
  EXPECT_EQ(selection.labels, (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(selection.reference, (std::vector<float>{1, 2, 4}));
  EXPECT_TRUE(selection.referenceIsTrain);
}

TEST(SelectErrors, WithoutTrainingSamplesTheThresholdComesFromAll) {
  const std::vector<Part> parts(3, Part::Test);
  const auto selection =
      selectErrors(datasetOf(3, 1), std::vector<float>{1, 2, kNan}, parts, Part::Validation);
  EXPECT_TRUE(selection.errors.empty());
  EXPECT_FALSE(selection.referenceIsTrain);
  EXPECT_EQ(selection.reference, (std::vector<float>{1, 2}));
}

TEST(SelectErrors, CountsErrorsThatAreNotFinite) {
  const auto selection = selectionOf({1, kNan, 3, kInfinity, -kInfinity, 6});
  EXPECT_EQ(selection.nonFinite, 3U);
  EXPECT_EQ(selection.samples, (std::vector<std::uint32_t>{0, 2, 5}));
  EXPECT_EQ(selection.reference.size(), 3U);
}

TEST(SampleErrors, AreOfTheMeasureChosenOrTheUsualOne) {
  Encoding encoding;
  encoding.means = Matrix(2, 2);
  encoding.measures[Measure::Nll] = {10, 20};
  encoding.measures[Measure::InputEntropy] = {1, 2};
  encoding.measures[Measure::Mse] = {0.1F, 0.2F};
  encoding.measures[Measure::SampledNll] = {11, 22};
  encoding.measures[Measure::Kl] = {4, 5};
  const ErrorTraits vae;
  EXPECT_EQ(measureErrors(encoding, vae, ErrorMeasure::Mse)->values, (std::vector<float>{0.1F, 0.2F}));
  EXPECT_EQ(measureErrors(encoding, vae, ErrorMeasure::NegativeElbo)->values, (std::vector<float>{15, 27}));
  const SampleErrorsPtr usual = measureErrors(encoding, vae, std::nullopt);
  EXPECT_EQ(usual->measure, ErrorMeasure::ExcessCrossEntropy);
  EXPECT_EQ(usual->values, (std::vector<float>{9, 18}));
  const ErrorTraits autoencoder{SampleKind::Image, Likelihood::Bernoulli, false};
  const SampleErrorsPtr without = measureErrors(encoding, autoencoder, ErrorMeasure::NegativeElbo);
  EXPECT_EQ(without->measure, ErrorMeasure::ExcessCrossEntropy) << "there is no ELBO without a posterior";
  EXPECT_EQ(without->traits, autoencoder);
}

TEST(CountsAbove, OfTheClassesAddUpToThoseOfAll) {
  const auto selection = selectionOf(gammaLike(1, 5000, 150), 7);
  const double threshold = thresholdFor({}, selection.reference);
  const AboveCounts counts = countsAbove(selection, threshold);
  std::size_t count = 0;
  std::size_t above = 0;
  for (const auto& own : counts.classes) {
    count += own.count;
    above += own.above;
  }
  EXPECT_EQ(count, 5000U);
  EXPECT_EQ(counts.count, 5000U);
  EXPECT_GT(above, 0U);
  EXPECT_EQ(above, counts.above);
  EXPECT_EQ(above, countAbove(selection.errors, threshold));
  EXPECT_EQ(counts.samples.size(), above);
  for (const std::uint32_t sample : counts.samples) EXPECT_GT(selection.errors[sample], threshold);
}

TEST(CountsAbove, OfNothingIsNothing) {
  const AboveCounts counts = countsAbove(selectionOf({}), 1);
  EXPECT_EQ(counts.count, 0U);
  EXPECT_EQ(counts.above, 0U);
  EXPECT_EQ(counts.classes.size(), 1U);
}

TEST(NearestSamples, AreThoseOfAFullSortByDistance) {
  const auto selection = selectionOf(gammaLike(2, 1000, 150));
  std::vector<std::size_t> sorted(1000);
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  std::ranges::stable_sort(sorted, {}, [&](std::size_t i) { return std::abs(selection.errors[i] - 200.0); });
  sorted.resize(12);
  EXPECT_EQ(nearestSamples(selection, 200, 12), sorted);
}

TEST(WorstSamples, AreTheLargestErrorsWorstFirst) {
  const auto selection = selectionOf({5, 1, 9, kNan, 7, 9});
  EXPECT_EQ(worstSamples(selection, 3), (std::vector<std::size_t>{2, 5, 4}));
  EXPECT_EQ(worstSamples(selection, 99).size(), 5U);
  EXPECT_TRUE(worstSamples(selectionOf({}), 3).empty());
}

TEST(ErrorBins, ShowTheBulkOfBothSetsAndTheThresholdButNotOneWildError) {
  std::vector<float> errors = gammaLike(3, 10'000, 150);
  errors[0] = 1e7F;
  const std::vector<float> probe = gammaLike(4, 10'000, 500);
  const HistogramBins alone = errorBins(errors, {}, 400);
  EXPECT_LT(alone.high(), 1000);
  EXPECT_GT(alone.high(), 400);
  EXPECT_GE(errorBins(errors, probe, 400).high(), 700);
  EXPECT_EQ(errorBins(errors, {}, 1e9), errorBins(errors, {}, 200));  // too far to stretch to
  EXPECT_GE(errorBins({}, {}, 3).count, 1U);
}

TEST(ThinnedRoc, KeepsTheEndsAndTheShapeInFewPoints) {
  const auto normal = gammaLike(5, 20'000, 150);
  const auto anomalous = gammaLike(6, 20'000, 250);
  const RocCurve roc = rocCurve(normal, anomalous);
  const auto points = thinnedRoc(roc, 100);
  EXPECT_LE(points.size(), 202U);
  EXPECT_EQ(points.front().falsePositiveRate, 0);
  EXPECT_EQ(points.back().truePositiveRate, 1);
  double area = 0;
  for (std::size_t i = 1; i < points.size(); ++i)
    area += (points[i].falsePositiveRate - points[i - 1].falsePositiveRate) *
            (points[i].truePositiveRate + points[i - 1].truePositiveRate) / 2;
  EXPECT_NEAR(area, roc.auc, 0.005);
}

TEST(ErrorSummary, OfSeventyThousandSamplesIsReadyWithinAFrame) {
  const Dataset dataset = datasetOf(70'000, 10);
  const std::vector<float> errors = gammaLike(7, 70'000, 150);
  const auto start = std::chrono::steady_clock::now();
  const ErrorSelection selection = selectErrors(dataset, errors, {}, {});
  const double threshold = thresholdFor({}, selection.reference);
  const HistogramBins bins = errorBins(selection.errors, {}, threshold);
  const Histogram histogram = makeHistogram(selection.errors, selection.labels, selection.classCount, bins);
  const AboveCounts counts = countsAbove(selection, threshold);
  const auto middle = std::chrono::steady_clock::now();
  const RocCurve roc = rocCurve(selection.errors, selection.errors);
  const auto end = std::chrono::steady_clock::now();
  const std::chrono::duration<double, std::milli> summary = middle - start;
  const std::chrono::duration<double, std::milli> curve = end - middle;
  RecordProperty("summary_ms", std::to_string(summary.count()));
  RecordProperty("roc_ms", std::to_string(curve.count()));
  std::printf("summary of 70,000 errors: %.2f ms; ROC against 70,000: %.2f ms\n", summary.count(),
              curve.count());
  EXPECT_EQ(histogram.groups(), 10U);
  EXPECT_GT(counts.above, 0U);
  EXPECT_EQ(roc.auc, 0.5);
  EXPECT_LT(summary.count(),
            500);  // a guard against a wrong order of growth, also on a busy or sanitized build
}

}  // namespace
}  // namespace isthmus
