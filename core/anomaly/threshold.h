#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// How a threshold on the reconstruction error is set from the errors of normal samples.
struct ThresholdRule {
  enum class Kind {
    MeanPlusSd,     ///< mean + parameter x standard deviation (parameter 3: the rule of the field)
    Quantile,       ///< the quantile of fraction `parameter` in [0, 1]
    MedianPlusMad,  ///< median + parameter x MAD x 1.4826, robust against the anomalies themselves
    Fixed           ///< parameter itself
  };
  Kind kind = Kind::MeanPlusSd;
  double parameter = 3;
  bool operator==(const ThresholdRule&) const = default;
};

/// Reads "mean+3sd", "p99", "mad+3" or a number; the error says what is allowed.
Result<ThresholdRule> parseThresholdRule(std::string_view text);
/// The same text back: "mean+3sd".
std::string thresholdRuleText(const ThresholdRule& rule);

/// The threshold that the rule gives for these errors (at least one, all finite; Fixed needs none).
double thresholdFor(const ThresholdRule& rule, std::span<const float> errors);

/// How many errors lie strictly above the threshold.
std::size_t countAbove(std::span<const float> errors, double threshold);

/// The receiver operating characteristic of "error above threshold means anomaly".
struct RocCurve {
  struct Point {
    double threshold = 0;
    double falsePositiveRate = 0;  ///< normal samples above the threshold
    double truePositiveRate = 0;   ///< anomalous samples above the threshold
  };
  /// From (0, 0) to (1, 1): one for each distinct error, from the largest down, then one at -infinity.
  std::vector<Point> points;
  double auc = 0;             ///< area under it = P(anomalous error > normal error) + half the ties
};

/// What "error below threshold means anomaly" would give, where that is more: an area below 0.5 must not be
/// read as "no difference". Nothing for 0.5 and above.
inline std::optional<double> reversedAuc(double auc) {
  return auc < 0.5 ? std::optional(1 - auc) : std::nullopt;
}

/// Both spans must be non-empty and finite.
RocCurve rocCurve(std::span<const float> normal, std::span<const float> anomalous);

}  // namespace isthmus
