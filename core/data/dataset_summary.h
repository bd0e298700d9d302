#pragma once

#include "core/base/task.h"
#include "core/data/dataset.h"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// The lowest and highest number of each feature, in the data's own units less Dataset::offsets; features
/// without a finite number have 0 and 0.
struct FeatureRanges {
  std::vector<float> low;
  std::vector<float> high;

  std::size_t count() const { return low.size(); }
};

/// Samples of the train, validation and test part.
using PartCounts = std::array<std::size_t, 3>;

/// What a data set's card says of it beside what the data set says itself.
struct DatasetSummary {
  PartCounts parts = {};
  std::vector<PartCounts> classes;  ///< one entry a class, in the order of classNames; empty without labels
  double lowest = 0;                ///< of all finite numbers, unscaled; bytes are 0 to 255
  double highest = 0;
  FeatureRanges features;  ///< of a vector's numbers; empty for pictures
};

using DatasetSummaryPtr = std::shared_ptr<const DatasetSummary>;

/// Counts per part and class, and the range of the numbers, in one pass over the samples: a second or so for
/// gigabytes, so not for the GUI thread. Fails when the task is cancelled.
Result<DatasetSummaryPtr> summarise(const Dataset& dataset, const Task& task = {});

/// The type that the numbers are held in: "uint8" or "float32".
std::string_view numberTypeName(const Dataset& dataset);

/// A sample's numbers as they came, whatever their type, less dataset.offsets: shape.size() values.
std::vector<float> rowOf(const Dataset& dataset, std::size_t index);

}  // namespace isthmus
