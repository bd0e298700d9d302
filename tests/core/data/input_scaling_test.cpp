#include "core/data/values/input_scaling.h"

#include "core/data/dataset.h"
#include "core/model/decoder_variance.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace isthmus {
namespace {

Dataset table(std::size_t width, std::vector<float> values, Scaling scaling) {
  Dataset dataset;
  dataset.kind = SampleKind::Vector;
  dataset.shape = {1, static_cast<int>(width), 1};
  dataset.values = std::move(values);
  dataset.scaling = scaling;
  dataset.trainCount = dataset.count();
  return dataset;
}

Dataset floatPicture(std::vector<float> values, Scaling scaling) {
  const std::size_t width = values.size();
  Dataset dataset = table(width, std::move(values), scaling);
  dataset.kind = SampleKind::Image;
  return dataset;
}

std::vector<float> scaled(const Dataset& dataset, std::size_t sample) {
  std::vector<float> row(dataset.shape.size());
  scaleSample(dataset, sample, fitScaling(dataset), row);
  return row;
}

TEST(InputScaling, ScalesNumbersWhoseDifferenceIsNoFloat) {
  const Dataset data = table(1, {-3e38F, 3e38F}, Scaling::Standardise);
  InputScaling scaling = fitScaling(data);
  scaling.offset = {-3e38F};  // of the one training sample
  float number = 3e38F;
  scaling.apply({&number, 1}, {&number, 1});
  EXPECT_FLOAT_EQ(number, 2);
}

TEST(InputScaling, StandardisesEachFeatureByItsMeanAndDeviation) {
  const Dataset data = table(2, {1, 10, 3, 10, 5, 10, 7, 10}, Scaling::Standardise);
  const InputScaling scaling = fitScaling(data);
  EXPECT_EQ(scaling.kind, Scaling::Standardise);
  EXPECT_EQ(scaling.offset, (std::vector<float>{4, 10}));
  ASSERT_EQ(scaling.factor.size(), 2U);
  EXPECT_FLOAT_EQ(scaling.factor[0], std::sqrt(5.0F));  // of n, not n - 1
  EXPECT_EQ(scaling.factor[1], 1);                      // never changes
  const auto row = scaled(data, 3);
  EXPECT_FLOAT_EQ(row[0], 3 / std::sqrt(5.0F));
  EXPECT_EQ(row[1], 0);
}

TEST(InputScaling, BringsEachFeatureToItsOwnUnitRangeAndBack) {
  const Dataset data = table(2, {-2, 100, 2, 300, 0, 150}, Scaling::UnitRange);
  EXPECT_EQ(scaled(data, 2), (std::vector<float>{0.5F, 0.25F}));
  std::vector<float> row = {0.5F, 0.25F};
  fitScaling(data).invert(row);
  EXPECT_EQ(row, (std::vector<float>{0, 150}));
}

TEST(InputScaling, LearnsFromTheTrainingPartAlone) {
  Dataset data = table(1, {0, 10, 1000, -1000}, Scaling::UnitRange);
  data.trainCount = 2;
  EXPECT_EQ(fitScaling(data).offset, std::vector<float>{0});
  EXPECT_EQ(fitScaling(data).factor, std::vector<float>{10});
  EXPECT_EQ(scaled(data, 2), std::vector<float>{100});  // no clamping of vectors
  EXPECT_EQ(fitScaling(data, std::array<std::size_t, 2>{0, 2}).factor, std::vector<float>{1000});
  EXPECT_EQ(fitScaling(data, std::span<const std::size_t>()), InputScaling());
}

TEST(InputScaling, ALargeOffsetCostsNoDigits) {
  const Dataset data = table(1, {16'000'000, 16'000'002, 16'000'004}, Scaling::Standardise);
  EXPECT_EQ(fitScaling(data).offset[0], 16'000'002);
  EXPECT_FLOAT_EQ(fitScaling(data).factor[0], std::sqrt(8.0F / 3));
}

TEST(InputScaling, FactorsCanAlwaysBeDividedBy) {
  const float tiny = std::numeric_limits<float>::denorm_min();
  const float huge = std::numeric_limits<float>::max();
  for (const Scaling kind : {Scaling::UnitRange, Scaling::Standardise}) {
    const InputScaling scaling = fitScaling(table(2, {tiny, huge, 2 * tiny, -huge}, kind));
    for (const float factor : scaling.factor) EXPECT_TRUE(std::isnormal(factor) && factor > 0) << factor;
  }
}

TEST(InputScaling, BytesOfPicturesStayAsTheyAre) {
  Dataset data = floatPicture({}, Scaling::None);
  data.shape = {1, 2, 1};
  data.pixels = {0, 51, 102, 51};
  data.trainCount = 2;
  EXPECT_EQ(fitScaling(data), InputScaling());
  EXPECT_EQ(scaled(data, 1), (std::vector<float>{0.4F, 0.2F}));
  data.scaling = Scaling::UnitRange;  // asked for: the range that is used becomes the whole one
  EXPECT_EQ(scaled(data, 1), (std::vector<float>{1, 0.5F}));
}

TEST(InputScaling, PicturesInBytesAreNotScaledAsFloatsOfAnotherRangeWere) {
  const InputScaling ofFloats = fitScaling(floatPicture({0, 64, 255}, Scaling::None));
  ASSERT_EQ(ofFloats.kind, Scaling::UnitRange);
  Dataset bytes = floatPicture({}, Scaling::None);
  bytes.shape = {1, 3, 1};
  bytes.pixels = {0, 51, 255};
  std::vector<float> row(3);
  scaleSample(bytes, 0, ofFloats, row);
  EXPECT_EQ(row, (std::vector<float>{0, 0.2F, 1}));
}

TEST(InputScaling, PicturesInFloatsEndInTheUnitRange) {
  EXPECT_EQ(fitScaling(floatPicture({0, 0.25F, 1}, Scaling::None)), InputScaling());
  const Dataset wide = floatPicture({0, 64, 255}, Scaling::None);
  EXPECT_EQ(fitScaling(wide).kind, Scaling::UnitRange);
  EXPECT_FLOAT_EQ(scaled(wide, 0)[1], 64 / 255.0F);
  EXPECT_EQ(fitScaling(floatPicture({0, 64, 255}, Scaling::Standardise)).kind, Scaling::UnitRange);
  Dataset data = floatPicture({0, 4, -3, 8}, Scaling::None);
  data.shape = {1, 2, 1};
  data.trainCount = 1;
  EXPECT_EQ(scaled(data, 1), (std::vector<float>{0, 1}));  // beyond the training part's range: clamped
}

TEST(DatasetImage, ShowsNumbersByTheRangeOfTheTrainingPart) {
  Dataset vectors = table(2, {1, 100, 3, 300, 2, 500}, Scaling::Standardise);
  vectors.trainCount = 2;
  measureDisplay(vectors);
  EXPECT_EQ(vectors.scaling, Scaling::Standardise);
  EXPECT_EQ(vectors.image(0).pixels, (std::vector<float>{0, 0}));
  EXPECT_EQ(vectors.image(2).pixels, (std::vector<float>{0.5F, 1}));
  const Dataset taken = takeSamples(vectors, std::array<std::size_t, 1>{2}, 1);
  EXPECT_EQ(taken.image(0).pixels, (std::vector<float>{0.5F, 1}));

  Dataset pictures = floatPicture({0, 50, 200}, Scaling::None);
  EXPECT_EQ(pictures.image(0).pixels, (std::vector<float>{0, 1, 1}));  // not measured: only clamped
  measureDisplay(pictures);
  EXPECT_EQ(pictures.image(0).pixels, (std::vector<float>{0, 0.25F, 1}));
}

TEST(GaussianNll, EqualsItsClosedForm) {
  EXPECT_NEAR(gaussianNll(0, 1, 1), 0.9189385, 1e-6);  // -log of the standard normal's peak
  const double byHand = 0.5 * 3.0 / 0.25 + 4 / 2.0 * std::log(2 * std::numbers::pi * 0.25);
  EXPECT_NEAR(gaussianNll(3, 4, 0.25), byHand, 1e-12);
  EXPECT_LT(gaussianNll(0, 4, 1e-4), 0);
}

TEST(DecoderVariance, IsAPlainMeanAtFirstThenAMovingOneWithinItsBounds) {
  double variance = 1;
  variance = nextDecoderVariance(variance, 0.4, 1);
  EXPECT_NEAR(variance, 0.4, 1e-12);
  variance = nextDecoderVariance(variance, 0.8, 2);
  EXPECT_NEAR(variance, 0.6, 1e-12);
  EXPECT_NEAR(nextDecoderVariance(0.6, 1.6, 1000), 0.7, 1e-12);
  EXPECT_EQ(nextDecoderVariance(1e-4, 0, 1000), kMinDecoderVariance);
  EXPECT_EQ(nextDecoderVariance(1, 1e300, 1), kMaxDecoderVariance);
}

}  // namespace
}  // namespace isthmus
