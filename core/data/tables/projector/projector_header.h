#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/tables/projector/projector_files.h"

#include <cstdint>
#include <optional>
#include <string>

namespace isthmus {

/// What is known of how many vectors there are: their count, or else a multiple of it.
struct VectorCount {
  std::optional<std::uint64_t> rows = {};
  std::uint64_t numbers = 0;  ///< of all vectors together

  bool fits(std::uint64_t count) const { return count > 0 && (rows ? count == *rows : numbers % count == 0); }
};

/// Whether the first line of metadata names its columns.
struct HeaderChoice {
  bool header = false;
  bool isOpen = false;      ///< the vectors allow both
  std::string remark = {};  ///< a sentence that says what was assumed, and why; empty where nothing was
};

/// Decides by the count of vectors where only one fits it. Where both fit: a column of numbers below a word
/// has a header, a first line whose words come again is none, and otherwise TensorBoard's rule holds, by
/// which several columns have a header and a single one has none. `wanted` goes before all. `metadata.rows`
/// are all lines of the file, at least one. Fails only with ErrorCode::Cancelled.
Result<HeaderChoice> chooseHeader(const ProjectorMetadata& metadata, const VectorCount& vectors,
                                  std::optional<bool> wanted, const Task& task);

/// Gives the columns their names, from the first line where that is a header.
void nameColumns(ProjectorMetadata& metadata, bool header);

}  // namespace isthmus
