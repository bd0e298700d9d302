#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/load_options.h"
#include "core/data/tables/beside/table_file.h"
#include "core/data/tables/columns/column_sample.h"
#include "core/data/tables/text/table_dialect.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// The head of a table: how it is written and what stands in its first rows.
struct TableHead {
  TableDialect dialect;
  std::vector<ColumnSample> columns = {};
  std::vector<std::vector<std::string>> firstRows =
      {};  ///< at most kPreviewRows x kPreviewColumns, as in the file
  /// Of the first rows, at most RowSample::rowsFor(columns) of them: NaN for what is no number.
  std::vector<float> numbers = {};
  std::size_t rows = 0;
  TotalsRows totals = {};    ///< not among the rows
  std::size_t comments = 0;  ///< lines that were passed over
  double bytesARow = 1;
  bool whole = false;  ///< the rows are all that there are

  std::size_t columnCount() const { return dialect.columns; }
};

/// Reads the first rows of a file. An error names the line that has too many or too few fields. Gives up with
/// ErrorCode::Cancelled soon after the task is cancelled.
Result<TableHead> readTableHead(const std::filesystem::path& file, const LoadOptions& options,
                                const Task& task);

/// The same of a table with column files, whose columns come last.
Result<TableHead> readTableHead(const TableFile& file, const LoadOptions& options, const Task& task);

/// What becomes of a column.
enum class ColumnUse : std::uint8_t {
  Feature,
  Label,
  OneHot,  ///< one of the last columns, of which each row has a 1 in the one of its class
  Factor,  ///< to colour by: text with few different values, numbers that are no feature
  Name,    ///< tells the samples apart
  Ignored,
};

/// What becomes of a table.
struct TableUse {
  std::vector<ColumnUse> columns;
  std::optional<std::size_t> label = {};        ///< none where the columns are OneHot
  ImageShape shape;                             ///< of a sample
  bool bytes = false;                           ///< pictures in bytes, as far as the head tells
  bool picture = false;                         ///< otherwise a vector
  std::vector<std::size_t> severalLabels = {};  ///< guessed: factors that are called labels
  bool columnMajor = false;                     ///< the pixels of pictures run down the columns
  bool transposed = false;                      ///< samples are columns; Name is that of the features
  std::vector<std::string> remarks = {};        ///< a sentence each on what was guessed

  std::size_t featureCount() const { return countOf(ColumnUse::Feature); }
  std::size_t countOf(ColumnUse use) const {
    return static_cast<std::size_t>(std::ranges::count(columns, use));
  }
  bool hasLabels() const { return label || countOf(ColumnUse::OneHot) > 0; }
};

/// Decides by the head and the options. An error when a column that the options name is not there or cannot
/// be what they say, when the shape does not fit, or when no column of numbers is left.
Result<TableUse> decideUse(const TableHead& head, const LoadOptions& options,
                           const std::filesystem::path& file);

}  // namespace isthmus
