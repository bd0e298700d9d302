#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

namespace isthmus::bench {

using Clock = std::chrono::steady_clock;

inline double secondsBetween(Clock::time_point begin, Clock::time_point end) {
  return std::chrono::duration<double>(end - begin).count();
}
inline double secondsSince(Clock::time_point begin) {
  return secondsBetween(begin, Clock::now());
}
template <typename Work>
double secondsOf(const Work& work) {
  const auto begin = Clock::now();
  work();
  return secondsSince(begin);
}

/// The smallest value that covers this share of all; `values` must not be empty.
inline double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}
inline double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

}  // namespace isthmus::bench
