#include "core/data/tables/text/tsv_rows.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/text_pieces.h"

#include <string_view>
#include <utility>

namespace isthmus {

Result<void> readTsvRows(
    const std::filesystem::path& file, std::uint64_t maxBytes, const Task& task,
    const std::function<Result<void>(std::span<const CsvField> fields, std::size_t line)>& take) {
  Result<TextPieces> opened = TextPieces::open(file, maxBytes, task);
  if (!opened) return opened.error();
  TextPieces pieces = std::move(opened).value();
  CsvRows rows('\t');
  std::size_t columns = 0;
  std::size_t line = 1;
  bool first = true;
  for (bool last = false; !last;) {
    const Result<bool> more = pieces.more();
    if (!more) return more.error();
    last = !*more;
    std::string_view text = pieces.text();
    if (std::exchange(first, false)) text = withoutByteOrderMark(text);
    while (!text.empty()) {
      const CsvRows::Status status = rows.next(text, last);
      if (!last && (status == CsvRows::Status::NeedsMore || status == CsvRows::Status::OpenQuote)) break;
      const std::size_t here = line;
      line += rows.lines();
      if (status == CsvRows::Status::Blank) continue;
      if (columns == 0) columns = rows.fields().size();
      if (status != CsvRows::Status::Row || rows.fields().size() != columns)
        return Error{ErrorCode::BadFormat,
                     "has other fields in line " + withThousands(here) +
                         " than in its first; expected one tab-separated row for each vector",
                     file.string()};
      if (const auto taken = take(rows.fields(), here); !taken) return taken.error();
    }
    if (text.size() > kMaxRowBytes) return quotedRowTooLong(file, line);
    pieces.leave(text.size());
  }
  return {};
}

}  // namespace isthmus
