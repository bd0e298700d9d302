#pragma once

#include "core/base/result.h"
#include "core/base/task.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace isthmus {

/// How much a file of vectors holds.
struct TensorsSize {
  std::uint64_t numbers = 0;
  std::optional<std::uint64_t> rows = {};  ///< where the file tells: text has a vector a line
  std::uint64_t bytes = 0;                 ///< of the file
};

/// Whether a file of vectors is text (.tsv): a vector a line, tab-separated numbers, no header. Others are
/// bare 32-bit floats.
bool areTextTensors(const std::filesystem::path& file);

/// Whether the first line of a file is numbers between tabs. Reads a few bytes.
bool startsWithNumbers(const std::filesystem::path& file);

/// Counts what a file of vectors holds; of text it reads all. Fails with ErrorCode::Cancelled soon after the
/// task is cancelled.
Result<TensorsSize> measureTensors(const std::filesystem::path& file, const Task& task);

/// All numbers of a file of that size, row-major; memory is taken as they come. An error when one is not
/// finite, or when the file has another size by now. Likewise.
Result<std::vector<float>> readTensors(const std::filesystem::path& file, const TensorsSize& size,
                                       const Task& task);

}  // namespace isthmus
