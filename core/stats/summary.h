#pragma once

#include <span>
#include <vector>

namespace isthmus {

/// The arithmetic mean; at least one value.
double mean(std::span<const float> values);

/// The standard deviation of a sample (divided by n - 1); 0 for a single value. At least one value.
double standardDeviation(std::span<const float> values);

/// The smallest of the values that covers `fraction` of them: at least fraction x n values are no larger.
/// fraction in [0, 1] (0 gives the minimum); at least one value, none NaN. Linear time, no sorting.
float quantile(std::span<const float> values, double fraction);

/// The quantiles of several fractions, in their order; cheaper than one by one.
std::vector<float> quantiles(std::span<const float> values, std::span<const double> fractions);

/// The middle value, or the mean of the two middle ones; at least one value, none NaN.
double median(std::span<const float> values);

/// The median absolute deviation from the median, unscaled (x 1.4826 estimates a normal's standard
/// deviation).
double medianAbsoluteDeviation(std::span<const float> values);

}  // namespace isthmus
