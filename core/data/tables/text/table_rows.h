#pragma once

#include "core/data/tables/text/csv_rows.h"
#include "core/data/tables/text/table_dialect.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// Takes the rows of a table's data off a piece of text as its dialect says, each with as many fields as the
/// table has columns where that can be: empty fields behind the last column are dropped, words with spaces
/// joined, sparse rows filled in.
class TableRows {
 public:
  /// The dialect is borrowed.
  explicit TableRows(const TableDialect& dialect)
      : m_dialect(dialect), m_rows(dialect.delimiter, dialect.quotes) {}

  /// As CsvRows::next().
  CsvRows::Status next(std::string_view& text, bool last);
  const std::vector<CsvField>& fields() const { return m_rows.fields(); }
  std::size_t lines() const { return m_lines; }
  /// Of the last row: it begins as comments do, but has the fields of a row. Where its first column holds
  /// numbers it is none.
  bool mayBeComment() const { return m_mayBeComment; }

 private:
  CsvRows::Status takeLine(std::string_view& text, bool last);
  bool fillSparse();
  void fitFields();

  const TableDialect& m_dialect;
  CsvRows m_rows;
  std::string m_joined;  ///< what a field that was put together refers to
  std::size_t m_lines = 0;
  bool m_mayBeComment = false;
};

}  // namespace isthmus
