// Reading the first rows of a table.
#include "core/base/number_text.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/load_errors.h"
#include "core/data/images/picture_guess.h"
#include "core/data/tables/beside/row_paster.h"
#include "core/data/tables/columns/table_columns.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_rows.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/tables/text/text_encoding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kRowsToJudge = 20;  // fewer in the usual head: a longer one is read
constexpr std::size_t kOddLength = 100;   // of a text that is shown

/// A row that sums up the others, or a comment, if its column turns out to hold numbers.
struct DoubtfulRow {
  std::vector<std::string> cells;
  std::size_t line = 0;
  std::size_t column = 0;  ///< of the cell that says so
  bool isComment = false;
};

/// Looks at a table's first rows.
class HeadReader {
 public:
  HeadReader(TableHead& head, const std::filesystem::path& file, const Task& task)
      : m_head(head), m_file(file), m_task(task) {}

  Result<void> read(std::string_view text, bool whole) {
    const std::size_t allBytes = text.size();
    TableRows rows(m_head.dialect);
    std::size_t line = m_head.dialect.dataLine;
    while (!text.empty()) {
      if (m_task.cancelled()) return cancelledLoading();
      const CsvRows::Status status = rows.next(text, whole);
      const bool passed = status == CsvRows::Status::Blank || status == CsvRows::Status::Comment;
      if (status != CsvRows::Status::Row && !passed) break;
      const std::size_t rowLine = std::exchange(line, line + rows.lines());
      if (status == CsvRows::Status::Comment) ++m_head.comments;
      if (passed) continue;
      if (const Result<void> taken = take(rows, rowLine); !taken) return taken;
    }
    m_head.whole = whole && text.empty();
    settle();
    if (m_head.rows > 0)
      m_head.bytesARow = static_cast<double>(allBytes - text.size()) / static_cast<double>(m_head.rows);
    return {};
  }

 private:
  Result<void> take(const TableRows& rows, std::size_t line) {
    const std::vector<CsvField>& fields = rows.fields();
    if (fields.size() != m_head.columnCount())
      return fileError(m_file, "has " + withThousands(fields.size()) +
                                   (fields.size() == 1 ? " field" : " fields") + " in line " +
                                   withThousands(line) + "; expected " + withThousands(m_head.columnCount()) +
                                   " as in its other lines");
    const auto totals =
        std::ranges::find_if(fields, [](const CsvField& field) { return isTotalsWord(field.text); });
    if (totals != fields.end() || rows.mayBeComment()) {
      DoubtfulRow& row = m_doubtful.emplace_back();
      for (const CsvField& field : fields) row.cells.emplace_back(field.text);
      row.line = line;
      row.isComment = rows.mayBeComment();
      row.column = row.isComment ? 0 : static_cast<std::size_t>(totals - fields.begin());
      return {};
    }
    lookAtRow(fields, line);
    m_lastLine = line;
    return {};
  }
  template <typename Fields>
  void lookAtRow(const Fields& fields, std::size_t line) {
    const bool isKept = m_head.rows < RowSample::rowsFor(m_head.columnCount());
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const float number = look(c, textOf(fields[c]), line);
      if (isKept) m_head.numbers.push_back(number);
    }
    if (m_head.firstRows.size() < kPreviewRows) {
      auto& shown = m_head.firstRows.emplace_back();
      for (std::size_t c = 0; c < std::min(fields.size(), kPreviewColumns); ++c)
        shown.push_back(toUtf8(textOf(fields[c])));
    }
    ++m_head.rows;
  }
  static std::string_view textOf(const CsvField& field) { return field.text; }
  static std::string_view textOf(const std::string& cell) { return cell; }

  /// The number that the field spells; NaN where it is none.
  float look(std::size_t c, std::string_view text, std::size_t line) {
    ColumnSample& column = m_head.columns[c];
    Cell cell = readCell(text, m_head.dialect.numbers());
    const bool isText = !m_head.dialect.declared.empty() && m_head.dialect.declared[c].isText;
    if (isText && cell.kind != CellKind::Missing) cell.kind = CellKind::Text;
    column.note(text, cell.kind == CellKind::Missing);
    if (cell.kind == CellKind::Missing) {
      ++column.missing;
      column.counts = false;
      return std::numeric_limits<float>::quiet_NaN();
    }
    if (cell.kind == CellKind::Number) {
      addNumber(column, cell.number);
      return static_cast<float>(cell.number);
    }
    if (column.texts == 0) column.odd = text.substr(0, kOddLength);
    column.counts = false;
    column.dates += looksLikeDate(text) ? 1U : 0U;
    column.oddCells.add(cell.kind, text, line);
    ++column.texts;
    return std::numeric_limits<float>::quiet_NaN();
  }
  static void addNumber(ColumnSample& column, double number) {
    const bool whole = number == std::floor(number) && std::fabs(number) < 1e15;
    column.counts = column.counts && whole && (column.numbers == 0 || number == column.highest + 1);
    column.rises = column.rises && (column.numbers == 0 || number > column.highest);
    column.lowest = column.numbers == 0 ? number : std::min(column.lowest, number);
    column.highest = column.numbers == 0 ? number : std::max(column.highest, number);
    column.wholes += whole ? 1U : 0U;
    ++column.numbers;
  }

  /// Marks and limits speak neither for a column of numbers nor against it.
  static bool isMostlyNumbers(const ColumnSample& column) {
    const auto numbers = static_cast<double>(column.numbers);
    return numbers > 0 &&
           numbers >= kLeastNumericShare * (numbers + static_cast<double>(column.oddCells.texts));
  }
  void settle() {
    std::vector<bool> numeric;
    for (const ColumnSample& column : m_head.columns) numeric.push_back(isMostlyNumbers(column));
    for (std::size_t i = 0; i < m_doubtful.size(); ++i) {
      const DoubtfulRow& row = m_doubtful[i];
      const std::string& word = row.cells[row.column];
      const bool isEnd = m_head.whole && i + 1 == m_doubtful.size() && row.line > m_lastLine &&
                         m_head.rows > 1 && !m_head.columns[row.column].values.contains(std::string(word));
      if (row.isComment && numeric[0] && kindOf(row.cells[0]) == CellKind::Text) {
        ++m_head.comments;
        continue;
      }
      if (!row.isComment && (numeric[row.column] || isEnd)) {
        m_head.totals.add(word, row.line);
        continue;
      }
      lookAtRow(row.cells, row.line);
    }
    for (ColumnSample& column : m_head.columns) settleColumn(column);
  }
  CellKind kindOf(const std::string& cell) const { return readCell(cell, m_head.dialect.numbers()).kind; }
  void settleColumn(ColumnSample& column) {
    if (!isMostlyNumbers(column)) {
      column.isTruth = column.numbers == 0 && areTruths(column);
      column.isLimits = column.numbers == 0 && column.texts > 0 && column.oddCells.limits == column.texts;
      column.oddCells = {};
      return;
    }
    column.missing += std::exchange(column.texts, 0);
    column.dates = 0;
    if (column.oddCells.odd + column.oddCells.limits == 0) return;
    column.forgetValues([&](const std::string& value) { return kindOf(value) != CellKind::Number; });
  }
  /// Both words of one pair, or the same one all the time if that is no single letter.
  static bool areTruths(const ColumnSample& column) {
    constexpr std::size_t kSpellings = 6;  // true, True, TRUE
    if (column.values.empty() || column.values.size() > kSpellings) return false;
    const int pair = truthPair(column.values.begin()->first);
    bool yes = false;
    bool no = false;
    bool isLetter = false;
    for (const auto& [value, code] : column.values) {
      if (pair < 0 || truthPair(value) != pair) return false;
      (*truthInText(value) ? yes : no) = true;
      isLetter = value.size() == 1;
    }
    return (yes && no) || !isLetter;
  }

  TableHead& m_head;
  const std::filesystem::path& m_file;
  const Task& m_task;
  std::vector<DoubtfulRow> m_doubtful;
  std::size_t m_lastLine = 0;  ///< of a row that is no doubtful one
};

/// Names the columns where other files do.
void nameColumns(TableDialect& dialect, const TableFile& file) {
  const std::size_t own = dialect.columns - std::min(file.columns.size(), dialect.columns);
  if (file.hasHeader || file.columns.empty()) return;
  if (file.names.size() == own) std::ranges::copy(file.names, dialect.names.begin());
  for (std::size_t i = 0; own + i < dialect.columns; ++i) dialect.names[own + i] = file.columns[i].name;
}

Result<TableHead> headFrom(std::string_view content, bool whole, const LoadOptions& options,
                           const TableFile& table, const Task& task) {
  const std::filesystem::path& file = table.path;
  Result<TableDialect> dialect = detectDialect(content, whole, options, file);
  if (!dialect) return dialect.error();
  TableHead head{.dialect = std::move(dialect).value()};
  nameColumns(head.dialect, table);
  head.columns.resize(head.columnCount());
  head.comments = head.dialect.comments;
  const auto data = content.substr(head.dialect.dataOffset);
  if (const Result<void> looked = HeadReader(head, file, task).read(data, whole); !looked)
    return looked.error();
  return head;
}

}  // namespace

Result<TableHead> readTableHead(const std::filesystem::path& file, const LoadOptions& options,
                                const Task& task) {
  return readTableHead(TableFile{file}, options, task);
}

Result<TableHead> readTableHead(const TableFile& table, const LoadOptions& options, const Task& task) {
  const std::filesystem::path& file = table.path;
  for (const std::size_t size : {kHeadBytes, kWideHeadBytes}) {
    if (task.cancelled()) return cancelledLoading();
    const auto bytes = readHead(file, size, task);
    if (!bytes) return bytes.error();
    const bool whole = bytes->size() < size;
    const std::string_view raw(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    const bool isWide = textEncodingOf(raw) != TextEncoding::Bytes;
    const std::string converted = isWide ? inUtf8(raw) : std::string();
    std::string_view content = isWide ? std::string_view(converted) : raw;
    const std::size_t ownBytes = content.size();
    std::string pasted;
    if (!table.columns.empty()) {
      RowPaster paster(table);
      if (auto done = paster.append(content, pasted); !done) return done.error();
      if (whole) {
        if (auto done = paster.finish(pasted); !done) return done.error();
      }
      content = pasted;
    }
    Result<TableHead> head = headFrom(content, whole, options, table, task);
    if (task.cancelled()) return cancelledLoading();
    const bool tooShort = !whole && size == kHeadBytes && (!head || head->rows < kRowsToJudge);
    if (tooShort) continue;
    if (head && head->rows == 0) return Error{ErrorCode::BadFormat, "holds no row of data", file.string()};
    if (!head) return head;
    TableHead read = std::move(head).value();
    read.bytesARow *= (isWide ? 2 : 1) * static_cast<double>(ownBytes) / static_cast<double>(content.size());
    return read;
  }
  return Error{ErrorCode::Internal, "has no head", file.string()};
}

}  // namespace isthmus
