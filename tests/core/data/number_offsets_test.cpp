#include "core/data/values/number_offsets.h"

#include "core/data/dataset.h"
#include "core/data/dataset_edits.h"
#include "core/data/dataset_summary.h"
#include "core/model/model_snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr double kTime = 1'700'000'000'000.0;  // milliseconds since 1970

NumberRange rangeOf(std::initializer_list<double> numbers) {
  NumberRange range;
  for (const double number : numbers) range.add(number);
  return range;
}

/// Times that are `step` apart, held less `offset`.
Dataset times(double first, double step, std::size_t count, double offset) {
  Dataset dataset;
  dataset.name = "times";
  dataset.kind = SampleKind::Vector;
  dataset.shape = {1, 1, 1};
  dataset.scaling = Scaling::Standardise;
  for (std::size_t i = 0; i < count; ++i)
    dataset.values.push_back(lessOffset(first + step * static_cast<double>(i), offset));
  if (offset != 0) dataset.offsets = {offset};
  dataset.trainCount = count;
  return dataset;
}

float scaledSample(const Dataset& dataset, std::size_t sample, const InputScaling& scaling) {
  float number = 0;
  scaleSample(dataset, sample, scaling, {&number, 1});
  return number;
}

TEST(NumberOffsets, AreForNumbersWhoseSpreadFloatsWouldLose) {
  EXPECT_EQ(numberOffset(rangeOf({kTime, kTime + 2000})), kTime);
  EXPECT_EQ(numberOffset(rangeOf({-5e6, -5e6 + 3})), -5e6);
  EXPECT_EQ(numberOffset(rangeOf({0, 5e6})), 0);
  EXPECT_EQ(numberOffset(rangeOf({48'000, 55'000})), 0);
  EXPECT_EQ(numberOffset(rangeOf({0.1})), 0);  // floats hold a lone number well enough ...
  EXPECT_EQ(numberOffset(rangeOf({20'000})), 0);
  EXPECT_EQ(numberOffset(rangeOf({kTime + 1})), kTime + 1);  // ... unless they would change it by minutes
  EXPECT_EQ(numberOffset({}), 0);
  EXPECT_TRUE(numberOffsets(std::vector{rangeOf({0, 1}), rangeOf({2, 3})}).empty());
}

TEST(NumberOffsets, GiveNumbersBackToTheDigitsThatAreKnown) {
  EXPECT_EQ(withOffset(lessOffset(kTime + 37, kTime), kTime), kTime + 37);
  EXPECT_EQ(withOffset(lessOffset(10'000'000.007468, 9'999'999.98), 9'999'999.98), 10'000'000.007468);
  EXPECT_EQ(withOffset(0.5F, 0), 0.5);
}

TEST(NumberOffsets, LetTimesBeStandardisedToUnitVariance) {
  const Dataset data = times(kTime, 37, 60, kTime);
  const InputScaling scaling = fitScaling(data);
  EXPECT_EQ(scaling.base, data.offsets);
  double squares = 0;
  for (std::size_t i = 0; i < data.count(); ++i) squares += std::pow(scaledSample(data, i, scaling), 2);
  EXPECT_NEAR(squares / static_cast<double>(data.count()), 1, 1e-5);
}

TEST(NumberOffsets, ScaleAnotherFileWithAnotherOffsetAlike) {
  const InputScaling scaling = fitScaling(times(kTime, 37, 60, kTime));
  const Dataset same = times(kTime + 37, 37, 3, kTime + 37);
  EXPECT_FLOAT_EQ(scaledSample(same, 0, scaling), scaledSample(times(kTime, 37, 60, kTime), 1, scaling));
  const Dataset without = times(kTime - std::fmod(kTime, 131'072), 0, 1, 0);  // a float holds it
  const double held = static_cast<double>(scaledSample(without, 0, scaling) * scaling.factor[0]);
  EXPECT_NEAR(held + static_cast<double>(scaling.offset[0]), -std::fmod(kTime, 131'072), 0.1);
}

TEST(NumberOffsets, AreUndoneInTheFrameOfTheSamples) {
  const Dataset data = times(kTime, 37, 60, kTime);
  const InputScaling scaling = fitScaling(data);
  float number = scaledSample(data, 5, scaling);
  scaling.invert({&number, 1}, std::vector{kTime + 100});
  EXPECT_NEAR(number, 5 * 37 - 100, 1e-3);
}

TEST(NumberOffsets, AreGivenToAModelThatDoesNotScale) {
  Dataset data = times(1000, 1, 3, 900);
  data.scaling = Scaling::None;
  EXPECT_EQ(scaledSample(data, 2, fitScaling(data)), 1002);
}

TEST(NumberOffsets, ShowRangesInTheDatasOwnUnits) {
  const auto summary = summarise(times(kTime, 37, 60, kTime));
  ASSERT_TRUE(summary);
  EXPECT_EQ((*summary)->lowest, kTime);
  EXPECT_EQ((*summary)->highest, kTime + 59 * 37);
}

TEST(NumberOffsets, StayWithSamplesThatAreTakenOrMerged) {
  const Dataset a = times(kTime, 37, 60, kTime);
  const Dataset b = times(kTime + 4000, 37, 10, kTime + 4000);
  EXPECT_EQ(firstSamples(a, 10).offsets, a.offsets);
  const Result<Dataset> both = mergeDatasets(a, b);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->offsets, a.offsets);
  EXPECT_EQ(withOffset(both->values[60], kTime), kTime + 4000);
}

}  // namespace
}  // namespace isthmus
