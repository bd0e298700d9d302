#include "core/data/tables/table_dialect.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/load_errors.h"
#include "core/data/tables/csv_rows.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kSniffedRows = 60;
constexpr std::size_t kSniffedCells = 20'000;  // of wide tables fewer rows tell enough
constexpr std::array<char, 4> kDelimiters = {'\t', ';', ',',
                                             ' '};  // the likelier first where all else is equal

using Rows = std::vector<std::vector<std::string>>;

/// The first rows when read with one delimiter.
struct Reading {
  char delimiter = ',';
  Rows rows = {};
  std::size_t columns = 0;  ///< what most rows have
  double consistency = 0;   ///< share of the rows after the first that have so many
  double numeric = 0;       ///< share of the cells that are numbers, with points ...
  double numericComma = 0;  ///< ... or with decimal commas
  CsvRows::Status problem = CsvRows::Status::Row;
};

void countCells(Reading& reading) {
  std::size_t cells = 0;
  std::size_t points = 0;
  std::size_t commas = 0;
  for (std::size_t r = reading.rows.size() > 1 ? 1 : 0; r < reading.rows.size(); ++r) {
    for (const std::string& cell : reading.rows[r]) {
      if (isMissingText(cell)) continue;
      ++cells;
      points += numberInText(cell, false) ? 1U : 0U;
      commas += numberInText(cell, true) ? 1U : 0U;
    }
  }
  if (cells == 0) return;
  reading.numeric = static_cast<double>(points) / static_cast<double>(cells);
  reading.numericComma =
      reading.delimiter == ',' ? 0 : static_cast<double>(commas) / static_cast<double>(cells);
}

Reading readWith(char delimiter, std::string_view text, bool whole) {
  Reading reading{.delimiter = delimiter};
  CsvRows rows(delimiter);
  std::size_t cells = 0;
  while (!text.empty() && reading.rows.size() < kSniffedRows && cells < kSniffedCells) {
    const CsvRows::Status status = rows.next(text, whole);
    if (status == CsvRows::Status::Blank) continue;
    if (status != CsvRows::Status::Row) {
      reading.problem = status;
      break;
    }
    std::vector<std::string>& row = reading.rows.emplace_back();
    for (const CsvField& field : rows.fields()) row.emplace_back(field.text);
    cells += row.size();
  }
  const std::size_t first = reading.rows.size() > 1 ? 1 : 0;  // a first line may be shorter than the others
  std::map<std::size_t, std::size_t> counts;
  for (std::size_t r = first; r < reading.rows.size(); ++r) ++counts[reading.rows[r].size()];
  if (counts.empty()) return reading;
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  reading.columns = most->first;
  reading.consistency = static_cast<double>(most->second) / static_cast<double>(reading.rows.size() - first);
  countCells(reading);
  return reading;
}

/// The reading in which most is numeric among those with the most consistent rows.
Reading bestReading(std::string_view text, bool whole, const std::optional<char>& delimiter) {
  if (delimiter) return readWith(*delimiter, text, whole);
  Reading best;
  double bestScore = -1;
  for (const char candidate : kDelimiters) {
    Reading reading = readWith(candidate, text, whole);
    if (reading.rows.empty() && reading.problem == CsvRows::Status::TooMany) return reading;
    const double score =
        reading.columns < 2 ? -0.5 : reading.consistency + std::max(reading.numeric, reading.numericComma);
    if (score > bestScore) {
      bestScore = score;
      best = std::move(reading);
    }
  }
  return best;
}

/// The content without a byte order mark and the '#' lines at its start.
struct Start {
  std::size_t offset = 0;
  std::size_t line = 1;
};
Start startOf(std::string_view head) {
  Start start;
  if (head.starts_with("\xEF\xBB\xBF")) start.offset = 3;
  while (start.offset < head.size() && head[start.offset] == '#') {
    const std::size_t end = head.find('\n', start.offset);
    if (end == std::string_view::npos) break;
    start.offset = end + 1;
    ++start.line;
  }
  return start;
}

/// "150,4,setosa,versicolor,virginica" before rows of 4 numbers and a class.
bool isCountLine(const Reading& reading) {
  if (reading.rows.size() < 2 || reading.rows[0].size() < 3) return false;
  const std::vector<std::string>& first = reading.rows[0];
  const auto count = parseNumber<std::uint64_t>(first[0]);
  const auto features = parseNumber<std::uint64_t>(first[1]);
  if (!count || !features || *features + 1 != reading.columns) return false;
  const std::size_t classes = first.size() - 2;
  const bool named = std::all_of(first.begin() + 2, first.end(), [](const std::string& name) {
    return !name.empty() && !numberInText(name, false);
  });
  return named && std::all_of(reading.rows.begin() + 1, reading.rows.end(), [&](const auto& row) {
           const auto label =
               row.size() == reading.columns ? parseNumber<std::uint64_t>(row.back()) : std::nullopt;
           return label && *label < classes;
         });
}

/// Whether the first row is 0, 1, 2, ... (as pandas numbers columns) and the second is not.
bool numbersItsColumns(const Rows& rows) {
  if (rows.size() < 2 || rows[0].size() < 3 || rows[0] == rows[1]) return false;
  const std::size_t first = rows[0][0].empty() ? 1 : 0;
  for (std::size_t c = first; c < rows[0].size(); ++c) {
    if (rows[0][c] != std::to_string(c - first)) return false;
  }
  return true;
}

/// Whether the first row names the columns: text stands where only numbers follow.
bool hasHeader(const Reading& reading, bool decimalComma) {
  const Rows& rows = reading.rows;
  if (rows.size() < 2 || rows[0].size() != reading.columns) return false;
  if (numbersItsColumns(rows)) return true;
  for (std::size_t c = 0; c < reading.columns; ++c) {
    if (isMissingText(rows[0][c]) || numberInText(rows[0][c], decimalComma)) continue;
    bool anyNumber = false;
    bool anyText = false;
    for (std::size_t r = 1; r < rows.size() && !anyText; ++r) {
      if (c >= rows[r].size() || isMissingText(rows[r][c])) continue;
      (numberInText(rows[r][c], decimalComma) ? anyNumber : anyText) = true;
    }
    if (anyNumber && !anyText) return true;
  }
  return false;
}

Result<void> checkText(std::string_view head, const std::filesystem::path& file) {
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    return fileError(file, "is text in UTF-16; expected a table in UTF-8 (save it anew as CSV UTF-8)");
  if (head.find('\0') != std::string_view::npos)
    return fileError(file, "holds zero bytes and so is no text; expected a table as text");
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return fileError(file, "holds blank lines only; expected rows of a table");
  if (head[first] == '<') return fileError(file, "is a web page or XML; expected rows of a table");
  if (head[first] == '{' || head[first] == '[') return fileError(file, "is JSON; expected rows of a table");
  return {};
}

Error readingError(const Reading& reading, const std::filesystem::path& file) {
  switch (reading.problem) {
    case CsvRows::Status::TooMany:
      return fileError(file,
                       "has more than " + withThousands(kMaxTableColumns) + " columns; no more can be loaded",
                       ErrorCode::TooLarge);
    case CsvRows::Status::OpenQuote:
      return fileError(file, "opens a quotation mark in its first rows that is never closed");
    case CsvRows::Status::NeedsMore:
      return fileError(
          file, "has a first line of more than " + mebibytesText(kMaxRowBytes) + "; expected rows of a table",
          ErrorCode::TooLarge);
    default:
      return fileError(
          file, "has text after a closing quotation mark in its first rows; expected a delimiter there");
  }
}

}  // namespace

Result<TableDialect> detectDialect(std::string_view head, bool whole, const LoadOptions& options,
                                   const std::filesystem::path& file) {
  if (const Result<void> text = checkText(head, file); !text) return text.error();
  const Start start = startOf(head);
  const std::string_view content = head.substr(start.offset);
  if (content.empty()) return fileError(file, "holds comments only; expected rows of a table");
  const Reading reading = bestReading(content, whole, options.delimiter);
  if (reading.rows.empty()) return readingError(reading, file);
  if (reading.columns < 2)
    return fileError(file,
                     "has one column only (no comma, semicolon, tab or space parts its lines); expected at "
                     "least 2 columns");
  TableDialect dialect;
  dialect.delimiter = reading.delimiter;
  dialect.columns = reading.columns;
  dialect.decimalComma = reading.numericComma > reading.numeric;
  const bool countLine = !options.header && isCountLine(reading);
  dialect.header = !countLine && options.header.value_or(hasHeader(reading, dialect.decimalComma));
  dialect.dataOffset = start.offset;
  dialect.dataLine = start.line;
  const std::vector<std::string>& first = reading.rows.front();
  if (countLine) {
    dialect.declaredRows = parseNumber<std::uint64_t>(first[0]);
    for (std::size_t c = 2; c < first.size(); ++c) dialect.classNames.push_back(toUtf8(first[c]));
  }
  if (dialect.header && first.size() != dialect.columns)
    return fileError(file, "names " + withThousands(first.size()) +
                               " columns in its first line, but the rows have " +
                               withThousands(dialect.columns) + " fields");
  if (dialect.header || countLine) {
    CsvRows rows(dialect.delimiter);
    std::string_view rest = content;
    CsvRows::Status status = CsvRows::Status::Blank;
    while (status == CsvRows::Status::Blank) {
      status = rows.next(rest, whole);
      dialect.dataLine += rows.lines();
    }
    dialect.dataOffset += content.size() - rest.size();
  }
  for (std::size_t c = 0; c < dialect.columns; ++c)
    dialect.names.push_back(dialect.header ? toUtf8(first[c]) : "column " + std::to_string(c + 1));
  return dialect;
}

bool looksLikeTable(std::string_view head, bool whole) {
  if (!checkText(head, {}) || toUtf8(head.substr(0, head.rfind('\n') + 1)).size() != head.rfind('\n') + 1)
    return false;
  for (const char c : head) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') return false;
  }
  const Reading reading = bestReading(head.substr(startOf(head).offset), whole, {});
  // Prose parted at its commas or spaces hardly has as many in each of three lines, and few numbers.
  return reading.columns >= 2 && reading.rows.size() >= 3 && reading.consistency == 1 &&
         std::max(reading.numeric, reading.numericComma) * static_cast<double>(reading.columns) >= 0.9;
}

}  // namespace isthmus
