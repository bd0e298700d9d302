#include "core/data/tables/projector/projector_tensors.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/tables/text/tsv_rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "tensors are little endian");

Error noNumber(const fs::path& file, const CsvField& field, std::size_t line) {
  return fileError(file,
                   "has " + quotedText(field.text) + " in line " + withThousands(line) +
                       "; expected vectors, a line of tab-separated finite numbers each, without a header");
}

Error grew(const fs::path& file) {
  return fileError(file, "grew while it was read");
}

Error shrank(const fs::path& file) {
  return fileError(file, "became shorter while it was read");
}

Result<ByteSource> openUncompressed(const fs::path& file) {
  Result<ByteSource> source = ByteSource::open(file);
  if (source && source->isCompressed())
    return fileError(file, areTextTensors(file) ? "is compressed; expected plain text"
                                                : "is compressed; expected bare 32-bit floats");
  return source;
}

Result<std::vector<float>> readBare(const fs::path& file, std::size_t count, const Task& task) {
  Result<ByteSource> opened = openUncompressed(file);
  if (!opened) return opened.error();
  ByteSource source = std::move(opened).value();
  std::vector<float> values;
  values.reserve(count);  // address space only, until it is written
  constexpr std::size_t kChunk = kTableChunkBytes / sizeof(float);
  while (values.size() < count) {
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
    const std::size_t from = values.size();
    values.resize(std::min(count, from + kChunk));
    const auto part = std::span(values).subspan(from);
    const auto got = source.read({reinterpret_cast<std::uint8_t*>(part.data()), part.size_bytes()});
    if (!got) return got.error();
    if (*got < part.size_bytes()) return shrank(file);
    if (!std::ranges::all_of(part, [](float number) { return std::isfinite(number); }))
      return fileError(file, "holds numbers that are not finite; expected 32-bit floats");
    task.report(static_cast<double>(values.size()) / static_cast<double>(count));
  }
  const auto ended = source.atEnd();
  if (!ended) return ended.error();
  if (!*ended) return grew(file);
  return values;
}

Result<std::vector<float>> readText(const fs::path& file, std::size_t count, const Task& task) {
  std::vector<float> values;
  values.reserve(count);  // likewise
  const auto read = readTsvRows(file, kMaxTableBytes, task,
                                [&](std::span<const CsvField> fields, std::size_t line) -> Result<void> {
                                  if (fields.size() > count - values.size()) return grew(file);
                                  for (const CsvField& field : fields) {
                                    const auto number = floatInText(field.text);
                                    if (!number) return noNumber(file, field, line);
                                    values.push_back(*number);
                                  }
                                  return {};
                                });
  if (!read) return read.error();
  if (values.size() < count) return shrank(file);
  return values;
}

}  // namespace

bool areTextTensors(const fs::path& file) {
  return file.extension() == ".tsv";
}

bool startsWithNumbers(const fs::path& file) {
  const auto head = readFileHead(file);
  if (!head) return false;
  std::string_view text = head->text();
  CsvRows rows('\t');
  CsvRows::Status status = CsvRows::Status::Blank;
  while (status == CsvRows::Status::Blank && !text.empty()) status = rows.next(text, head->isWhole);
  std::span<const CsvField> fields = rows.fields();
  if (status == CsvRows::Status::NeedsMore && !fields.empty()) fields = fields.first(fields.size() - 1);
  return (status == CsvRows::Status::Row || status == CsvRows::Status::NeedsMore) && !fields.empty() &&
         std::ranges::all_of(fields,
                             [](const CsvField& field) { return floatInText(field.text).has_value(); });
}

Result<TensorsSize> measureTensors(const fs::path& file, const Task& task) {
  Result<ByteSource> source = openUncompressed(file);
  if (!source) return source.error();
  TensorsSize size{.numbers = source->fileSize() / sizeof(float), .bytes = source->fileSize()};
  if (!areTextTensors(file)) return size;
  size.numbers = 0;
  std::uint64_t rows = 0;
  const auto read = readTsvRows(file, kMaxTableBytes, {.stop = task.stop},
                                [&](std::span<const CsvField> fields, std::size_t line) -> Result<void> {
                                  if (rows == 0) {
                                    const auto isNumber = [](const CsvField& field) {
                                      return floatInText(field.text).has_value();
                                    };
                                    const auto other = std::ranges::find_if_not(fields, isNumber);
                                    if (other != fields.end()) return noNumber(file, *other, line);
                                  }
                                  ++rows;
                                  size.numbers += fields.size();
                                  return {};
                                });
  if (!read) return read.error();
  if (rows == 0) return fileError(file, "holds no vector; expected a line of tab-separated numbers for each");
  size.rows = rows;
  return size;
}

Result<std::vector<float>> readTensors(const fs::path& file, const TensorsSize& size, const Task& task) {
  const auto count = static_cast<std::size_t>(size.numbers);
  return areTextTensors(file) ? readText(file, count, task) : readBare(file, count, task);
}

}  // namespace isthmus
