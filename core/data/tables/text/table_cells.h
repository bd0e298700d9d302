#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace isthmus {

/// How a table writes its numbers.
struct NumberStyle {
  bool decimalComma = false;
  bool groups = true;  ///< thousands may be parted, by the mark that is not the decimal one, a space or an
                       ///< apostrophe: 1,234.50 and 1.234,50

  bool operator==(const NumberStyle&) const = default;
};

enum class CellKind : std::uint8_t {
  Number,
  Missing,  ///< in every column: "", "NA", "#N/A"
  Mark,     ///< missing in a column of numbers, but perhaps a class elsewhere: "-", ".", "unknown"
  Limit,    ///< a measurement that is only known to lie beyond a number: "<0.01", ">100"
  Text,
};

/// What a (trimmed) cell holds.
struct Cell {
  CellKind kind = CellKind::Text;
  double number = 0;
};

/// Reads a cell as it may stand in a column of numbers: with thousands, a currency or per cent sign (which is
/// dropped: 50% is 50), a leading plus or the minus of typesetters.
Cell readCell(std::string_view text, const NumberStyle& style);

/// What a (trimmed) cell with one comma and three digits behind, or one point, can mean.
enum class SeparatorEvidence : std::uint8_t {
  None,           ///< no separator, or no number in either style
  Point,          ///< a number with a decimal point alone: 1,234.5, 0.25
  Comma,          ///< a number with a decimal comma alone: 1.234,5, 0,25
  CommaThousand,  ///< either: 1,234
  PointThousand,  ///< either: 1.234
};
SeparatorEvidence separatorEvidence(std::string_view text);

/// The value of "True", "no", "t", "Y" and the like, in capitals or not.
std::optional<bool> truthInText(std::string_view text);
/// Which pair of words the text belongs to ("yes" and "no" to one, "t" and "f" to another); -1 for others.
int truthPair(std::string_view text);

/// "Total", "Sum:", "Average": what a row is called that sums up the others.
bool isTotalsWord(std::string_view text);

}  // namespace isthmus
