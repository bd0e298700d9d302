// Reading the first rows of a table.
#include "core/base/number_text.h"
#include "core/data/byte_source.h"
#include "core/data/load_errors.h"
#include "core/data/picture_guess.h"
#include "core/data/tables/csv_rows.h"
#include "core/data/tables/table_columns.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kRowsToJudge = 20;  // fewer in the usual head: a longer one is read

/// The number that the field spells; NaN where it is missing or text.
float look(ColumnSample& column, std::string_view text, bool decimalComma) {
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  const bool isMissing = isMissingText(text);
  column.note(text, isMissing);
  if (isMissing) {
    ++column.missing;
    column.counts = false;
    return kNone;
  }
  const auto number = numberInText(text, decimalComma);
  if (number) {
    const bool whole = *number == std::floor(*number) && std::fabs(*number) < 1e15;
    column.counts = column.counts && whole && (column.numbers == 0 || *number == column.highest + 1);
    column.rises = column.rises && (column.numbers == 0 || *number > column.highest);
    column.lowest = column.numbers == 0 ? *number : std::min(column.lowest, *number);
    column.highest = column.numbers == 0 ? *number : std::max(column.highest, *number);
    column.wholes += whole ? 1U : 0U;
    ++column.numbers;
  } else {
    if (column.texts == 0) column.odd = text.substr(0, 100);
    column.counts = false;
    column.dates += looksLikeDate(text) ? 1U : 0U;
    ++column.texts;
  }
  return number ? static_cast<float>(*number) : kNone;
}

Result<void> lookAtRows(TableHead& head, std::string_view text, bool whole, const std::filesystem::path& file,
                        const Task& task) {
  const std::size_t allBytes = text.size();
  CsvRows rows(head.dialect.delimiter);
  std::size_t line = head.dialect.dataLine;
  while (!text.empty()) {
    if (task.cancelled()) return cancelledLoading();
    const CsvRows::Status status = rows.next(text, whole);
    if (status != CsvRows::Status::Row && status != CsvRows::Status::Blank) break;
    const std::size_t rowLine = std::exchange(line, line + rows.lines());
    if (status == CsvRows::Status::Blank) continue;
    const std::vector<CsvField>& fields = rows.fields();
    if (fields.size() != head.columnCount())
      return Error{ErrorCode::BadFormat,
                   "has " + withThousands(fields.size()) + " fields in line " + withThousands(rowLine) +
                       "; expected " + withThousands(head.columnCount()) + " as in its other lines",
                   file.string()};
    const bool isKept = head.rows < RowSample::rowsFor(head.columnCount());
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const float number = look(head.columns[c], fields[c].text, head.dialect.decimalComma);
      if (isKept) head.numbers.push_back(number);
    }
    if (head.firstRows.size() < kPreviewRows) {
      auto& shown = head.firstRows.emplace_back();
      for (std::size_t c = 0; c < std::min(fields.size(), kPreviewColumns); ++c)
        shown.push_back(toUtf8(fields[c].text));
    }
    ++head.rows;
  }
  head.whole = whole && text.empty();
  if (head.rows > 0)
    head.bytesARow = static_cast<double>(allBytes - text.size()) / static_cast<double>(head.rows);
  return {};
}

Result<TableHead> headFrom(std::string_view content, bool whole, const LoadOptions& options,
                           const std::filesystem::path& file, const Task& task) {
  Result<TableDialect> dialect = detectDialect(content, whole, options, file);
  if (!dialect) return dialect.error();
  TableHead head{.dialect = std::move(dialect).value()};
  head.columns.resize(head.columnCount());
  const auto data = content.substr(head.dialect.dataOffset);
  if (const Result<void> looked = lookAtRows(head, data, whole, file, task); !looked) return looked.error();
  return head;
}

}  // namespace

Result<TableHead> readTableHead(const std::filesystem::path& file, const LoadOptions& options,
                                const Task& task) {
  for (const std::size_t size : {kHeadBytes, kWideHeadBytes}) {
    if (task.cancelled()) return cancelledLoading();
    const auto bytes = readHead(file, size, task);
    if (!bytes) return bytes.error();
    const bool whole = bytes->size() < size;
    const std::string_view content(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    Result<TableHead> head = headFrom(content, whole, options, file, task);
    if (task.cancelled()) return cancelledLoading();
    const bool tooShort = !whole && size == kHeadBytes && (!head || head->rows < kRowsToJudge);
    if (tooShort) continue;
    if (head && head->rows == 0) return Error{ErrorCode::BadFormat, "holds no row of data", file.string()};
    return head;
  }
  return Error{ErrorCode::Internal, "has no head", file.string()};
}

}  // namespace isthmus
