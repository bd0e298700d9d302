#include "core/stats/summary.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace isthmus {
namespace {

std::vector<float> normals(std::size_t count, double centre, double sd) {
  Random random(17);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(centre + sd * random.normal());
  return values;
}

TEST(Quantile, IsTheSmallestValueThatCoversTheFraction) {
  Random random(5);
  for (const std::size_t count : {1U, 2U, 7U, 100U}) {
    std::vector<float> values(count);
    for (float& value : values) value = static_cast<float>(random.below(20));  // with ties
    for (int percent = 0; percent <= 100; ++percent) {
      const float found = quantile(values, percent / 100.0);
      // Counted in whole numbers: covering means 100 x (how many are no larger) >= percent x count.
      const auto covers = [&](float limit) {
        const auto covered = std::ranges::count_if(values, [&](float value) { return value <= limit; });
        return covered > 0 && 100 * covered >= percent * static_cast<long>(count);
      };
      EXPECT_TRUE(covers(found)) << percent << " % of " << count;
      for (const float value : values)
        if (value < found) {
          EXPECT_FALSE(covers(value)) << percent << " % of " << count;
        }
    }
  }
}

TEST(Quantile, LosesNoPlaceToRounding) {
  std::vector<float> values(100);
  for (std::size_t i = 0; i < 100; ++i) values[i] = static_cast<float>(i + 1);
  for (int percent = 1; percent <= 100; ++percent)
    EXPECT_EQ(quantile(values, percent / 100.0), static_cast<float>(percent));
}

TEST(Quantiles, AreThoseOfEachFractionInTheirOrder) {
  const std::vector<float> values = normals(1001, 0, 1);
  constexpr std::array<double, 5> kFractions = {0.9, 0.1, 0.5, 0.5, 0};
  const std::vector<float> found = quantiles(values, kFractions);
  for (std::size_t i = 0; i < kFractions.size(); ++i) EXPECT_EQ(found[i], quantile(values, kFractions[i]));
}

TEST(Mean, OfWholeNumbersIsExact) {
  EXPECT_EQ(mean(std::vector<float>{1, 2, 3, 4, 10}), 4);
}

TEST(StandardDeviation, DividesByOneLessThanTheCount) {
  EXPECT_DOUBLE_EQ(standardDeviation(std::vector<float>{2, 4, 4, 4, 5, 5, 7, 9}), std::sqrt(32.0 / 7));
  EXPECT_EQ(standardDeviation(std::vector<float>{7}), 0);
}

TEST(StandardDeviation, KeepsItsDigitsFarFromZero) {
  EXPECT_DOUBLE_EQ(standardDeviation(std::vector<float>{1'000'001, 1'000'002, 1'000'003}), 1);
}

TEST(Median, IsTheMiddleOrTheMeanOfTheMiddleTwo) {
  EXPECT_EQ(median(std::vector<float>{9, 1, 5}), 5);
  EXPECT_EQ(median(std::vector<float>{9, 1, 5, 2}), 3.5);
  EXPECT_EQ(median(std::vector<float>{4}), 4);
}

TEST(MedianAbsoluteDeviation, IgnoresOneWildValue) {
  EXPECT_EQ(medianAbsoluteDeviation(std::vector<float>{1, 2, 3, 4, 5}), 1);
  EXPECT_EQ(medianAbsoluteDeviation(std::vector<float>{1, 2, 3, 4, 5e6F}), 1);
}

TEST(MedianAbsoluteDeviation, OfANormalIsItsThirdQuartileInStandardDeviations) {
  EXPECT_NEAR(medianAbsoluteDeviation(normals(200'000, 10, 2)), 2 * 0.67449, 0.01);
}

}  // namespace
}  // namespace isthmus
