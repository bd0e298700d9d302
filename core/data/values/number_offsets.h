#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace isthmus {

// Samples are 32-bit floats, which keep 24 bits of a number: of milliseconds since 1970 no more than two
// minutes, of coordinates of five million metres half a metre. Columns whose numbers lie close together far
// from 0 are therefore held less an offset that is a double (Dataset::offsets).

/// The range of a column's numbers. Those that are not finite do not count.
struct NumberRange {
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -std::numeric_limits<double>::infinity();

  void add(double number);
  bool isEmpty() const { return lowest > highest; }
};

/// What a column's numbers are held less of: its lowest where floats would keep fewer than 12 bits of the
/// spread, else 0. Numbers that are all the same count as if they differed by 1, unless a float holds them.
double numberOffset(const NumberRange& range);

/// One a column; empty where none needs one.
std::vector<double> numberOffsets(std::span<const NumberRange> columns);

/// A number as it is held: the difference is taken in doubles, and rounded once.
inline float lessOffset(double number, double offset) {
  return static_cast<float>(number - offset);
}

/// The number itself again, to as many digits as its float tells: 10000000.007468, not 10000000.007467998.
double withOffset(float held, double offset);

/// What to add to numbers that are held less `from`, so that they are less `to`; either may be empty for
/// none.
double offsetShift(std::span<const double> from, std::span<const double> to, std::size_t feature);

/// Rows that are held less `from` become such that are held less `to`; each row has as many numbers as the
/// offsets, of which either may be empty.
void changeOffsets(std::span<float> rows, std::span<const double> from, std::span<const double> to);

}  // namespace isthmus
