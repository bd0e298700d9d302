#include "core/anomaly/class_roc.h"

#include "core/anomaly/threshold.h"

#include <cassert>
#include <cmath>

namespace isthmus {

ClassErrors splitByClass(std::span<const float> errors, std::span<const std::int32_t> labels,
                         std::size_t classIndex) {
  assert(labels.size() == errors.size());
  ClassErrors split;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (!std::isfinite(errors[i])) continue;
    const bool isWithin = labels[i] == static_cast<std::int32_t>(classIndex);
    (isWithin ? split.within : split.outside).push_back(errors[i]);
  }
  return split;
}

std::vector<ClassAuc> aucsOfClasses(std::span<const float> errors, std::span<const std::int32_t> labels,
                                    std::span<const std::string> names) {
  std::vector<ClassAuc> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const ClassErrors split = splitByClass(errors, labels, i);
    if (split.hasBoth())
      found.push_back({names[i], split.within.size(), rocCurve(split.outside, split.within).auc});
  }
  return found;
}

}  // namespace isthmus
