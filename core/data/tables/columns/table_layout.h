#pragma once

#include "core/base/result.h"
#include "core/data/tables/table_reading.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// Which of a table's first rows are what.
struct TableLayout {
  std::size_t columns = 0;    ///< without empty ones that delimiters at the end of rows make
  std::size_t firstData = 0;  ///< a row of the reading; their number where there is none
  bool header = false;
  bool rowNames = false;                  ///< the header leaves the first column out
  std::vector<std::string> names = {};    ///< where there is a header
  std::vector<std::string> remarks = {};  ///< a sentence each on rows that are passed over or joined
};

/// Tells lines before a table, its header (of one line or two), and a line of units below from its data: data
/// have numbers where the later rows have. `header` says whether there is one. An error when the header has
/// another number of fields than the rows.
Result<TableLayout> findLayout(const TableReading& reading, std::optional<bool> header,
                               const std::filesystem::path& file);

}  // namespace isthmus
