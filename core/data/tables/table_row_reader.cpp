#include "core/data/tables/table_row_reader.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/plain_number.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isthmus {
namespace {

constexpr std::uint64_t kLeastCellBytes = 2;  // a digit and a delimiter

}  // namespace

Result<bool> RowReader::read() {
  m_line = m_head.dialect.dataLine;
  m_firstRow = m_builder.rows();
  std::size_t skip = m_head.dialect.dataOffset;
  for (bool last = false; !last;) {
    const Result<bool> more = m_pieces.more();
    if (!more) return more;
    last = !*more;
    std::string_view text = m_pieces.text();
    const std::uint64_t numbers = text.size() / kLeastCellBytes + m_head.columnCount();
    if (const auto room = m_builder.makeRoom(numbers, m_pieces.path().string()); !room) return room.error();
    const std::size_t skipped = std::min(skip, text.size());
    skip -= skipped;
    text.remove_prefix(skipped);
    const Result<bool> taken = takeRows(text, last);
    if (!taken || !*taken) return taken;
    if (text.size() > kMaxRowBytes) return quotedRowTooLong(m_pieces.path(), m_line);
    if (!m_lastRow.empty()) m_ending = std::exchange(m_lastRow, {});
    m_pieces.leave(text.size());
  }
  leaveOutTotals();
  if (const Result<void> checked = checkOddShare(); !checked) return checked.error();
  return true;
}

/// Leaves the last row out where it says in words that it sums up the others.
void RowReader::leaveOutTotals() {
  if (m_ending.empty() || m_builder.rows() < m_firstRow + 2) return;
  std::string_view text = m_ending;
  if (m_rows.next(text, true) != CsvRows::Status::Row || m_rows.fields().size() != m_head.columnCount())
    return;
  for (std::size_t c = 0; c < m_head.columnCount(); ++c) {
    const std::string_view word = m_rows.fields()[c].text;
    if (!isTotalsWord(word) || !m_builder.isOnlyInLastRow(c)) continue;
    m_totals.add(word, m_endingLine);
    m_builder.dropLastRow();
    return;
  }
}

/// A later part of the file may be of another kind than its head.
Result<void> RowReader::checkOddShare() const {
  const auto rows = static_cast<double>(m_builder.rows() - m_firstRow);
  for (std::size_t c = 0; c < m_odd.size(); ++c) {
    const OddCells& odd = m_odd[c];
    if (static_cast<double>(odd.texts) <= (1 - kLeastNumericShare) * rows) continue;
    const std::string name = quotedText(m_head.dialect.names[c]);
    return bad("has " + withThousands(odd.texts) + " cells in column " + name +
               " that are no numbers, such as " + quotedText(odd.firstOdd.text) + " in line " +
               withThousands(odd.firstOdd.line) + ", though its first " + withThousands(m_head.rows) +
               " rows have numbers there; expected numbers (drop= leaves the column out)");
  }
  return {};
}

std::vector<std::string> RowReader::notes() const {
  std::vector<std::string> notes = oddSentences(m_odd, m_head.dialect.names);
  if (m_comments > 0) notes.push_back(commentsSentence(m_comments));
  if (m_totals.count > 0) notes.push_back(totalsSentence(m_totals, m_builder.rows() - m_firstRow));
  return notes;
}

Result<bool> RowReader::takeRows(std::string_view& text, bool last) {
  while (!text.empty()) {
    if (const char* after = quickRow(text.data(), text.data() + text.size()); after != nullptr) {
      if (const Result<void> ended = m_builder.endRow(m_texts); !ended)
        return bad(ended.error().message + inLine(), ended.error().code);
      const auto length = static_cast<std::size_t>(after - text.data());
      m_lastRow = text.substr(0, length);
      m_endingLine = m_line;
      text.remove_prefix(length);
      ++m_line;
      continue;
    }
    const std::string_view before = text;
    const CsvRows::Status status = m_rows.next(text, last);
    if (!last && (status == CsvRows::Status::NeedsMore || status == CsvRows::Status::OpenQuote)) return true;
    if (status == CsvRows::Status::Row) {
      const Result<Taking> taken = takeRow();
      if (!taken) return taken.error();
      if (*taken == Taking::NoByte) return false;
      if (*taken == Taking::Taken) m_lastRow = before.substr(0, before.size() - text.size());
      m_endingLine = m_line;
    } else if (status == CsvRows::Status::Comment) {
      ++m_comments;
    } else if (status != CsvRows::Status::Blank) {
      return rowError(status);
    }
    m_line += m_rows.lines();
  }
  return true;
}

Error RowReader::rowError(CsvRows::Status status) const {
  switch (status) {
    case CsvRows::Status::OpenQuote:
      return bad("opens a quotation mark" + inLine() + " that is never closed");
    case CsvRows::Status::BadQuote:
      return bad("has text after a closing quotation mark" + inLine() + "; expected a delimiter there");
    case CsvRows::Status::BadSparse:
      return bad("has braces" + inLine() +
                 " without pairs of an attribute's number and a value; expected {1 x, 3 y}");
    case CsvRows::Status::ZeroByte:
      return bad("holds a zero byte" + inLine() + "; expected text");
    default:
      return bad("has too many fields" + inLine() + "; expected " + withThousands(m_head.columnCount()));
  }
}

/// A row of which something is not plain: quotation marks, missing values, spaces, faults.
Result<Taking> RowReader::takeRow() {
  const std::vector<CsvField>& fields = m_rows.fields();
  if (fields.size() != m_head.columnCount())
    return bad("has " + withThousands(fields.size()) + (fields.size() == 1 ? " field" : " fields") +
               inLine() + "; expected " + withThousands(m_head.columnCount()) + " as in its other lines");
  if (m_rows.mayBeComment() && m_head.columns[0].isNumeric() &&
      readCell(fields[0].text, m_head.dialect.numbers()).kind == CellKind::Text) {
    ++m_comments;
    return Taking::LeftOut;
  }
  (m_builder.isBytes() ? void(m_byteRow = m_builder.byteRow()) : void(m_floatRow = m_builder.floatRow()));
  std::size_t feature = 0;
  std::size_t text = 0;
  for (std::size_t c = 0; c < fields.size(); ++c) {
    if (m_use.columns[c] == ColumnUse::Ignored) continue;
    if (m_use.columns[c] != ColumnUse::Feature) {
      m_texts[text++] = fields[c].text;
      continue;
    }
    const Result<Taking> set = setNumber(feature++, c, fields[c].text);
    if (!set || *set != Taking::Taken) return set;
  }
  if (const Result<void> ended = m_builder.endRow(m_texts); !ended)
    return bad(ended.error().message + inLine(), ended.error().code);
  return Taking::Taken;
}

Result<Taking> RowReader::setNumber(std::size_t feature, std::size_t column, std::string_view text) {
  Cell cell = readCell(text, m_head.dialect.numbers());
  if (cell.kind == CellKind::Text && m_head.columns[column].isTruth) {
    if (const auto truth = truthInText(text)) cell = {CellKind::Number, *truth ? 1.0 : 0.0};
  }
  if (cell.kind == CellKind::Number) {
    if (!(std::fabs(cell.number) <= std::numeric_limits<float>::max())) return fieldError(column, text);
    if (!m_builder.isBytes()) {
      holdNumber(feature, cell.number);
      return Taking::Taken;
    }
    if (cell.number < 0 || cell.number > 255 || cell.number != std::floor(cell.number)) return Taking::NoByte;
    m_byteRow[feature] = static_cast<std::uint8_t>(cell.number);
    return Taking::Taken;
  }
  if (cell.kind == CellKind::Text && isTotalsWord(text)) {
    m_totals.add(text, m_line);
    m_builder.skipRow();
    return Taking::LeftOut;
  }
  if (m_builder.isBytes()) return Taking::NoByte;
  m_odd[column].add(cell.kind, text, m_line);
  m_floatRow[feature] = std::numeric_limits<float>::quiet_NaN();
  return Taking::Taken;
}

Error RowReader::fieldError(std::size_t column, std::string_view text) const {
  return bad("has " + quotedText(text) + inLine() + ", column " + quotedText(m_head.dialect.names[column]) +
             ", which is beyond what 32-bit floats hold");
}

/// Reads one number in its plainest form; null for everything else.
const char* RowReader::quickNumber(const char* at, const char* end, std::size_t feature) {
  if (m_floatRow == nullptr) {
    unsigned value = 0;
    const char* const first = at;
    for (; static_cast<unsigned char>(*at - '0') < 10 && at - first < 3; ++at)
      value = value * 10 + static_cast<unsigned>(*at - '0');
    if (at == first || value > 255) return nullptr;
    m_byteRow[feature] = static_cast<std::uint8_t>(value);
    return at;
  }
  double value = 0;
  at = readPlainNumber(at, end, value);
  if (at == nullptr || !(std::fabs(value) <= std::numeric_limits<float>::max())) return nullptr;
  holdNumber(feature, value);
  return at;
}

/// Reads a row of plain numbers and texts without quotation marks in one go: nearly all rows are such. Null
/// when it is another or does not end here; *end is a zero.
const char* RowReader::quickRow(const char* at, const char* end) {
  if (m_head.dialect.decimalComma) return nullptr;
  if (m_head.dialect.comment != '\0' && *at == m_head.dialect.comment) return nullptr;
  if (m_isDeclared && (*at == '{' || *at == '%')) return nullptr;
  m_byteRow = nullptr;
  m_floatRow = nullptr;
  (m_builder.isBytes() ? void(m_byteRow = m_builder.byteRow()) : void(m_floatRow = m_builder.floatRow()));
  const char delimiter = m_head.dialect.delimiter;
  const std::size_t columns = m_use.columns.size();
  std::size_t feature = 0;
  std::size_t text = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    while (*at == ' ') ++at;
    const ColumnUse use = m_use.columns[c];
    if (use == ColumnUse::Feature) {
      at = quickNumber(at, end, feature++);
      if (at == nullptr) return nullptr;
    } else {
      const char* const begin = at;
      while (*at != delimiter && *at != '\n' && *at != '\r' && *at != '\0' && *at != m_quote &&
             *at != m_otherQuote && *at != '\t')
        ++at;
      if (use != ColumnUse::Ignored) m_texts[text++] = trimmed({begin, static_cast<std::size_t>(at - begin)});
    }
    if (c + 1 == columns) break;
    if (*at != delimiter) return nullptr;
    ++at;
  }
  while (*at == ' ') ++at;
  if (*at == '\r') ++at;
  return *at == '\n' ? at + 1 : nullptr;
}

}  // namespace isthmus
