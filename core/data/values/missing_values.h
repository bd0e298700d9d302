#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/load_options.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace isthmus {

/// Rows that lack a value are left out where they are at most so large a share of all; otherwise they are
/// filled, unless a person has decided.
inline constexpr double kMaxDroppedShare = 0.2;

/// Among dataset.labels while it is put together: a label that is missing.
inline constexpr std::int32_t kMissingLabel = -1;
/// The class of samples without a label where others have one.
inline constexpr std::string_view kMissingLabelName = "no label";

/// Treats what is missing, for every format alike: NaN in dataset.values and in factors, kMissingLabel among
/// the labels. Samples that lack a number are left out, or the numbers filled with the median of their column
/// among the training samples (0 where those have none). Nothing else costs a sample: one without a label is
/// of the class "no label", a missing level of a factor is called "unknown", a factor's missing number stays
/// NaN. Says in dataset.notes what it did. In place. The error, without `where`, when no training sample
/// would be left or when the task was cancelled.
Result<void> treatMissing(Dataset& dataset, std::optional<MissingValues> wanted, const Task& task);

}  // namespace isthmus
