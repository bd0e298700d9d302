#include "core/stats/histogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace isthmus {
namespace {

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `width`.
double niceWidth(double width) {
  const double power = std::pow(10.0, std::floor(std::log10(width)));
  for (const double step : {1.0, 2.0, 2.5, 5.0})
    if (step * power >= width * (1 - 1e-12)) return step * power;
  return 10 * power;
}

}  // namespace

HistogramBins niceBins(double low, double high, std::size_t wanted) {
  if (!std::isfinite(low) || !std::isfinite(high)) return niceBins(0, 1, wanted);
  if (low > high) std::swap(low, high);
  // A range that float cannot resolve is a single value: give it a width that can be seen.
  const double least = std::max(std::max(std::abs(low), std::abs(high)) * 1e-5, 1e-30);
  if (high - low < least) {
    low -= least / 2;
    high += least / 2;
  }
  HistogramBins bins;
  bins.width = niceWidth((high - low) / static_cast<double>(std::max<std::size_t>(wanted, 1)));
  const double first = std::floor(low / bins.width + 1e-9);
  const double last = std::ceil(high / bins.width - 1e-9);
  bins.low = first * bins.width;
  bins.count = static_cast<std::size_t>(std::max(last - first, 1.0));
  return bins;
}

Histogram makeHistogram(std::span<const float> values, std::span<const std::int32_t> groups,
                        std::size_t groupCount, const HistogramBins& bins) {
  assert(groups.empty() || groups.size() == values.size());
  Histogram histogram;
  histogram.bins = bins;
  histogram.counts.assign(groupCount, std::vector<std::uint32_t>(bins.count));
  for (auto* outside : {&histogram.below, &histogram.above, &histogram.nonFinite})
    outside->assign(groupCount, 0);
  const double high = bins.high();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t group = groups.empty() ? 0 : static_cast<std::size_t>(groups[i]);
    const double value = values[i];
    if (!std::isfinite(value)) {
      ++histogram.nonFinite[group];
    } else if (value < bins.low) {
      ++histogram.below[group];
    } else if (value > high || bins.count == 0) {
      ++histogram.above[group];
    } else {
      const auto bin = static_cast<std::size_t>((value - bins.low) / bins.width);
      ++histogram.counts[group][std::min(bin, bins.count - 1)];
    }
  }
  return histogram;
}

}  // namespace isthmus
