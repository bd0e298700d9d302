#pragma once

#include "core/data/tables/text/table_cells.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A column of numbers has at least so many among its cells that are neither empty nor marked as missing.
/// Fewer, and it may be a code that looks like one; more were too strict for the odd remark in a short table.
inline constexpr double kLeastNumericShare = 0.8;

/// Cells of a column of numbers that are none, and so count as missing.
struct OddCells {
  struct First {
    std::string text = {};
    std::size_t line = 0;  ///< 0: none
  };
  std::size_t odd = 0;     ///< "-", "see note"
  std::size_t texts = 0;   ///< of these, the ones that are no mark of a missing value
  std::size_t limits = 0;  ///< "<0.01"
  First firstOdd = {};
  First firstLimit = {};

  /// Counts a cell of these kinds; others are let by.
  void add(CellKind kind, std::string_view text, std::size_t line);
};

/// Rows that sum up the others.
struct TotalsRows {
  std::size_t count = 0;
  OddCells::First first = {};

  void add(std::string_view text, std::size_t line);
};

/// A sentence each on what was not taken as a number, over all columns; `names` are theirs. None where all is
/// plain.
std::vector<std::string> oddSentences(std::span<const OddCells> cells, std::span<const std::string> names);

/// "3 lines that begin as comments do were passed over."
std::string commentsSentence(std::size_t lines);

/// "60 of 61 rows are used; line 62 ("Total") is left out: it sums up the others."
std::string totalsSentence(const TotalsRows& totals, std::size_t used);

}  // namespace isthmus
