#include "core/data/tables/text/table_dialect.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/foreign_files.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/columns/table_layout.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_reading.h"
#include "core/data/tables/text/arff_header.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/tables/text/text_encoding.h"

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kFewestWordNumbers = 8;  // of a word's vector
constexpr std::size_t kWideRow = 1'000;        // columns, from which a head may end in the first row

/// What stands before a table: a byte order mark, lines to skip, comments, Excel's "sep=;".
struct Start {
  std::size_t offset = 0;
  std::size_t line = 1;
  std::size_t comments = 0;
  std::optional<char> delimiter = {};
};

bool skipLine(std::string_view head, Start& start) {
  const std::size_t end = head.find('\n', start.offset);
  if (end == std::string_view::npos) return false;
  start.offset = end + 1;
  ++start.line;
  return true;
}

/// "sep=;", perhaps in quotation marks.
std::optional<char> separatorLine(std::string_view line) {
  line = trimmed(line.substr(0, line.find_first_of("\r\n")));
  if (line.size() > 1 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || lowerCased(line.substr(0, 4)) != "sep=") return std::nullopt;
  return line.back();
}

Start startOf(std::string_view head, const LoadOptions& options) {
  Start start;
  if (head.starts_with("\xEF\xBB\xBF")) start.offset = 3;
  for (std::size_t i = 0; i < options.skippedLines.value_or(0); ++i)
    if (!skipLine(head, start)) break;
  if (const auto separator = separatorLine(head.substr(start.offset)); separator && skipLine(head, start))
    start.delimiter = separator;
  const auto isComment = [&](char c) { return options.comment ? c == *options.comment : isUsualComment(c); };
  while (start.offset < head.size() && isComment(head[start.offset]) && skipLine(head, start))
    ++start.comments;
  return start;
}

/// "150,4,setosa,versicolor,virginica" before rows of 4 numbers and a class.
bool isCountLine(const TableReading& reading) {
  if (reading.rows.size() < 2 || reading.rows[0].cells.size() < 3) return false;
  const std::vector<std::string>& first = reading.rows[0].cells;
  const auto count = parseNumber<std::uint64_t>(first[0]);
  const auto features = parseNumber<std::uint64_t>(first[1]);
  if (!count || !features || *features + 1 != reading.columns) return false;
  const std::size_t classes = first.size() - 2;
  const bool named = std::all_of(first.begin() + 2, first.end(), [](const std::string& name) {
    return !name.empty() && !numberInText(name, false);
  });
  return named && std::all_of(reading.rows.begin() + 1, reading.rows.end(), [&](const SniffedRow& row) {
           const auto label = row.cells.size() == reading.columns
                                  ? parseNumber<std::uint64_t>(row.cells.back())
                                  : std::nullopt;
           return label && *label < classes;
         });
}

/// "3000000 300" before words with so many numbers, as word2vec and fastText write.
bool isVectorCountLine(const TableReading& reading) {
  if (reading.rows.size() < 2 || reading.rows[0].cells.size() != 2 || reading.columns < 3) return false;
  const auto count = parseNumber<std::uint64_t>(reading.rows[0].cells[0]);
  const auto numbers = parseNumber<std::uint64_t>(reading.rows[0].cells[1]);
  return count && numbers && *numbers + 1 == reading.columns;
}

/// A word and numbers between spaces, in every row.
bool areWordVectors(const TableReading& reading, const TableLayout& layout) {
  if (reading.delimiter != ' ' || layout.header || reading.anyQuoted || layout.columns <= kFewestWordNumbers)
    return false;
  bool anyWord = false;
  for (std::size_t r = layout.firstData; r < reading.rows.size(); ++r) {
    const std::vector<std::string>& cells = reading.rows[r].cells;
    if (cells.size() != layout.columns) return false;
    anyWord = anyWord || !numberInText(cells[0], false);
    if (!std::all_of(cells.begin() + 1, cells.end(),
                     [](const std::string& cell) { return numberInText(cell, false).has_value(); }))
      return false;
  }
  return anyWord;
}

Result<void> checkText(std::string_view head, const std::filesystem::path& file) {
  if (const auto foreign = foreignContent(head)) return fileError(file, *foreign);
  if (head.find('\0') != std::string_view::npos)
    return fileError(file, "holds zero bytes and so is no text; expected a table as text");
  if (head.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return fileError(file, "holds blank lines only; expected rows of a table");
  return {};
}

Error readingError(const TableReading& reading, const std::filesystem::path& file) {
  switch (reading.problem) {
    case CsvRows::Status::TooMany:
      return fileError(file,
                       "has more than " + withThousands(kMaxTableColumns) + " columns; no more can be loaded",
                       ErrorCode::TooLarge);
    case CsvRows::Status::OpenQuote:
      return fileError(file,
                       "opens a quotation mark in its first rows that is never closed (quote=none takes "
                       "such marks as they are)");
    case CsvRows::Status::NeedsMore:
      return fileError(
          file, "has a first line of more than " + mebibytesText(kMaxRowBytes) + "; expected rows of a table",
          ErrorCode::TooLarge);
    default:
      return fileError(file,
                       "has text after a closing quotation mark in its first rows; expected a delimiter "
                       "there (quote=none takes such marks as they are)");
  }
}

ReadingWishes wishesOf(const LoadOptions& options, const Start& start) {
  ReadingWishes wishes{.delimiter = options.delimiter ? options.delimiter : start.delimiter,
                       .comment = options.comment.value_or('\0')};
  if (options.quote)
    wishes.quotes = *options.quote == '"'    ? CsvRows::kUsualQuotes
                    : *options.quote == '\'' ? std::string_view("'")
                                             : CsvRows::kNoQuotes;
  if (options.thousands == ',') wishes.style = NumberStyle{.decimalComma = false};
  if (options.thousands == '.') wishes.style = NumberStyle{.decimalComma = true};
  wishes.groups = options.thousands != '\0';
  return wishes;
}

/// Says in which style numbers are read, where that is not plain.
void sayStyle(const TableReading& reading, const LoadOptions& options, TableDialect& dialect) {
  if (reading.separated.empty() || options.thousands) return;
  const std::string number = quotedText(reading.separated);
  const char* const mark = dialect.decimalComma ? "points" : "commas";
  if (reading.isOpen && dialect.decimalComma)
    dialect.remarks.push_back("Commas are taken as decimal ones, " + number +
                              " as a small number; thousands=comma takes them as parting thousands.");
  else if (reading.isOpen)
    dialect.remarks.push_back("Commas part thousands, as in " + number +
                              "; thousands=none takes them as decimal ones.");
  else
    dialect.remarks.push_back(std::string("Thousands are parted by ") + mark + ", as in " + number + ".");
}

void describeLayout(const TableReading& reading, TableLayout layout, std::size_t contentSize,
                    TableDialect& dialect) {
  dialect.columns = layout.columns;
  dialect.header = layout.header;
  dialect.rowNames = layout.rowNames;
  dialect.wordVectors = areWordVectors(reading, layout);
  // A quotation mark may come as a word behind the first rows as well.
  if (dialect.wordVectors) dialect.quotes = CsvRows::kNoQuotes;
  dialect.remarks.insert(dialect.remarks.end(), layout.remarks.begin(), layout.remarks.end());
  if (layout.firstData < reading.rows.size()) {
    dialect.dataOffset += reading.rows[layout.firstData].offset;
    dialect.dataLine = reading.rows[layout.firstData].line;
    dialect.comments += static_cast<std::size_t>(
        std::ranges::count_if(reading.comments, [&](std::size_t line) { return line < dialect.dataLine; }));
  } else {
    dialect.dataOffset += contentSize;
  }
  dialect.names = std::move(layout.names);
  for (std::size_t c = dialect.names.size(); c < dialect.columns; ++c)
    dialect.names.push_back("column " + std::to_string(c + 1));
}

/// A first line of counts is taken off the reading; true where it was there.
bool takeCountLine(TableReading& reading, const LoadOptions& options, TableDialect& dialect) {
  if (options.header == true) return false;
  const std::vector<std::string> first = reading.rows.front().cells;
  if (isCountLine(reading)) {
    dialect.declaredRows = parseNumber<std::uint64_t>(first[0]);
    for (std::size_t c = 2; c < first.size(); ++c) dialect.classNames.push_back(toUtf8(first[c]));
  } else if (isVectorCountLine(reading)) {
    dialect.remarks.push_back("The first line announces " +
                              withThousands(*parseNumber<std::uint64_t>(first[0])) + " words with " +
                              withThousands(*parseNumber<std::uint64_t>(first[1])) + " numbers each.");
  } else {
    return false;
  }
  reading.rows.erase(reading.rows.begin());
  return true;
}

}  // namespace

Result<TableDialect> detectDialect(std::string_view head, bool whole, const LoadOptions& options,
                                   const std::filesystem::path& file) {
  if (const Result<void> text = checkText(head, file); !text) return text.error();
  if (isArff(head)) return arffDialect(head, whole, file);
  const Start start = startOf(head, options);
  const std::string_view content = head.substr(start.offset);
  if (content.empty()) return fileError(file, "holds comments only; expected rows of a table");
  TableReading reading = bestReading(content, whole, wishesOf(options, start));
  if (reading.rows.empty()) return readingError(reading, file);
  if (reading.columns < 2)
    return fileError(file,
                     "has one column only (no comma, semicolon, tab or space parts its lines); expected at "
                     "least 2 columns");
  for (SniffedRow& row : reading.rows) row.line += start.line - 1;
  for (std::size_t& line : reading.comments) line += start.line - 1;
  TableDialect dialect;
  dialect.delimiter = reading.delimiter;
  dialect.quotes = reading.quotes;
  dialect.comment = options.comment.value_or('\0');
  dialect.decimalComma = reading.style.decimalComma;
  dialect.groups = reading.style.groups;
  dialect.dataOffset = start.offset;
  dialect.comments = start.comments;
  const bool countLine = takeCountLine(reading, options, dialect);
  Result<TableLayout> layout = findLayout(reading, countLine ? std::optional(false) : options.header, file);
  if (!layout) return layout.error();
  const bool noData = layout->firstData >= reading.rows.size();
  if (noData && whole && layout->header)
    return fileError(file, "has a header and no row; expected rows of data below it");
  describeLayout(reading, std::move(layout).value(), content.size(), dialect);
  sayStyle(reading, options, dialect);
  return dialect;
}

bool looksLikeTable(std::string_view bytes, bool whole) {
  const std::string converted = inUtf8(bytes);
  const std::string_view head = converted.empty() ? bytes : std::string_view(converted);
  if (!checkText(head, {}) || toUtf8(head.substr(0, head.rfind('\n') + 1)).size() != head.rfind('\n') + 1)
    return false;
  for (const char c : head) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') return false;
  }
  const Start start = startOf(head, {});
  const std::string_view content = head.substr(start.offset);
  const bool isOneLine = !whole && content.find('\n') == std::string_view::npos;
  const TableReading reading = bestReading(content, whole || isOneLine, {.delimiter = start.delimiter});
  if (isOneLine && reading.columns >= kWideRow)  // such a line may name columns; code has no tabs
    return reading.delimiter == '\t' || reading.numeric >= 0.9;
  // Prose parted at its commas or spaces hardly has as many in each of three lines, and few numbers.
  return reading.columns >= 2 && reading.rows.size() >= 3 && reading.consistency == 1 &&
         reading.numeric * static_cast<double>(reading.columns) >= 0.9;
}

}  // namespace isthmus
