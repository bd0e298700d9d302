#include "core/data/tables/text/table_rows.h"

#include "core/base/number_text.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>

namespace isthmus {

/// A line that begins as comments do: what stands in it need not be a row.
CsvRows::Status TableRows::takeLine(std::string_view& text, bool last) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos && !last) return CsvRows::Status::NeedsMore;
  const std::string_view line = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
  std::string_view rest = line;
  const bool always = m_dialect.comment != '\0' || !m_dialect.declared.empty();
  if (!always && m_rows.next(rest, true) == CsvRows::Status::Row && rest.empty()) {
    fitFields();
    if (m_rows.fields().size() == m_dialect.columns) {
      m_mayBeComment = true;
      text.remove_prefix(line.size());
      return CsvRows::Status::Row;
    }
  }
  text.remove_prefix(line.size());
  return CsvRows::Status::Comment;
}

CsvRows::Status TableRows::next(std::string_view& text, bool last) {
  m_mayBeComment = false;
  m_lines = 1;
  const char first = text.front();
  const bool comment = m_dialect.comment != '\0' ? first == m_dialect.comment : isUsualComment(first);
  if (comment) return takeLine(text, last);
  const CsvRows::Status status = m_rows.next(text, last);
  m_lines = m_rows.lines();
  if (status != CsvRows::Status::Row) return status;
  if (first == '{' && !m_dialect.declared.empty())
    return fillSparse() ? CsvRows::Status::Row : CsvRows::Status::BadSparse;
  fitFields();
  return CsvRows::Status::Row;
}

void TableRows::fitFields() {
  std::vector<CsvField>& fields = m_rows.fields();
  const std::size_t columns = m_dialect.columns;
  if (m_dialect.wordVectors && fields.size() > columns) {
    const auto behind = fields.begin() + static_cast<std::ptrdiff_t>(fields.size() - columns) + 1;
    m_joined.clear();
    for (auto field = fields.begin(); field != behind; ++field)
      (m_joined += m_joined.empty() ? "" : " ") += field->text;
    fields.erase(fields.begin() + 1, behind);
    fields.front().text = m_joined;
  }
  while (fields.size() > columns && fields.back().text.empty() && !fields.back().quoted) fields.pop_back();
}

/// "{1 x, 3 y}": what is not there has its column's usual value.
bool TableRows::fillSparse() {
  std::vector<CsvField>& fields = m_rows.fields();
  std::vector<CsvField> all;
  for (const DeclaredColumn& column : m_dialect.declared) all.push_back({column.usual});
  std::vector<CsvField> given = fields;
  if (given.empty() || !given.back().text.ends_with('}')) return false;
  given.front().text.remove_prefix(1);
  given.back().text.remove_suffix(1);
  for (const CsvField& field : given) {
    const std::string_view entry = trimmed(field.text);
    if (entry.empty() && given.size() == 1) break;
    const std::size_t gap = std::min(entry.find_first_of(" \t"), entry.size());
    const auto index = parseNumber<std::size_t>(entry.substr(0, gap));
    if (!index || *index >= all.size() || gap == entry.size()) return false;
    std::string_view value = trimmed(entry.substr(gap));
    const bool quoted =
        value.size() >= 2 && (value.front() == '\'' || value.front() == '"') && value.back() == value.front();
    if (quoted) value = value.substr(1, value.size() - 2);
    all[*index] = {value, quoted};
  }
  fields = std::move(all);
  return true;
}

}  // namespace isthmus
