#include "core/data/tables/tsv_rows.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/byte_source.h"
#include "core/data/tables/table_limits.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

Error bad(const std::filesystem::path& file, std::string message, ErrorCode code = ErrorCode::BadFormat) {
  return {code, std::move(message), file.string()};
}

}  // namespace

Result<void> readTsvRows(
    const std::filesystem::path& file, std::uint64_t maxBytes, const Task& task,
    const std::function<Result<void>(std::span<const CsvField> fields, std::size_t line)>& take) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  Result<ByteSource> opened = ByteSource::open(file);
  if (!opened) return opened.error();
  ByteSource source = std::move(opened).value();
  const auto tooLarge = [&] {
    return bad(file, "is larger than " + mebibytesText(maxBytes) + "; no more can be loaded",
               ErrorCode::TooLarge);
  };
  if (source.fileSize() > maxBytes) return tooLarge();
  CsvRows rows('\t');
  std::vector<char> buffer;
  std::uint64_t content = 0;
  std::size_t columns = 0;
  std::size_t line = 1;
  for (bool last = false; !last;) {
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
    const std::size_t kept = buffer.size();
    buffer.resize(kept + kTableChunkBytes);
    const auto got = source.read({reinterpret_cast<std::uint8_t*>(buffer.data()) + kept, kTableChunkBytes});
    if (!got) return got.error();
    last = *got < kTableChunkBytes;
    std::string_view text(buffer.data(), kept + *got);
    if (content == 0 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    content += *got;
    if (content > maxBytes) return tooLarge();
    while (!text.empty()) {
      const CsvRows::Status status = rows.next(text, last);
      if (!last && (status == CsvRows::Status::NeedsMore || status == CsvRows::Status::OpenQuote)) break;
      const std::size_t here = line;
      line += rows.lines();
      if (status == CsvRows::Status::Blank) continue;
      if (columns == 0) columns = rows.fields().size();
      if (status != CsvRows::Status::Row || rows.fields().size() != columns)
        return bad(file, "has other fields in line " + withThousands(here) +
                             " than in its first; expected one tab-separated row for each vector");
      if (const auto taken = take(rows.fields(), here); !taken) return taken.error();
    }
    if (text.size() > kMaxRowBytes)
      return bad(file,
                 "has a row of more than " + mebibytesText(kMaxRowBytes) + " in line " + withThousands(line) +
                     " (or a quotation mark there is never closed)",
                 ErrorCode::TooLarge);
    std::memmove(buffer.data(), text.data(), text.size());
    buffer.resize(text.size());
    task.report(std::min(1.0, static_cast<double>(content) / static_cast<double>(source.fileSize())));
  }
  return {};
}

}  // namespace isthmus
