#include "core/data/tables/beside/row_paster.h"

#include "core/base/number_text.h"

#include <utility>

namespace isthmus {

Error RowPaster::otherCount(const std::string& more) const {
  const ColumnFile& column = m_file.columns.front();
  return {ErrorCode::BadFormat,
          "has " + more + " than the " + withThousands(column.values->size()) + " values of " +
              column.file.filename().string() + "; expected one value for each row",
          m_file.path.string()};
}

/// A blank line is no row.
Result<void> RowPaster::endLine(std::string& text) {
  if (std::exchange(m_isBlank, true)) return {};
  const bool isHead = m_file.hasHeader && !std::exchange(m_isHeadDone, true);
  const bool hasReturn = text.ends_with('\r');
  if (hasReturn) text.pop_back();
  for (const ColumnFile& column : m_file.columns) {
    text += m_file.delimiter;
    if (!isHead && m_row >= column.values->size()) return otherCount("more rows");
    text += isHead ? column.name : (*column.values)[m_row];
  }
  if (hasReturn) text += '\r';
  m_row += isHead ? 0U : 1U;
  return {};
}

Result<void> RowPaster::append(std::string_view bytes, std::string& text) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    m_isBlank = m_isBlank && part.find_first_not_of(" \t\r") == std::string_view::npos;
    text += part;
    if (end == std::string_view::npos) return {};
    if (const Result<void> ended = endLine(text); !ended) return ended;
    text += '\n';
    bytes.remove_prefix(end + 1);
  }
  return {};
}

Result<void> RowPaster::finish(std::string& text) {
  if (const Result<void> ended = endLine(text); !ended) return ended;
  if (m_row < m_file.columns.front().values->size()) return otherCount("fewer rows");
  return {};
}

}  // namespace isthmus
