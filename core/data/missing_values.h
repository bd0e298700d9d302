#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/load_options.h"

#include <optional>

namespace isthmus {

/// Rows that lack a value are dropped where they are at most so large a share of all; otherwise they are
/// filled, unless a person has decided.
inline constexpr double kMaxDroppedShare = 0.05;

/// Treats what is missing (NaN) in dataset.values: drops the samples that lack a number, or fills them with
/// the median of their column among the training samples. Says in dataset.notes what it did. In place. The
/// error, without `where`, when nothing would be left or when the task was cancelled.
Result<void> treatMissing(Dataset& dataset, std::optional<MissingValues> wanted, const Task& task);

}  // namespace isthmus
