#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace isthmus {

/// Bins of equal width: bin i holds [edge(i), edge(i + 1)); the last one holds its upper edge, too.
struct HistogramBins {
  double low = 0;
  double width = 1;
  std::size_t count = 0;

  double edge(std::size_t index) const { return low + static_cast<double>(index) * width; }
  double high() const { return edge(count); }
  bool operator==(const HistogramBins&) const = default;
};

/// Bins over [low, high] with a width of 1, 2, 2.5 or 5 times a power of ten and edges at multiples of it: at
/// most about `wanted`, at least half of that. An empty or non-finite range is widened to something that can
/// be drawn.
HistogramBins niceBins(double low, double high, std::size_t wanted = 60);

/// How many values of each group fell where. Nothing is dropped silently: for every group, the counts of the
/// bins, `below`, `above` and `nonFinite` add up to the number of its values.
struct Histogram {
  HistogramBins bins;
  std::vector<std::vector<std::uint32_t>> counts;  ///< groups x bins
  std::vector<std::uint32_t> below;                ///< per group: under the first edge
  std::vector<std::uint32_t> above;                ///< per group: over the last edge
  std::vector<std::uint32_t> nonFinite;            ///< per group: NaN and infinities

  std::size_t groups() const { return counts.size(); }
};

/// Counts values by group. `groups` gives the group of each value in [0, groupCount); empty puts all of them
/// in group 0.
Histogram makeHistogram(std::span<const float> values, std::span<const std::int32_t> groups,
                        std::size_t groupCount, const HistogramBins& bins);

}  // namespace isthmus
