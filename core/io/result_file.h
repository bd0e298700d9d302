#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/io/result_table.h"

#include <filesystem>
#include <span>
#include <string>

namespace isthmus {

/// Whether a table of results can be written under this name: by its ending and where it lies. To be asked
/// before the work whose results go there.
Result<void> checkResultFile(const std::filesystem::path& file);

/// The file beside an array that holds what is no number of its lines: "codes.json" for "codes.npy". Empty
/// for other endings, whose files hold all.
std::filesystem::path fileBeside(const std::filesystem::path& file);

/// Writes the tables, one below the other: as .csv, or as .npy with a file beside it. They have the same
/// columns. Whole or not at all, each file.
Result<void> writeResults(const std::filesystem::path& file, std::span<const ResultTable> tables,
                          const Task& task = {});

}  // namespace isthmus
