#include "core/anomaly/error_summary.h"

#include "core/stats/summary.h"

#include <boost/iterator/counting_iterator.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

namespace isthmus {
namespace {

/// The first `count` positions in [0, total) in the order of `before`: one pass, without room for the rest.
template <typename Before>
std::vector<std::size_t> firstPositions(std::size_t total, std::size_t count, const Before& before) {
  std::vector<std::size_t> positions(std::min(count, total));
  const boost::counting_iterator<std::size_t> begin(0);  // clang 14 has no std::views::iota
  std::partial_sort_copy(begin, begin + static_cast<std::ptrdiff_t>(total), positions.begin(),
                         positions.end(), before);
  return positions;
}

std::vector<std::size_t> samplesAt(const ErrorSelection& selection, std::vector<std::size_t> positions) {
  for (std::size_t& position : positions) position = selection.samples[position];
  return positions;
}

}  // namespace

ErrorSelection selectErrors(const Dataset& dataset, std::span<const float> errors,
                            std::span<const Part> parts, std::optional<Part> part) {
  const std::size_t count = std::min(errors.size(), dataset.count());
  const bool hasParts = parts.size() >= count;
  ErrorSelection selection;
  selection.classCount = dataset.hasLabels() ? std::max<std::size_t>(dataset.classNames.size(), 1) : 1;
  selection.samples.reserve(count);
  selection.errors.reserve(count);
  selection.reference.reserve(count);
  if (dataset.hasLabels()) selection.labels.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Part own = hasParts ? parts[i] : Part::Train;
    const bool chosen = !part || own == *part;
    if (!std::isfinite(errors[i])) {
      selection.nonFinite += chosen ? 1 : 0;
      continue;
    }
    if (own == Part::Train) selection.reference.push_back(errors[i]);
    if (!chosen) continue;
    selection.samples.push_back(static_cast<std::uint32_t>(i));
    selection.errors.push_back(errors[i]);
    if (dataset.hasLabels()) selection.labels.push_back(dataset.labels[i]);
  }
  selection.referenceIsTrain = !selection.reference.empty();
  if (!selection.referenceIsTrain) selection.reference = finiteErrors(errors);
  return selection;
}

std::vector<float> finiteErrors(std::span<const float> errors, std::size_t* nonFinite) {
  std::vector<float> finite;
  finite.reserve(errors.size());
  std::ranges::copy_if(errors, std::back_inserter(finite), [](float error) { return std::isfinite(error); });
  if (nonFinite != nullptr) *nonFinite = errors.size() - finite.size();
  return finite;
}

HistogramBins errorBins(std::span<const float> errors, std::span<const float> probe, double threshold) {
  constexpr std::array<double, 4> kShown = {0.001, 0.5, 0.995, 0.999};
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto& values : {errors, probe}) {
    if (values.empty()) continue;
    const std::vector<float> at = quantiles(values, kShown);
    low = std::min<double>(low, at[0]);
    high = std::max<double>(high, std::min<double>(at[3], 2.0 * at[2] - at[1]));
  }
  const double width = high - low;
  if (std::isfinite(threshold) && std::isfinite(width) && threshold > low - width &&
      threshold < high + width) {
    low = std::min(low, threshold - 0.02 * width);  // a little more, so that the line keeps off the frame
    high = std::max(high, threshold + 0.05 * width);
  }
  return niceBins(low, high);
}

AboveCounts countsAbove(const ErrorSelection& selection, double threshold) {
  AboveCounts counts;
  counts.count = selection.errors.size();
  counts.classes.resize(selection.classCount);
  for (std::size_t i = 0; i < selection.errors.size(); ++i) {
    auto& own = counts.classes[selection.labels.empty() ? 0 : static_cast<std::size_t>(selection.labels[i])];
    ++own.count;
    if (!(selection.errors[i] > threshold)) continue;
    ++own.above;
    counts.samples.push_back(selection.samples[i]);
  }
  counts.above = counts.samples.size();
  return counts;
}

std::vector<std::size_t> nearestSamples(const ErrorSelection& selection, double threshold,
                                        std::size_t count) {
  const auto distance = [&](std::size_t i) { return std::abs(selection.errors[i] - threshold); };
  return samplesAt(selection,
                   firstPositions(selection.errors.size(), count, [&](std::size_t a, std::size_t b) {
                     const double da = distance(a);
                     const double db = distance(b);
                     return da != db ? da < db : a < b;
                   }));
}

std::vector<std::size_t> worstSamples(const ErrorSelection& selection, std::size_t count) {
  return samplesAt(selection,
                   firstPositions(selection.errors.size(), count, [&](std::size_t a, std::size_t b) {
                     const float ea = selection.errors[a];
                     const float eb = selection.errors[b];
                     return ea != eb ? ea > eb : a < b;
                   }));
}

std::vector<RocCurve::Point> thinnedRoc(const RocCurve& roc, double resolution) {
  std::vector<RocCurve::Point> kept;
  for (std::size_t i = 0; i < roc.points.size(); ++i) {
    const RocCurve::Point& point = roc.points[i];
    const bool end = i == 0 || i + 1 == roc.points.size();
    if (end || point.falsePositiveRate - kept.back().falsePositiveRate >= 1 / resolution ||
        point.truePositiveRate - kept.back().truePositiveRate >= 1 / resolution)
      kept.push_back(point);
  }
  return kept;
}

}  // namespace isthmus
