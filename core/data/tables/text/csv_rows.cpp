#include "core/data/tables/text/csv_rows.h"

#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <cstring>

namespace isthmus {

const char* CsvRows::skipBlanks(const char* at, const char* end) const {
  while (at != end && (*at == ' ' || *at == '\t') && (*at != m_delimiter || m_delimiter == ' ')) ++at;
  return at;
}

/// Goes past what ends a field. With spaces as delimiters those before the end of a line end no field.
CsvRows::FieldEnd CsvRows::fieldEnd(const char*& at, const char* end, bool last) const {
  const bool spaces = m_delimiter == ' ';
  const char* here = skipBlanks(at, end);
  if (here == end) {
    at = here;
    return last ? FieldEnd::Line : FieldEnd::NeedsMore;
  }
  if (*here == '\n') {
    at = here + 1;
    return FieldEnd::Line;
  }
  if (*here == '\r') {
    if (here + 1 == end && !last) return FieldEnd::NeedsMore;  // a LF may follow
    at = here + (here + 1 != end && here[1] == '\n' ? 2 : 1);
    return FieldEnd::Line;
  }
  if (*here == '\0') return FieldEnd::ZeroByte;
  if (spaces ? here != at : *here == m_delimiter) {
    at = spaces ? here : here + 1;
    return FieldEnd::Delimiter;
  }
  return FieldEnd::BadQuote;
}

CsvRows::FieldEnd CsvRows::quotedField(const char*& at, const char* end, bool last) {
  const char mark = *at;
  const char* begin = at + 1;
  std::string* unescaped = nullptr;
  for (;;) {
    const auto* quote = static_cast<const char*>(
        begin == end ? nullptr : std::memchr(begin, mark, static_cast<std::size_t>(end - begin)));
    if (quote == nullptr || (quote + 1 == end && !last)) return FieldEnd::OpenQuote;
    const std::string_view piece(begin, static_cast<std::size_t>(quote - begin));
    if (piece.find('\0') != std::string_view::npos) return FieldEnd::ZeroByte;
    m_lines += static_cast<std::size_t>(std::ranges::count(piece, '\n'));
    const bool escaped = m_quotes.size() > 1 && piece.ends_with('\\');
    const bool doubled = !escaped && quote + 1 != end && quote[1] == mark;
    if ((doubled || escaped) && unescaped == nullptr) unescaped = &m_unescaped.emplace_back();
    if (unescaped != nullptr) unescaped->append(escaped ? piece.substr(0, piece.size() - 1) : piece);
    if (!doubled && !escaped) {
      m_fields.push_back({unescaped != nullptr ? std::string_view(*unescaped) : piece, true});
      at = quote + 1;
      return fieldEnd(at, end, last);
    }
    unescaped->push_back(mark);
    begin = quote + (doubled ? 2 : 1);
  }
}

CsvRows::FieldEnd CsvRows::plainField(const char*& at, const char* end, bool last) {
  const char* begin = at;
  const bool spaces = m_delimiter == ' ';
  while (at != end && *at != m_delimiter && *at != '\n' && *at != '\r' && *at != '\0' &&
         !(spaces && *at == '\t'))
    ++at;
  m_fields.push_back({trimmed({begin, static_cast<std::size_t>(at - begin)}), false});
  return fieldEnd(at, end, last);
}

CsvRows::Status CsvRows::next(std::string_view& text, bool last) {
  m_fields.clear();
  m_unescaped.clear();
  m_lines = 1;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    at = skipBlanks(at, end);
    if (m_fields.size() == kMaxTableColumns) return Status::TooMany;
    const bool quoted = at != end && isQuote(*at);
    const FieldEnd ended = quoted ? quotedField(at, end, last) : plainField(at, end, last);
    switch (ended) {
      case FieldEnd::Delimiter:
        continue;
      case FieldEnd::NeedsMore:
        return Status::NeedsMore;
      case FieldEnd::OpenQuote:
        return Status::OpenQuote;
      case FieldEnd::BadQuote:
        return Status::BadQuote;
      case FieldEnd::ZeroByte:
        return Status::ZeroByte;
      case FieldEnd::Line:
        break;
    }
    text.remove_prefix(static_cast<std::size_t>(at - text.data()));
    const bool blank = m_fields.size() == 1 && m_fields[0].text.empty() && !m_fields[0].quoted;
    return blank ? Status::Blank : Status::Row;
  }
}

}  // namespace isthmus
