#pragma once

#include "core/base/number_text.h"
#include "core/base/result.h"
#include "core/data/tables/columns/table_columns.h"
#include "core/data/tables/columns/table_odd.h"
#include "core/data/tables/table_builder.h"
#include "core/data/tables/text/table_rows.h"
#include "core/data/tables/text/text_pieces.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus {

/// What becomes of a cell or row.
enum class Taking : std::uint8_t {
  Taken,
  LeftOut,
  NoByte,  ///< a number turned up that is none of a picture in bytes, though the use says so
};

/// Reads one file's rows into a builder.
class RowReader {
 public:
  RowReader(const TableHead& head, const TableUse& use, TableBuilder& builder, TextPieces pieces)
      : m_head(head),
        m_use(use),
        m_builder(builder),
        m_pieces(std::move(pieces)),
        m_rows(head.dialect),
        m_texts(builder.textColumns().size()),
        m_odd(head.columnCount()),
        m_comments(head.dialect.comments),
        m_offsets(builder.offsets().empty() ? nullptr : builder.offsets().data()) {
    const bool hasQuotes = !head.dialect.quotes.empty();
    m_quote = hasQuotes ? head.dialect.quotes.front() : '\n';
    m_otherQuote = hasQuotes ? head.dialect.quotes.back() : '\n';
    m_isDeclared = !head.dialect.declared.empty();
  }

  /// False when a number turned up that is none of a picture in bytes, though the use says so.
  Result<bool> read();
  /// A sentence each on cells and rows that were not taken as they are.
  std::vector<std::string> notes() const;

 private:
  Error bad(std::string message, ErrorCode code = ErrorCode::BadFormat) const {
    return {code, std::move(message), m_pieces.path().string()};
  }
  std::string inLine() const { return " in line " + withThousands(m_line); }
  Result<bool> takeRows(std::string_view& text, bool last);
  Result<Taking> takeRow();
  void leaveOutTotals();
  Result<void> checkOddShare() const;
  Error rowError(CsvRows::Status status) const;
  Error fieldError(std::size_t column, std::string_view text) const;
  const char* quickRow(const char* at, const char* end);
  const char* quickNumber(const char* at, const char* end, std::size_t feature);
  Result<Taking> setNumber(std::size_t feature, std::size_t column, std::string_view text);
  void holdNumber(std::size_t feature, double number) {
    m_floatRow[feature] = static_cast<float>(m_offsets == nullptr ? number : number - m_offsets[feature]);
  }

  const TableHead& m_head;
  const TableUse& m_use;
  TableBuilder& m_builder;
  TextPieces m_pieces;
  TableRows m_rows;
  std::vector<std::string_view> m_texts;
  std::vector<OddCells> m_odd;  ///< one a column
  TotalsRows m_totals;
  std::size_t m_comments;
  const double* m_offsets;  ///< one a feature, or null
  std::size_t m_line = 1;
  std::size_t m_firstRow = 0;  ///< of the builder's
  std::string_view m_lastRow;  ///< of the piece that is read
  std::string m_ending;        ///< the last row, a copy
  std::size_t m_endingLine = 0;
  char m_quote;
  char m_otherQuote;
  bool m_isDeclared;
  std::uint8_t* m_byteRow = nullptr;
  float* m_floatRow = nullptr;
};

}  // namespace isthmus
