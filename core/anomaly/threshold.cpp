#include "core/anomaly/threshold.h"

#include "core/base/number_text.h"
#include "core/stats/summary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>

namespace isthmus {
namespace {

constexpr double kMadToSd = 1.4826;  // 1 / the 0.75 quantile of the standard normal

/// A finite number that is the whole text, whatever the locale.
std::optional<double> finiteNumber(std::string_view text) {
  const auto value = parseNumber<double>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

/// A percentage without the dust of multiplying by 100 (0.57 x 100 is 56.99999999999999).
std::string percentText(double fraction) {
  return numberText(std::round(fraction * 100 * 1e10) / 1e10);
}

/// The number between prefix and suffix; empty when the text has another form.
std::optional<double> numberBetween(std::string_view text, std::string_view prefix, std::string_view suffix) {
  if (text.size() < prefix.size() + suffix.size() || !text.starts_with(prefix) || !text.ends_with(suffix))
    return std::nullopt;
  text.remove_prefix(prefix.size());
  text.remove_suffix(suffix.size());
  return finiteNumber(text);
}

/// The values from the largest down, by a radix sort on their bits: 70,000 in under a millisecond where
/// comparing takes seven, and the curve follows the training live. Finite values only.
std::vector<float> sortedDescending(std::span<const float> values) {
  constexpr unsigned kDigitBits = 11;
  constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
  std::vector<std::uint32_t> keys(values.size());
  std::ranges::transform(values, keys.begin(), [](float value) {
    // Orders negative numbers before positive ones; the last inversion turns the order round.
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return ~((bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U);
  });
  std::vector<std::uint32_t> other(keys.size());
  for (unsigned shift = 0; shift < 32; shift += kDigitBits) {
    std::array<std::size_t, kDigits + 1> starts{};
    for (const std::uint32_t key : keys) ++starts[((key >> shift) & (kDigits - 1)) + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    for (const std::uint32_t key : keys) other[starts[(key >> shift) & (kDigits - 1)]++] = key;
    keys.swap(other);
  }
  std::vector<float> sorted(keys.size());
  std::ranges::transform(keys, sorted.begin(), [](std::uint32_t key) {
    const std::uint32_t ordered = ~key;
    return std::bit_cast<float>((ordered & 0x80000000U) != 0 ? ordered & 0x7FFFFFFFU : ~ordered);
  });
  return sorted;
}

}  // namespace

Result<ThresholdRule> parseThresholdRule(std::string_view text) {
  using Kind = ThresholdRule::Kind;
  if (const auto k = numberBetween(text, "mean+", "sd"); k && *k >= 0)
    return ThresholdRule{Kind::MeanPlusSd, *k};
  if (const auto k = numberBetween(text, "mad+", ""); k && *k >= 0)
    return ThresholdRule{Kind::MedianPlusMad, *k};
  if (const auto percent = numberBetween(text, "p", ""); percent && *percent >= 0 && *percent <= 100)
    return ThresholdRule{Kind::Quantile, *percent / 100};
  if (const auto value = finiteNumber(text)) return ThresholdRule{Kind::Fixed, *value};
  return Error{ErrorCode::BadSetting, std::string("\"").append(text).append(
                                          "\" is not a threshold rule; expected mean+3sd, mad+3, p99 "
                                          "(0 to 100) or a number")};
}

std::string thresholdRuleText(const ThresholdRule& rule) {
  switch (rule.kind) {
    case ThresholdRule::Kind::MeanPlusSd:
      return std::string("mean+").append(numberText(rule.parameter)).append("sd");
    case ThresholdRule::Kind::Quantile:
      return std::string("p").append(percentText(rule.parameter));
    case ThresholdRule::Kind::MedianPlusMad:
      return std::string("mad+").append(numberText(rule.parameter));
    case ThresholdRule::Kind::Fixed:
      break;
  }
  return numberText(rule.parameter);
}

double thresholdFor(const ThresholdRule& rule, std::span<const float> errors) {
  if (rule.kind == ThresholdRule::Kind::Fixed) return rule.parameter;
  assert(!errors.empty());
  switch (rule.kind) {
    case ThresholdRule::Kind::MeanPlusSd:
      return mean(errors) + rule.parameter * standardDeviation(errors);
    case ThresholdRule::Kind::Quantile:
      return quantile(errors, rule.parameter);
    case ThresholdRule::Kind::MedianPlusMad:
      return median(errors) + rule.parameter * kMadToSd * medianAbsoluteDeviation(errors);
    case ThresholdRule::Kind::Fixed:
      break;
  }
  return rule.parameter;
}

std::size_t countAbove(std::span<const float> errors, double threshold) {
  return static_cast<std::size_t>(
      std::ranges::count_if(errors, [threshold](float error) { return error > threshold; }));
}

RocCurve rocCurve(std::span<const float> normal, std::span<const float> anomalous) {
  assert(!normal.empty() && !anomalous.empty());
  const std::vector<float> negatives = sortedDescending(normal);
  const std::vector<float> positives = sortedDescending(anomalous);
  const auto negativeCount = static_cast<double>(negatives.size());
  const auto positiveCount = static_cast<double>(positives.size());

  RocCurve roc;
  roc.points.reserve(negatives.size() + positives.size() + 1);
  double wins =
      0;  // pairs with the anomalous error above the normal one, ties by half; whole in double to 2^53
  std::size_t n = 0;
  std::size_t p = 0;
  while (n < negatives.size() || p < positives.size()) {
    const float highest = n == negatives.size()   ? positives[p]
                          : p == positives.size() ? negatives[n]
                                                  : std::max(negatives[n], positives[p]);
    // At this threshold lies above it, strictly, what has been counted so far.
    roc.points.push_back(
        {highest, static_cast<double>(n) / negativeCount, static_cast<double>(p) / positiveCount});
    const std::size_t positivesAbove = p;
    const std::size_t negativesAbove = n;
    while (n < negatives.size() && negatives[n] == highest) ++n;
    while (p < positives.size() && positives[p] == highest) ++p;
    wins += static_cast<double>(n - negativesAbove) *
            (static_cast<double>(positivesAbove) + 0.5 * static_cast<double>(p - positivesAbove));
  }
  roc.points.push_back({-std::numeric_limits<double>::infinity(), 1, 1});
  roc.auc = wins / (negativeCount * positiveCount);
  return roc;
}

}  // namespace isthmus
