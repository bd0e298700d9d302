#include "core/data/values/number_offsets.h"

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr double kLeastSpread = 0x1p-12;  // of the largest number: 12 of a float's 24 bits are left for it

}  // namespace

void NumberRange::add(double number) {
  if (!std::isfinite(number)) return;
  lowest = std::min(lowest, number);
  highest = std::max(highest, number);
}

double numberOffset(const NumberRange& range) {
  if (range.isEmpty()) return 0;
  const double largest = std::max(std::fabs(range.lowest), std::fabs(range.highest));
  double spread = range.highest - range.lowest;
  if (spread == 0) {
    if (static_cast<double>(static_cast<float>(range.lowest)) == range.lowest) return 0;
    spread = 1;
  }
  return spread < kLeastSpread * largest ? range.lowest : 0;
}

std::vector<double> numberOffsets(std::span<const NumberRange> columns) {
  std::vector<double> offsets(columns.size());
  std::ranges::transform(columns, offsets.begin(), numberOffset);
  if (std::ranges::all_of(offsets, [](double offset) { return offset == 0; })) offsets.clear();
  return offsets;
}

double withOffset(float held, double offset) {
  const auto number = static_cast<double>(held);
  if (offset == 0 || !std::isfinite(held)) return number + offset;
  constexpr int kFloatDigits = 7;
  constexpr int kDoubleDigits = 15;
  const auto before = [](double value) {
    return value == 0 ? 1 : static_cast<int>(std::floor(std::log10(std::fabs(value)))) + 1;
  };
  const int decimals = std::min(kFloatDigits - before(number), kDoubleDigits - before(offset));
  const double sum = number + offset;
  if (decimals < 0) return std::round(sum);
  const double power = std::pow(10.0, decimals);
  return std::round(sum * power) / power;
}

double offsetShift(std::span<const double> from, std::span<const double> to, std::size_t feature) {
  const double less = from.empty() ? 0 : from[feature];
  return to.empty() ? less : less - to[feature];
}

void changeOffsets(std::span<float> rows, std::span<const double> from, std::span<const double> to) {
  if (std::ranges::equal(from, to)) return;
  const std::size_t width = std::max(from.size(), to.size());
  std::vector<double> shifts(width);
  for (std::size_t i = 0; i < width; ++i) shifts[i] = offsetShift(from, to, i);
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = static_cast<float>(static_cast<double>(rows[i]) + shifts[i % width]);
}

}  // namespace isthmus
