#include "core/data/tables/sparse/libsvm_rows.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/plain_number.h"
#include "core/data/tables/text/table_text.h"

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

std::string_view withoutComment(std::string_view line) {
  return line.substr(0, line.find('#'));
}

/// What SVMlight allows between label and pairs.
bool isSetting(std::string_view word) {
  return word.starts_with("qid:") || word.starts_with("cost:") || word.starts_with("sid:");
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
  if (word.empty()) return std::nullopt;
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

/// "3:0.5"; behind the colon may stand anything.
bool isPairLike(std::string_view word) {
  const std::size_t colon = word.find(':');
  return colon != std::string_view::npos && colon > 0 &&
         word.substr(0, colon).find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1", "+1", "2.5", or several, "1,7".
bool isLabelLike(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos &&
         word.find_first_not_of("+-.,eE0123456789") == std::string_view::npos;
}

/// "12:30", which text in columns may hold.
bool isClockTime(std::string_view word) {
  const std::size_t colon = word.find(':');
  const auto hour = parseNumber<unsigned>(word.substr(0, colon));
  const auto minute = parseNumber<unsigned>(word.substr(colon + 1));
  return hour && minute && *hour < 24 && *minute < 60 && word.size() - colon == 3;
}

/// What the first lines of a text look like.
struct FirstLines {
  std::size_t rows = 0;
  std::size_t pairs = 0;
  bool areClockTimes = true;  ///< all pairs, and as many of them in each row
  std::size_t pairsARow = 0;

  /// False when the line is no row of this kind.
  bool look(std::string_view line) {
    line = withoutComment(line);
    std::string_view word = takeWord(line);
    if (word.empty()) return true;
    if (isLabelLike(word)) {  // some rows of several labels have none
      word = takeWord(line);
      while (isSetting(word)) word = takeWord(line);
    }
    std::size_t count = 0;
    for (; !word.empty(); word = takeWord(line), ++count) {
      if (!isPairLike(word)) return false;
      areClockTimes = areClockTimes && isClockTime(word);
    }
    areClockTimes = areClockTimes && (rows == 0 || count == pairsARow);
    pairsARow = count;
    pairs += count;
    ++rows;
    return true;
  }
};

}  // namespace

LibsvmLine readLibsvmLine(std::string_view line, LibsvmRow& row, std::string& fault) {
  row.indices.clear();
  row.values.clear();
  line = withoutComment(line);
  const std::string_view first = takeWord(line);
  if (first.empty()) return LibsvmLine::Blank;
  const auto label = numberOf(first);
  if (!label || std::fabs(*label) > std::numeric_limits<float>::max()) {
    fault = first.find(',') != std::string_view::npos
                ? "has several labels (" + quotedText(first) + "); expected one for each sample"
                : "begins with " + quotedText(first) + "; expected a label, a number";
    return LibsvmLine::Bad;
  }
  row.label = *label;
  for (std::string_view word = takeWord(line); !word.empty(); word = takeWord(line)) {
    if (row.indices.empty() && isSetting(word)) continue;
    fault = readPair(word, row);
    if (!fault.empty()) return LibsvmLine::Bad;
  }
  return LibsvmLine::Row;
}

bool looksLikeLibsvm(std::string_view text, bool whole) {
  constexpr std::size_t kRows = 10;
  text = withoutByteOrderMark(text);
  FirstLines first;
  std::string_view line;
  while (first.rows < kRows && takeTextLine(text, whole, line)) {
    if (!first.look(line)) return false;
  }
  // A long line of which the last word may be cut.
  if (first.rows == 0 && !first.look(text.substr(0, text.find_last_of(" \t")))) return false;
  return first.pairs > 0 && !first.areClockTimes;
}

bool takeTextLine(std::string_view& text, bool last, std::string_view& line) {
  const std::size_t end = text.find('\n');
  if (text.empty() || (end == std::string_view::npos && !last)) return false;
  line = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return true;
}

}  // namespace isthmus
