#pragma once

#include "core/base/result.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// How a table is written, as far as its head tells.
struct TableDialect {
  char delimiter = ',';
  bool decimalComma = false;
  bool header = false;
  std::size_t columns = 0;              ///< at least 2
  std::size_t dataOffset = 0;           ///< bytes of content before the first row of data
  std::size_t dataLine = 1;             ///< the number of that row's line, from 1
  std::vector<std::string> names;       ///< of the columns; "column 3" and so on without a header
  std::vector<std::string> classNames;  ///< from a first line such as "150,4,setosa,versicolor,virginica" ...
  std::optional<std::uint64_t> declaredRows = {};  ///< ... which declares its count of rows, too
};

/// Finds out how a table is written from the start of its content; `whole` says that there is no more. What
/// `options` set (delimiter, header) is taken at its word. The error says what was expected.
Result<TableDialect> detectDialect(std::string_view head, bool whole, const LoadOptions& options,
                                   const std::filesystem::path& file);

/// Whether these first bytes are text in rows of at least two columns, at least one of them numeric: what may
/// be taken for a table without a name that says so.
bool looksLikeTable(std::string_view head, bool whole);

}  // namespace isthmus
