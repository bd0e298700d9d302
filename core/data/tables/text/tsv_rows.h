#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/tables/text/csv_rows.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

namespace isthmus {

/// Gives every row of a tab-separated file, header or not, to `take` with the number of its line, in order;
/// blank lines are passed over. Keeps but a piece of the file in memory. The error names the file; it is that
/// of `take`, or says what is wrong with the text: a row of other fields than the first, more than `maxBytes`
/// of content. Fails with ErrorCode::Cancelled soon after the task is cancelled.
Result<void> readTsvRows(
    const std::filesystem::path& file, std::uint64_t maxBytes, const Task& task,
    const std::function<Result<void>(std::span<const CsvField> fields, std::size_t line)>& take);

}  // namespace isthmus
