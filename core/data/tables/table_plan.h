#pragma once

#include "core/base/result.h"
#include "core/data/dataset_format.h"
#include "core/data/tables/columns/table_columns.h"

#include <filesystem>
#include <span>

namespace isthmus {

/// True for files named as tables, and for others whose first lines are rows of columns with numbers.
bool recognisesTable(const FileHead& head);

/// Fails where two parts have not the same columns, by their names where both have a header.
Result<void> checkSameColumns(const TableHead& train, const TableHead& test,
                              const std::filesystem::path& trainFile, const std::filesystem::path& testFile);

/// Understands one table, or two of which one is named as the test part, by their first rows.
Result<LoadPlan> planTable(std::span<const std::filesystem::path> files, const LoadOptions& options,
                           const LoadTools& tools, const Task& task);

}  // namespace isthmus
