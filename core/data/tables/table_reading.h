#pragma once

#include "core/data/tables/text/csv_rows.h"
#include "core/data/tables/text/table_cells.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// One of a table's first rows.
struct SniffedRow {
  std::vector<std::string> cells;
  std::size_t offset = 0;   ///< bytes before it
  std::size_t line = 1;     ///< the number of its first line, from 1
  bool afterBlank = false;  ///< a blank line stands before it
  bool isHash = false;      ///< it begins as comments do
};

/// The first rows of a text when read with one delimiter.
struct TableReading {
  char delimiter = ',';
  std::string_view quotes = CsvRows::kUsualQuotes;
  std::vector<SniffedRow> rows = {};
  std::size_t columns = 0;     ///< what most of the later rows have
  double consistency = 0;      ///< share of the rows, from the first with so many, that have so many
  double numeric = 0;          ///< share of the cells that are numbers in the better style
  NumberStyle style = {};      ///< the better style
  bool isOpen = false;         ///< all that parts digits in it could be of the other style as well
  std::string separated = {};  ///< the first number with thousands in that style, or that is open
  bool anyQuoted = false;
  std::vector<std::size_t> comments = {};  ///< the lines that are no rows, for they begin as comments do
  CsvRows::Status problem = CsvRows::Status::Row;
};

/// So many of a wide table's columns tell how it is written.
inline constexpr std::size_t kJudgedColumns = 2'000;

/// What a reading is told.
struct ReadingWishes {
  std::optional<char> delimiter = {};
  std::optional<std::string_view> quotes = {};
  std::optional<NumberStyle> style = {};
  bool groups = true;  ///< where the style is open: thousands may be parted
  char comment = '\0';
};

/// The reading in which most is numeric among those with the most consistent rows. Lines before the table
/// that have other numbers of fields do not count against it.
TableReading bestReading(std::string_view text, bool whole, const ReadingWishes& wishes);

}  // namespace isthmus
