#include "core/data/tables/libsvm_rows.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/plain_number.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <system_error>

namespace isthmus {
namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/// Takes the next word off; "" at the end.
std::string_view takeWord(std::string_view& line) {
  const char* const end = line.data() + line.size();
  const char* const begin = std::find_if_not(line.data(), end, isBlank);
  const char* const behind = std::find_if(begin, end, isBlank);
  line = {behind, static_cast<std::size_t>(end - behind)};
  return {begin, static_cast<std::size_t>(behind - begin)};
}

/// A finite number with or without '+' before it.
std::optional<double> numberOf(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  double value = 0;
  if (word.empty() ||
      readPlainNumber(word.data(), word.data() + word.size(), value) != word.data() + word.size())
    return std::nullopt;
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<float> valueOf(std::string_view word) {
  if (isMissingText(word)) return std::numeric_limits<float>::quiet_NaN();
  const auto number = numberOf(word);
  if (!number || std::fabs(*number) > std::numeric_limits<float>::max()) return std::nullopt;
  return static_cast<float>(*number);
}

/// Reads "index:value"; says what is wrong, or "".
std::string readPair(std::string_view word, LibsvmRow& row) {
  std::uint32_t index = 0;
  const char* const end = word.data() + word.size();
  const auto [stopped, failed] = std::from_chars(word.data(), end, index);
  if (failed != std::errc() || stopped == end || *stopped != ':')
    return "has " + quotedText(word) + "; expected a pair such as 3:0.5";
  if (index > kMaxTableColumns)
    return "has a feature numbered " + withThousands(index) + "; no more than " +
           withThousands(kMaxTableColumns) + " can be loaded";
  if (!row.indices.empty() && index <= row.indices.back())
    return "has feature " + withThousands(index) + " behind feature " + withThousands(row.indices.back()) +
           "; expected them in ascending order";
  const auto value = valueOf(word.substr(static_cast<std::size_t>(stopped + 1 - word.data())));
  if (!value) return "has " + quotedText(word) + "; expected a finite number behind the colon";
  row.indices.push_back(index);
  row.values.push_back(*value);
  return {};
}

}  // namespace

LibsvmLine readLibsvmLine(std::string_view line, LibsvmRow& row, std::string& fault) {
  row.indices.clear();
  row.values.clear();
  line = line.substr(0, line.find('#'));
  const std::string_view first = takeWord(line);
  if (first.empty()) return LibsvmLine::Blank;
  const auto label = numberOf(first);
  if (!label) {
    fault = first.find(',') != std::string_view::npos
                ? "has several labels (" + quotedText(first) + "); expected one for each sample"
                : "begins with " + quotedText(first) + "; expected a label, a number";
    return LibsvmLine::Bad;
  }
  row.label = *label;
  for (std::string_view word = takeWord(line); !word.empty(); word = takeWord(line)) {
    if (row.indices.empty() && word.starts_with("qid:")) continue;
    fault = readPair(word, row);
    if (!fault.empty()) return LibsvmLine::Bad;
  }
  return LibsvmLine::Row;
}

}  // namespace isthmus
