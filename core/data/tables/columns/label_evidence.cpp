#include "core/data/tables/columns/label_evidence.h"

#include "core/base/image.h"
#include "core/base/number_text.h"
#include "core/data/tables/columns/table_label.h"
#include "core/data/tables/table_limits.h"
#include "core/data/values/label_names.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace isthmus {
namespace {

constexpr double kMost = 0.8;                 // of the other columns, for a judgement about all
constexpr std::size_t kLeastRowsToCount = 5;  // 1, 2, 3 may be chance
constexpr double kLargestWhole = 1e15;        // above it numbers are not looked at as whole ones
constexpr std::size_t kMostCounting = 2;      // more columns that count are no numbers of the rows
constexpr std::size_t kLeastRowsToBeSure = 20;
constexpr double kIdsAreBeyond = 1'000;         // times all other numbers of a table
constexpr std::size_t kMostNamedNumbers = 100;  // different whole numbers of what is called a label
constexpr std::size_t kMostSeriesClasses = 100;
constexpr std::size_t kFewWholes = 20;

std::string_view nameOf(const TableHead& head, std::size_t c) {
  return head.dialect.header ? std::string_view(head.dialect.names[c]) : std::string_view();
}

/// Whether `others` hold of more than so many of them what is asked.
template <typename Test>
bool holdsOfMost(const std::vector<std::size_t>& others, double share, const Test& test) {
  const auto count = static_cast<double>(std::ranges::count_if(others, test));
  return !others.empty() && count >= share * static_cast<double>(others.size());
}

/// Highest share of one value among the first rows.
double commonestShare(const ColumnSample& column) {
  std::vector<std::size_t> counts(column.codeCount());
  std::size_t all = 0;
  for (const std::int32_t code : column.codes) {
    if (code == ColumnSample::kNoCode) continue;
    ++counts[static_cast<std::size_t>(code)];
    ++all;
  }
  return all == 0 ? 1 : static_cast<double>(*std::ranges::max_element(counts)) / static_cast<double>(all);
}

/// Whether few whole numbers of `label` are of another kind than those of a column that could be its equal.
bool isUnlike(const ColumnSample& label, const ColumnSample& other) {
  if (!other.isWhole()) return true;
  const std::size_t fewer = std::min(label.values.size(), other.values.size());
  const std::size_t more = std::max(label.values.size(), other.values.size());
  const double above = std::max(1.0, 0.15 * (other.highest - other.lowest));
  return label.lowest < other.lowest || label.highest >= other.highest + above ||
         (2 * fewer <= more && other.values.size() > 1);
}

/// Whether the first column of a table without a header holds different numbers in no order, far beyond those
/// of all others: only an id is like that.
bool isBeyondOthers(const TableHead& head) {
  const ColumnSample& column = head.columns.front();
  if (head.dialect.header || !column.isWhole() || column.missing > 0 || column.rises ||
      !column.isMostlyDifferent() || column.numbers < kLeastRowsToBeSure)
    return false;
  double beyond = 1;
  for (std::size_t c = 1; c < head.columnCount(); ++c) {
    const ColumnSample& other = head.columns[c];
    if (other.numbers > 0) beyond = std::max({beyond, std::fabs(other.lowest), std::fabs(other.highest)});
  }
  return column.highest >= kIdsAreBeyond * beyond;
}

}  // namespace

bool canBeNamedLabel(const ColumnSample& column) {
  if (column.hasManyGaps() || column.filled() == 0) return false;
  if (column.texts > 0)
    return column.dates < column.texts && column.values.size() <= kMaxLevels && !column.namesRows();
  const bool comesAgain = 2 * column.values.size() <= std::max<std::size_t>(column.filled(), 4);
  return column.isWhole() && column.values.size() <= kMostNamedNumbers && comesAgain;
}

bool countsByQuantity(const TableHead& head, std::size_t c) {
  const ColumnSample& column = head.columns[c];
  if (!column.isWhole() || !column.counts || column.numbers < kLeastRowsToCount) return false;
  const std::string words = wordsOfName(nameOf(head, c));
  return isTimeName(nameOf(head, c)) || words == "x" || words == "y" || words == "z";
}

std::vector<bool> rowNumbers(const TableHead& head) {
  std::vector<bool> result(head.columnCount());
  std::vector<std::size_t> counting;  // whatever they are called
  for (std::size_t c = 0; c < head.columnCount(); ++c) {
    const ColumnSample& column = head.columns[c];
    const bool isBeyondWhole = column.isNumeric() && column.lowest >= kLargestWhole;  // an id of 18 digits
    if ((!column.isWhole() && !isBeyondWhole) || countsByQuantity(head, c)) continue;
    const std::string_view name = nameOf(head, c);
    if (head.dialect.header && (isIdName(name) || name.empty())) {
      const bool areDifferent = column.missing == 0 && column.isMostlyDifferent();
      result[c] = column.counts ? column.numbers > 1 : areDifferent && column.numbers >= kLeastRowsToCount;
    } else if (column.counts && column.numbers >= kLeastRowsToCount) {
      counting.push_back(c);
    }
  }
  if (counting.size() <= kMostCounting)
    for (const std::size_t c : counting) result[c] = true;
  if (isBeyondOthers(head)) result[0] = true;
  return result;
}

bool isManyValuedTarget(const TableHead& head, std::size_t c) {
  const ColumnSample& column = head.columns[c];
  const std::string_view name = nameOf(head, c);
  if (!isTargetName(name) || !column.isNumeric() || canBeNamedLabel(column) ||
      column.values.size() <= kFewWholes)
    return false;
  return wordsOfName(name) != "y" || std::ranges::none_of(head.dialect.names, [](const std::string& other) {
           const std::string words = wordsOfName(other);
           return words == "x" || words == "z";
         });
}

bool isLabelBesidePixels(const TableHead& head, const std::vector<std::size_t>& columns, LabelPlace place) {
  if (columns.size() < 2 || squareSide(columns.size() - 1) == 0) return false;
  for (const std::size_t c : columns)
    if (!head.columns[c].isByte()) return false;
  const bool isFirst = place == LabelPlace::First;
  const ColumnSample& label = head.columns[isFirst ? columns.front() : columns.back()];
  const ColumnSample& end = head.columns[isFirst ? columns.back() : columns.front()];
  if (!label.hasFewWholes()) return false;
  // The pixel in a corner is nearly always the same.
  if (end.hasFewWholes() && commonestShare(end) < commonestShare(label)) return false;
  const std::vector<std::size_t> others(columns.begin() + (isFirst ? 1 : 0),
                                        columns.end() - (isFirst ? 0 : 1));
  return holdsOfMost(others, kMost, [&](std::size_t c) {
    return head.columns[c].lowest != label.lowest || head.columns[c].highest != label.highest;
  });
}

bool looksUnlikeOthers(const TableHead& head, const std::vector<std::size_t>& columns) {
  const ColumnSample& label = head.columns[columns.back()];
  std::vector<std::size_t> others;
  for (const std::size_t c : columns)
    if (c != columns.back() && head.columns[c].isNumeric()) others.push_back(c);
  if (others.empty()) return false;
  const auto isFiner = [&](std::size_t c) {
    return !(head.columns[c].isWhole() && head.columns[c].values.size() <= kFewWholes);
  };
  if (holdsOfMost(others, 0.5, isFiner)) return true;
  return isUnlike(label, head.columns[others.back()]) &&
         holdsOfMost(others, kMost, [&](std::size_t c) { return isUnlike(label, head.columns[c]); });
}

bool isLabelBeforeFloats(const TableHead& head, const std::vector<std::size_t>& columns) {
  const ColumnSample& label = head.columns[columns.front()];
  const std::size_t most = head.dialect.header ? kFewWholes : kMostSeriesClasses;
  const bool isFew = label.isWhole() && label.values.size() >= 2 && label.values.size() <= most &&
                     2 * label.values.size() <= label.filled();
  if (!isFew) return false;
  const std::vector<std::size_t> others(columns.begin() + 1, columns.end());
  const auto isFloat = [&](std::size_t c) {
    return head.columns[c].isNumeric() && !head.columns[c].isWhole();
  };
  if (holdsOfMost(others, 0.95, isFloat)) return true;
  return !head.dialect.header && label.hasFewWholes() && holdsOfMost(others, kMost, isFloat) &&
         std::ranges::none_of(others, [&](std::size_t c) { return head.columns[c].hasFewWholes(); });
}

std::size_t oneHotWidth(const TableHead& head) {
  const std::size_t rows = head.columns.back().codes.size();
  std::vector<std::uint8_t> hot(rows);
  // Adds a column; false where it is none of 0 and 1, or a row has a second 1.
  const auto add = [&](const ColumnSample& column) {
    if (!column.isFlag() || column.missing > 0 || column.values.size() > 2 || column.codes.size() != rows)
      return false;
    std::int32_t one = ColumnSample::kNoCode;
    for (const auto& [text, code] : column.values)
      if (parseNumber<double>(text).value_or(0) == 1) one = code;
    for (std::size_t row = 0; row < rows; ++row) {
      if (one == ColumnSample::kNoCode || column.codes[row] != one) continue;
      if (hot[row] != 0) return false;
      hot[row] = 1;
    }
    return true;
  };
  const auto widthBefore = [&](std::size_t end) {
    std::ranges::fill(hot, std::uint8_t{0});
    for (std::size_t width = 1; width <= end && width <= kMaxLevels; ++width) {
      if (!add(head.columns[end - width])) return std::size_t{0};
      if (width > 1 && std::ranges::find(hot, 0) == hot.end()) return width;
    }
    return std::size_t{0};
  };
  if (rows < kLeastRowsToBeSure) return 0;
  const std::size_t width = widthBefore(head.columnCount());
  if (width == 0 || width == head.columnCount() || widthBefore(head.columnCount() - width) > 0) return 0;
  return width;
}

}  // namespace isthmus
