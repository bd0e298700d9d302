#pragma once

#include "core/data/tables/columns/table_columns.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// Which columns hold the label, as far as the head of a table tells.
struct LabelGuess {
  std::optional<std::size_t> column = {};
  std::size_t oneHot = 0;                 ///< so many columns at the end, of which each row has a 1 in one
  std::vector<std::size_t> several = {};  ///< columns of 0 and 1 that are called labels, not of one alone
  std::string remark;                     ///< what was guessed and what else could be meant
};

/// Guesses by names, places and values among the columns that are open.
LabelGuess guessLabel(const TableHead& head, const std::vector<bool>& isOpen);

/// So many columns at the end that hold 0 and 1 and of which each row has a 1 in one alone; 0 where there are
/// none, or where more such columns stand before them: those are kinds of something each.
std::size_t oneHotWidth(const TableHead& head);

/// For a sentence: "Column \"a\"", or "Column 3" where it has no name.
std::string columnText(const TableHead& head, std::size_t column);
/// "Columns \"a\", \"b\" and 4 more".
std::string columnsText(const TableHead& head, const std::vector<std::size_t>& columns);

}  // namespace isthmus
