#pragma once

#include "core/data/dataset.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace isthmus::test {

/// What is wrong with a data set that any reader or edit has made; "" when it is whole.
inline std::string faultOf(const Dataset& dataset) {
  const std::size_t count = dataset.count();
  if (count == 0) return "no samples";
  if (!dataset.pixels.empty() && !dataset.values.empty()) return "both bytes and numbers";
  if (count * dataset.shape.size() != dataset.pixels.size() + dataset.values.size()) return "a sample is cut";
  if (dataset.trainCount + dataset.validationCount > count) return "parts larger than the whole";
  if (!std::ranges::all_of(dataset.values, [](float value) { return std::isfinite(value); }))
    return "a number that is not finite";
  if (!dataset.offsets.empty() && (dataset.offsets.size() != dataset.shape.size() || dataset.isBytes()))
    return "offsets for some features only";
  if (dataset.hasLabels() && dataset.labels.size() != count) return "labels for some samples only";
  const auto classes = static_cast<std::int32_t>(dataset.classNames.size());
  if (!std::ranges::all_of(dataset.labels, [&](std::int32_t label) { return label >= 0 && label < classes; }))
    return "a label without a class";
  if (!dataset.features.empty() && dataset.features.size() != dataset.shape.size())
    return "names for some features only";
  if (!dataset.sampleNames.empty() && dataset.sampleNames.size() != count)
    return "names for some samples only";
  for (const Factor& factor : dataset.factors) {
    if (factor.values.size() != count) return "a factor for some samples only: " + factor.name;
    const auto levels = static_cast<float>(factor.levels.size());
    const auto isLevel = [&](float value) {
      return value >= 0 && value < levels && value == std::floor(value);
    };
    if (factor.isCategorical() && !std::ranges::all_of(factor.values, isLevel))
      return "a level without a name: " + factor.name;
  }
  return "";
}

}  // namespace isthmus::test
