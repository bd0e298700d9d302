#include "core/anomaly/threshold.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

using Kind = ThresholdRule::Kind;

std::vector<float> normals(std::uint64_t seed, std::size_t count, double centre, double sd) {
  Random random(seed);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(centre + sd * random.normal());
  return values;
}

/// P(anomalous > normal) + half the ties, by looking at every pair.
double aucOfAllPairs(std::span<const float> normal, std::span<const float> anomalous) {
  double wins = 0;
  for (const float n : normal)
    for (const float a : anomalous) wins += a > n ? 1.0 : a == n ? 0.5 : 0.0;
  return wins / static_cast<double>(normal.size() * anomalous.size());
}

double areaUnder(const RocCurve& roc) {
  double area = 0;
  for (std::size_t i = 1; i < roc.points.size(); ++i)
    area += (roc.points[i].falsePositiveRate - roc.points[i - 1].falsePositiveRate) *
            (roc.points[i].truePositiveRate + roc.points[i - 1].truePositiveRate) / 2;
  return area;
}

TEST(ThresholdRule, IsReadFromItsText) {
  const auto rule = [](std::string_view text) { return parseThresholdRule(text).value(); };
  EXPECT_EQ(rule("mean+3sd"), (ThresholdRule{Kind::MeanPlusSd, 3}));
  EXPECT_EQ(rule("mean+2.5sd"), (ThresholdRule{Kind::MeanPlusSd, 2.5}));
  EXPECT_EQ(rule("p99"), (ThresholdRule{Kind::Quantile, 0.99}));
  EXPECT_EQ(rule("p99.9"), (ThresholdRule{Kind::Quantile, 99.9 / 100}));
  EXPECT_EQ(rule("mad+3"), (ThresholdRule{Kind::MedianPlusMad, 3}));
  EXPECT_EQ(rule("231.5"), (ThresholdRule{Kind::Fixed, 231.5}));
  EXPECT_EQ(rule("-1"), (ThresholdRule{Kind::Fixed, -1}));
}

TEST(ThresholdRule, RefusesWhatItCannotReadAndSaysWhatIsAllowed) {
  for (const char* text :
       {"", "mean", "mean+sd", "mean+-3sd", "mean+3", "mean+3sdx", "p", "p101", "p-1", "pnan", "mad+",
        "mad+-1", "nan", "inf", "12x", " 12", "1e999", "mean+infsd", "meansd"}) {
    const auto result = parseThresholdRule(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, ErrorCode::BadSetting);
    EXPECT_NE(result.error().message.find("mean+3sd, mad+3, p99"), std::string::npos) << text;
  }
}

TEST(ThresholdRule, ComesBackFromItsOwnText) {
  EXPECT_EQ(thresholdRuleText({}), "mean+3sd");
  for (const char* text :
       {"mean+3sd", "mean+0.1sd", "p99", "p57", "p99.9", "p0", "p100", "mad+3.5", "231.4", "-2"})
    EXPECT_EQ(thresholdRuleText(parseThresholdRule(text).value()), text);
}

TEST(ThresholdRule, IsReadTheSameUnderADecimalComma) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  std::setlocale(LC_NUMERIC, "de_DE.UTF-8");  // has no effect where it is not installed
  EXPECT_EQ(parseThresholdRule("mean+2.5sd").value().parameter, 2.5);
  EXPECT_EQ(thresholdRuleText({Kind::Fixed, 2.5}), "2.5");
  std::setlocale(LC_NUMERIC, before.c_str());
}

TEST(ThresholdFor, GivesTheClosedFormsOfASmallSample) {
  const std::vector<float> errors = {1, 2, 3, 4, 5};
  EXPECT_DOUBLE_EQ(thresholdFor({Kind::MeanPlusSd, 2}, errors), 3 + 2 * std::sqrt(2.5));
  EXPECT_DOUBLE_EQ(thresholdFor({Kind::Quantile, 0.8}, errors), 4);
  EXPECT_DOUBLE_EQ(thresholdFor({Kind::MedianPlusMad, 3}, errors), 3 + 3 * 1.4826);
  EXPECT_DOUBLE_EQ(thresholdFor({Kind::Fixed, 7.5}, {}), 7.5);
}

TEST(ThresholdFor, ThreeStandardDeviationsLeaveANormalsTailAbove) {
  const std::vector<float> errors = normals(1, 400'000, 150, 20);
  const double bySd = thresholdFor({Kind::MeanPlusSd, 3}, errors);
  EXPECT_NEAR(bySd, 210, 0.3);
  EXPECT_NEAR(static_cast<double>(countAbove(errors, bySd)) / 400'000, 0.00135, 0.0003);
  EXPECT_NEAR(thresholdFor({Kind::MedianPlusMad, 3}, errors), 210, 0.5);
}

TEST(ThresholdFor, TheQuantileOfAnExponentialIsItsLogarithm) {
  Random random(9);
  std::vector<float> errors(400'000);
  for (float& error : errors) error = static_cast<float>(-std::log(1 - random.uniform()));
  EXPECT_NEAR(thresholdFor({Kind::Quantile, 0.99}, errors), std::log(100.0), 0.05);
  EXPECT_EQ(countAbove(errors, thresholdFor({Kind::Quantile, 0.99}, errors)), 4000U);
}

TEST(ThresholdFor, TheMadRuleHoldsStillWhenATenthOfTheErrorsIsWild) {
  std::vector<float> errors = normals(3, 10'000, 150, 20);
  const double clean = thresholdFor({Kind::MedianPlusMad, 3}, errors);
  std::fill_n(errors.begin(), 1000, 5000.0F);
  EXPECT_LT(thresholdFor({Kind::MedianPlusMad, 3}, errors), clean + 20);
  EXPECT_GT(thresholdFor({Kind::MeanPlusSd, 3}, errors), 2000);
}

TEST(CountAbove, IsStrict) {
  const std::vector<float> errors = {1, 2, 2, 3, std::numeric_limits<float>::quiet_NaN()};
  EXPECT_EQ(countAbove(errors, 2), 1U);
  EXPECT_EQ(countAbove(errors, 1.9), 3U);
}

TEST(RocCurve, AucIsThatOfAllPairsWithTies) {
  Random random(21);
  for (int trial = 0; trial < 30; ++trial) {
    std::vector<float> normal(1 + random.below(150));
    std::vector<float> anomalous(1 + random.below(150));
    const std::uint64_t levels = trial % 2 == 0 ? 6 : 100'000;  // many ties, or hardly any
    const std::uint64_t shift = levels / 4;
    for (float& value : normal) value = static_cast<float>(random.below(levels));
    for (float& value : anomalous) value = static_cast<float>(random.below(levels) + shift);
    const RocCurve roc = rocCurve(normal, anomalous);
    EXPECT_NEAR(roc.auc, aucOfAllPairs(normal, anomalous), 1e-12);
    EXPECT_NEAR(roc.auc, areaUnder(roc), 1e-12);
  }
}

TEST(RocCurve, EveryPointIsTheRatesAtItsThreshold) {
  const std::vector<float> normal = {1, 2, 2, 3};
  const std::vector<float> anomalous = {2, 3, 4};
  const RocCurve roc = rocCurve(normal, anomalous);
  std::set<float> distinct(normal.begin(), normal.end());
  distinct.insert(anomalous.begin(), anomalous.end());
  ASSERT_EQ(roc.points.size(), distinct.size() + 1);
  for (const auto& point : roc.points) {
    EXPECT_DOUBLE_EQ(point.falsePositiveRate, static_cast<double>(countAbove(normal, point.threshold)) / 4);
    EXPECT_DOUBLE_EQ(point.truePositiveRate, static_cast<double>(countAbove(anomalous, point.threshold)) / 3);
  }
  EXPECT_EQ(roc.points.front().truePositiveRate, 0);
  EXPECT_EQ(roc.points.front().falsePositiveRate, 0);
  EXPECT_EQ(roc.points.back().truePositiveRate, 1);
  EXPECT_EQ(roc.points.back().falsePositiveRate, 1);
}

TEST(RocCurve, SeparatedEqualAndReversedErrorsGiveOneHalfAndZero) {
  const std::vector<float> low = {1, 2, 3};
  const std::vector<float> high = {4, 5};
  EXPECT_EQ(rocCurve(low, high).auc, 1);
  EXPECT_EQ(rocCurve(high, low).auc, 0);
  EXPECT_EQ(rocCurve(low, low).auc, 0.5);
  EXPECT_EQ(rocCurve(std::vector<float>{2}, std::vector<float>{2}).auc, 0.5);
}

TEST(RocCurve, OrdersErrorsOfEverySignAndSize) {
  const std::vector<float> normal = {-1e30F, -2, -0.0F, 1e-40F, 3, 1e30F};
  const std::vector<float> anomalous = {-1e-40F, -1, 0.0F, 2, 3, 2e30F};
  const RocCurve roc = rocCurve(normal, anomalous);
  EXPECT_DOUBLE_EQ(roc.auc, aucOfAllPairs(normal, anomalous));
  EXPECT_TRUE(std::ranges::is_sorted(roc.points, std::greater<>(), &RocCurve::Point::threshold));
  EXPECT_EQ(roc.points.size(),
            11U);  // ten distinct errors (the two zeros are one, and so are the threes) and -infinity
}

TEST(RocCurve, TwoNormalsApartGiveTheClosedForm) {
  // AUC = Phi(d / sqrt 2) for two normals of standard deviation 1 that are d apart.
  const RocCurve roc = rocCurve(normals(5, 60'000, 0, 1), normals(6, 60'000, 1.5, 1));
  EXPECT_NEAR(roc.auc, 0.5 * std::erfc(-1.5 / 2), 0.003);
}

}  // namespace
}  // namespace isthmus
