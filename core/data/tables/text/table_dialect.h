#pragma once

#include "core/base/result.h"
#include "core/data/load_options.h"
#include "core/data/tables/text/csv_rows.h"
#include "core/data/tables/text/table_cells.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// What a file itself says of a column (ARFF).
struct DeclaredColumn {
  bool isText = false;              ///< classes or words, even where they are written as numbers
  std::string usual = "0";          ///< what a sparse row leaves out
  std::vector<std::string> levels;  ///< of a nominal one, in the order of the file
};

/// How a table is written, as far as its head tells.
struct TableDialect {
  char delimiter = ',';
  std::string quotes =
      std::string(CsvRows::kUsualQuotes);  ///< characters that stand round texts; may be none
  char comment = '\0';  ///< lines that begin so are passed over, as the options say; '\0': guessed by line
  bool decimalComma = false;
  bool groups = true;  ///< NumberStyle::groups
  bool header = false;
  bool rowNames = false;                ///< the header does not name the first column: it names the rows
  bool wordVectors = false;             ///< a word, which may hold spaces, and numbers, parted by spaces
  std::size_t columns = 0;              ///< at least 2
  std::size_t dataOffset = 0;           ///< bytes of content before the first row of data
  std::size_t dataLine = 1;             ///< the number of that row's line, from 1
  std::size_t comments = 0;             ///< lines before them that are comments
  std::vector<std::string> names;       ///< of the columns; "column 3" and so on without a header
  std::vector<std::string> classNames;  ///< from a first line such as "150,4,setosa,versicolor,virginica" ...
  std::optional<std::uint64_t> declaredRows = {};  ///< ... which declares its count of rows, too
  std::vector<DeclaredColumn> declared = {};       ///< one a column, or none
  std::optional<std::size_t> label = {};           ///< the column that the file itself makes the label
  std::vector<std::string> remarks = {};  ///< a sentence each on lines passed over and readings chosen

  NumberStyle numbers() const { return {decimalComma, groups}; }
};

/// Finds out how a table is written from the start of its content; `whole` says that there is no more. What
/// `options` set (delimiter, header, skip, comment, quote, thousands) is taken at its word. The error says
/// what was expected.
Result<TableDialect> detectDialect(std::string_view head, bool whole, const LoadOptions& options,
                                   const std::filesystem::path& file);

/// Whether these first bytes are text in rows of at least two columns, at least one of them numeric: what may
/// be taken for a table without a name that says so.
bool looksLikeTable(std::string_view head, bool whole);

}  // namespace isthmus
