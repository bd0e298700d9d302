#include "core/stats/histogram.h"

#include "core/base/random.h"
#include "tests/support/special_floats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace isthmus {
namespace {

using test::kInfinity;
using test::kNan;

TEST(NiceBins, CoverTheRangeWithRoundEdgesAndAboutAsManyAsWanted) {
  Random random(2);
  for (int i = 0; i < 2000; ++i) {
    const double scale = std::pow(10.0, random.uniform(-6, 6));
    const double low = random.uniform(-1, 1) * scale;
    const double high = low + random.uniform(0.01, 1) * scale;
    const HistogramBins bins = niceBins(low, high, 60);
    ASSERT_LE(bins.low, low + 1e-6 * bins.width);
    ASSERT_GE(bins.high(), high - 1e-6 * bins.width);
    ASSERT_GE(bins.count, 29U);  // a step from 1 to 2 loses half of them at most
    ASSERT_LE(bins.count, 62U);
    const double mantissa = bins.width / std::pow(10.0, std::floor(std::log10(bins.width * (1 + 1e-9))));
    ASSERT_TRUE(std::abs(mantissa - 1) < 1e-6 || std::abs(mantissa - 2) < 1e-6 ||
                std::abs(mantissa - 2.5) < 1e-6 || std::abs(mantissa - 5) < 1e-6);
    const double multiple = bins.low / bins.width;
    ASSERT_NEAR(multiple, std::round(multiple), 1e-6);
  }
}

TEST(NiceBins, OfASingleValueOrOfNothingFiniteCanStillBeDrawn) {
  for (const double value : {0.0, 5.0, -3e8, 1e-12}) {
    const HistogramBins bins = niceBins(value, value);
    EXPECT_GT(bins.width, 0) << value;
    EXPECT_GE(bins.count, 1U) << value;
    EXPECT_LE(bins.count, 200U) << value;
    EXPECT_LE(bins.low, value);
    EXPECT_GE(bins.high(), value);
  }
  EXPECT_GE(niceBins(std::nan(""), 3).count, 1U);
  EXPECT_GE(niceBins(0, std::numeric_limits<double>::infinity()).count, 1U);
}

TEST(Histogram, PutsValuesIntoHalfOpenBinsAndTheUpperEdgeIntoTheLast) {
  const std::vector<float> values = {0, 0.5F, 1, 2.9F, 3, -0.1F, 3.1F};
  const Histogram histogram = makeHistogram(values, {}, 1, {0, 1, 3});
  EXPECT_EQ(histogram.counts[0], (std::vector<std::uint32_t>{2, 1, 2}));
  EXPECT_EQ(histogram.below[0], 1U);
  EXPECT_EQ(histogram.above[0], 1U);
}

TEST(Histogram, DropsNothingSilently) {
  Random random(4);
  constexpr std::size_t kGroups = 3;
  std::vector<float> values = {kNan, kInfinity, -kInfinity};
  std::vector<std::int32_t> groups = {0, 1, 2};
  std::vector<std::uint32_t> sizes = {1, 1, 1};
  for (int i = 0; i < 10'000; ++i) {
    values.push_back(static_cast<float>(10 * random.normal()));
    groups.push_back(static_cast<std::int32_t>(random.below(kGroups)));
    ++sizes[static_cast<std::size_t>(groups.back())];
  }
  const Histogram histogram = makeHistogram(values, groups, kGroups, niceBins(-15, 12));
  for (std::size_t group = 0; group < kGroups; ++group) {
    const auto& counts = histogram.counts[group];
    EXPECT_EQ(histogram.nonFinite[group], 1U);
    EXPECT_GT(histogram.below[group], 0U);
    EXPECT_GT(histogram.above[group], 0U);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0U) + histogram.below[group] +
                  histogram.above[group] + histogram.nonFinite[group],
              sizes[group]);
  }
}

TEST(Histogram, OfAUniformSampleIsFlat) {
  Random random(8);
  std::vector<float> values(100'000);
  for (float& value : values) value = static_cast<float>(random.uniform());
  const Histogram histogram = makeHistogram(values, {}, 1, niceBins(0, 1, 50));
  ASSERT_EQ(histogram.bins.count, 50U);
  for (const std::uint32_t count : histogram.counts[0]) EXPECT_NEAR(count, 2000, 5 * std::sqrt(2000.0));
}

}  // namespace
}  // namespace isthmus
