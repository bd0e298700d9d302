#pragma once

#include "core/base/result.h"
#include "core/data/dataset_format.h"

#include <filesystem>
#include <span>

namespace isthmus {

/// True for files named as tables, and for others whose first lines are rows of columns with numbers.
bool recognisesTable(const FileHead& head);

/// Understands one table, or two of which one is named as the test part, by their first rows.
Result<LoadPlan> planTable(std::span<const std::filesystem::path> files, const LoadOptions& options,
                           const LoadTools& tools, const Task& task);

}  // namespace isthmus
