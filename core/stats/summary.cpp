#include "core/stats/summary.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace isthmus {
namespace {

/// The position of a quantile in the sorted values. The product may exceed a whole number by rounding alone
/// (0.07 x 100 is 7.000000000000001), which must not cost a place.
std::size_t quantilePosition(std::size_t count, double fraction) {
  const double exact = std::clamp(fraction, 0.0, 1.0) * static_cast<double>(count);
  const double covered = std::ceil(exact * (1 - 4 * std::numeric_limits<double>::epsilon()));
  return std::min(count, std::max<std::size_t>(static_cast<std::size_t>(covered), 1)) - 1;
}

auto at(std::vector<float>& values, std::size_t position) {
  return values.begin() + static_cast<std::ptrdiff_t>(position);
}

double medianInPlace(std::vector<float>& values) {
  const std::size_t upper = values.size() / 2;
  std::nth_element(values.begin(), at(values, upper), values.end());
  const double high = values[upper];
  if (values.size() % 2 == 1) return high;
  return (high + static_cast<double>(*std::max_element(values.begin(), at(values, upper)))) / 2;
}

}  // namespace

double mean(std::span<const float> values) {
  assert(!values.empty());
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standardDeviation(std::span<const float> values) {
  if (values.size() < 2) return 0;
  const double centre = mean(values);
  double squares = 0;
  for (const float value : values) squares += (value - centre) * (value - centre);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

float quantile(std::span<const float> values, double fraction) {
  return quantiles(values, {&fraction, 1})[0];
}

std::vector<float> quantiles(std::span<const float> values, std::span<const double> fractions) {
  assert(!values.empty());
  std::vector<float> copy(values.begin(), values.end());
  std::vector<std::size_t> order(fractions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return fractions[i]; });
  std::vector<float> result(fractions.size());
  std::size_t done = 0;  // everything before it is already in its place or smaller
  for (const std::size_t i : order) {
    const std::size_t position = quantilePosition(copy.size(), fractions[i]);
    std::nth_element(at(copy, done), at(copy, position), copy.end());
    result[i] = copy[position];
    done = position;
  }
  return result;
}

double median(std::span<const float> values) {
  assert(!values.empty());
  std::vector<float> copy(values.begin(), values.end());
  return medianInPlace(copy);
}

double medianAbsoluteDeviation(std::span<const float> values) {
  assert(!values.empty());
  std::vector<float> copy(values.begin(), values.end());
  const double centre = medianInPlace(copy);
  for (float& value : copy) value = static_cast<float>(std::abs(value - centre));
  return medianInPlace(copy);
}

}  // namespace isthmus
