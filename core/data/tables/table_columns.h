#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/load_options.h"
#include "core/data/tables/table_dialect.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace isthmus {

/// What the first rows show of a column.
struct ColumnSample {
  std::size_t numbers = 0;
  std::size_t texts = 0;  ///< fields that are neither number nor missing
  std::size_t missing = 0;
  std::size_t wholes = 0;  ///< of the numbers
  std::size_t dates = 0;   ///< of the texts
  double lowest = 0;       ///< of the numbers
  double highest = 0;
  bool counts = true;    ///< the numbers are whole and each is one more than that of the row before
  std::string odd = {};  ///< the first text
  std::unordered_set<std::string> values = {};  ///< different ones, at most kMaxLevels + 1

  std::size_t filled() const { return numbers + texts; }
  bool isNumeric() const { return numbers > 0 && texts == 0; }
  bool isWhole() const { return isNumeric() && wholes == numbers; }
  bool isByte() const { return isWhole() && lowest >= 0 && highest <= 255; }
};

/// The head of a table: how it is written and what stands in its first rows.
struct TableHead {
  TableDialect dialect;
  std::vector<ColumnSample> columns = {};
  std::vector<std::vector<std::string>> firstRows =
      {};  ///< at most kPreviewRows x kPreviewColumns, as in the file
  /// Of the first rows, at most RowSample::rowsFor(columns) of them: NaN for what is no number.
  std::vector<float> numbers = {};
  std::size_t rows = 0;
  double bytesARow = 1;
  bool whole = false;  ///< the rows are all that there are

  std::size_t columnCount() const { return dialect.columns; }
};

/// Reads the first rows of a file. An error names the line that has too many or too few fields. Gives up with
/// ErrorCode::Cancelled soon after the task is cancelled.
Result<TableHead> readTableHead(const std::filesystem::path& file, const LoadOptions& options,
                                const Task& task);

/// What becomes of a column.
enum class ColumnUse : std::uint8_t {
  Feature,
  Label,
  Factor,  ///< text with few different values
  Name,    ///< text that tells the samples apart
  Ignored,
};

/// What becomes of a table.
struct TableUse {
  std::vector<ColumnUse> columns;
  std::optional<std::size_t> label = {};
  ImageShape shape;                       ///< of a sample
  bool bytes = false;                     ///< pictures in bytes, as far as the head tells
  bool picture = false;                   ///< otherwise a vector
  std::vector<std::string> remarks = {};  ///< a sentence each on what was guessed

  std::size_t featureCount() const;
};

/// Decides by the head and the options. An error when the label that the options name is not there, when the
/// shape does not fit, or when no column of numbers is left.
Result<TableUse> decideUse(const TableHead& head, const LoadOptions& options,
                           const std::filesystem::path& file);

}  // namespace isthmus
