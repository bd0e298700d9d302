#pragma once

#include "core/anomaly/threshold.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "core/stats/histogram.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace isthmus {

/// The errors of the samples that are looked at, and those that the threshold is learnt from.
struct ErrorSelection {
  std::vector<std::uint32_t> samples;  ///< indices into the data set, ascending; finite errors only
  std::vector<float> errors;           ///< of those samples
  std::vector<std::int32_t> labels;    ///< of those samples; empty when the data set has none
  std::size_t classCount = 1;          ///< 1 when there are no labels
  std::size_t nonFinite = 0;           ///< samples of the chosen part left out for a NaN or infinite error
  /// What a rule computes its threshold from: the finite errors of the training part, for that is what the
  /// model has learnt as normal. Where there are none, all finite errors of the data set.
  std::vector<float> reference;
  bool referenceIsTrain = true;
};

/// Picks the samples of one part (nullopt: all). `errors` and `parts` are one a sample of the data set; when
/// there are not as many parts, every sample counts as training.
ErrorSelection selectErrors(const Dataset& dataset, std::span<const float> errors,
                            std::span<const Part> parts, std::optional<Part> part);

/// The finite ones among the errors; `nonFinite`, when given, receives how many were left out.
std::vector<float> finiteErrors(std::span<const float> errors, std::size_t* nonFinite = nullptr);

/// Bins that show the errors, the probe's (may be empty) and the threshold: from the 0.1 % to the 99.9 %
/// quantile of each, but not further right than twice the distance from the median to the 99.5 % quantile, so
/// that a few extreme errors cannot flatten the picture; what lies outside is counted by the histogram. A
/// threshold further away than the width of that range does not stretch it.
HistogramBins errorBins(std::span<const float> errors, std::span<const float> probe, double threshold);

struct AboveCounts {
  struct Class {
    std::size_t count = 0;
    std::size_t above = 0;  ///< strictly above the threshold
  };
  std::size_t count = 0;
  std::size_t above = 0;
  std::vector<Class> classes;          ///< classCount of them; they add up to count and above
  std::vector<std::uint32_t> samples;  ///< the data set's indices of those above, ascending
};

/// One pass over the selection: cheap enough for every move of a dragged line.
AboveCounts countsAbove(const ErrorSelection& selection, double threshold);

/// The data set's indices of the `count` samples whose errors are nearest the threshold, nearest first.
std::vector<std::size_t> nearestSamples(const ErrorSelection& selection, double threshold, std::size_t count);
/// The data set's indices of the `count` samples with the largest errors, worst first.
std::vector<std::size_t> worstSamples(const ErrorSelection& selection, std::size_t count);

/// The points of the curve that differ on a picture of the given resolution (pixels along an axis), the first
/// and the last among them.
std::vector<RocCurve::Point> thinnedRoc(const RocCurve& roc, double resolution = 400);

}  // namespace isthmus
