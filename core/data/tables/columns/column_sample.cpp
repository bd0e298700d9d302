#include "core/data/tables/columns/column_sample.h"

#include "core/data/tables/table_limits.h"
#include "core/data/values/missing_values.h"

#include <algorithm>

namespace isthmus {
namespace {

constexpr std::size_t kFewWholeNumbers = 20;  // whole numbers that may be classes
constexpr std::size_t kFewTexts = 100;        // texts likewise
constexpr double kMostly = 0.9;
constexpr std::size_t kCodedRows = 2'000;
constexpr std::size_t kLeastRowsALevel = 3;  // on average, before two columns are said to be the same
constexpr std::size_t kLeastRowsToCompare = 8;

/// Each comes again, on average.
bool comesAgain(const ColumnSample& column) {
  return 2 * column.values.size() <= std::max<std::size_t>(column.filled(), 4);
}

}  // namespace

void ColumnSample::note(std::string_view text, bool isMissing) {
  std::int32_t code = kNoCode;
  if (values.size() > kMaxLevels) return;
  if (!isMissing) {
    const auto [at, isNew] = values.try_emplace(std::string(text), static_cast<std::int32_t>(values.size()));
    code = at->second;
    repeats += isNew ? 0U : 1U;
  }
  if (values.size() > kMaxLevels)
    codes = {};
  else if (codes.size() < kCodedRows)
    codes.push_back(code);
}

std::size_t ColumnSample::codeCount() const {
  return codes.empty() ? 0 : static_cast<std::size_t>(*std::ranges::max_element(codes) + 1);
}

bool ColumnSample::hasFewTexts() const {
  return texts > 0 && !isLimits && dates < texts && values.size() <= kFewTexts && comesAgain(*this);
}

bool ColumnSample::hasFewWholes() const {
  return isWhole() && values.size() >= 2 && values.size() <= kFewWholeNumbers && comesAgain(*this);
}

bool ColumnSample::isMostlyDifferent() const {
  return static_cast<double>(values.size()) >= kMostly * static_cast<double>(values.size() + repeats);
}

bool ColumnSample::namesRows() const {
  return texts > 0 && filled() > 4 && isMostlyDifferent();
}

bool ColumnSample::hasManyGaps() const {
  return static_cast<double>(missing) > kMaxDroppedShare * static_cast<double>(filled() + missing);
}

bool saySame(const ColumnSample& a, const ColumnSample& b) {
  const std::size_t levels = a.values.size();
  if (levels < 2 || levels != b.values.size() || a.codes.empty() || a.codes.size() != b.codes.size())
    return false;
  std::vector<std::int32_t> partner(a.codeCount(), ColumnSample::kNoCode);
  std::size_t compared = 0;
  for (std::size_t row = 0; row < a.codes.size(); ++row) {
    const std::int32_t code = a.codes[row];
    if (code == ColumnSample::kNoCode || b.codes[row] == ColumnSample::kNoCode) continue;
    std::int32_t& known = partner[static_cast<std::size_t>(code)];
    if (known == ColumnSample::kNoCode) known = b.codes[row];
    if (known != b.codes[row]) return false;
    ++compared;
  }
  if (compared < std::max(kLeastRowsToCompare, kLeastRowsALevel * levels)) return false;
  std::erase(partner, ColumnSample::kNoCode);  // of values that are missing in the other, or forgotten
  std::ranges::sort(partner);
  return partner.size() == levels && std::ranges::adjacent_find(partner) == partner.end();
}

}  // namespace isthmus
