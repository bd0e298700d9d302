#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus {

/// Whether lines that begin so are comments where nobody says otherwise and they are no rows.
constexpr bool isUsualComment(char c) {
  return c == '#' || c == '%' || c == '!';
}

/// One field of a row. Quotation marks around it are gone, doubled ones within it are single; otherwise it is
/// trimmed.
struct CsvField {
  std::string_view text;
  bool quoted = false;
};

/// Takes rows off a piece of text in the manner of RFC 4180: fields may stand in quotation marks and then
/// hold delimiters, line ends and doubled quotation marks. Lines end with LF, CR LF or CR. A delimiter of ' '
/// stands for any run of spaces and tabs. Other quotation marks can be told: none, or both kinds, and then a
/// backslash stands before one within.
class CsvRows {
 public:
  enum class Status {
    Row,        ///< fields() holds one
    Blank,      ///< a line with nothing in it
    NeedsMore,  ///< the row does not end in this text
    OpenQuote,  ///< likewise, within quotation marks; an error when no more text comes
    BadQuote,   ///< something other than a delimiter follows a closing quotation mark
    ZeroByte,   ///< text has none
    TooMany,    ///< more than kMaxTableColumns fields
    Comment,    ///< of TableRows: a line that is passed over
    BadSparse,  ///< of TableRows: braces without pairs of a column's number and a value
  };

  static constexpr std::string_view kUsualQuotes = "\"";
  static constexpr std::string_view kNoQuotes = "";
  static constexpr std::string_view kBothQuotes = "\"'";

  explicit CsvRows(char delimiter, std::string_view quotes = kUsualQuotes)
      : m_delimiter(delimiter), m_quotes(quotes) {}

  /// Takes one row off the front of `text`, which is left alone unless Row or Blank is returned. `last` says
  /// that nothing follows the text, so that its end is the end of a row. `text` must not be empty.
  Status next(std::string_view& text, bool last);
  /// Of the last row; valid while its text is and until the next call.
  const std::vector<CsvField>& fields() const { return m_fields; }
  /// For what tells fields of a row anew, until the next call of next().
  std::vector<CsvField>& fields() { return m_fields; }
  /// How many lines the last row (or blank line) took.
  std::size_t lines() const { return m_lines; }

 private:
  enum class FieldEnd { Delimiter, Line, NeedsMore, OpenQuote, BadQuote, ZeroByte };

  FieldEnd quotedField(const char*& at, const char* end, bool last);
  FieldEnd plainField(const char*& at, const char* end, bool last);
  FieldEnd fieldEnd(const char*& at, const char* end, bool last) const;
  const char* skipBlanks(const char* at, const char* end) const;

  bool isQuote(char c) const { return m_quotes.find(c) != std::string::npos; }

  char m_delimiter;
  std::string m_quotes;
  std::vector<CsvField> m_fields;
  std::deque<std::string> m_unescaped;  // what fields with doubled quotation marks refer to
  std::size_t m_lines = 0;
};

}  // namespace isthmus
