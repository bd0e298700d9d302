// What an IDX file says of itself, and a look at its first rows.
#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/arrays/array_elements.h"
#include "core/data/files/load_errors.h"
#include "core/data/idx/idx_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

// Limits, so that a header is never believed further than a data set can be of use.
constexpr std::uint64_t kMaxSamples = 50'000'000;         // more cannot be held as points and latents
constexpr std::uint64_t kMaxNumbersASample = 1ULL << 24;  // 4096 x 4096: wider, one dense layer fills memory
// A header may promise this much for each byte of a packed file. Deflate reaches 1032, but only with blank
// content; the barest real pictures (binary shapes) stay near 120. Small contents are let through: they cost
// nothing.
constexpr std::uint64_t kMaxPackingRatio = 400;
constexpr std::uint64_t kPackingRatioMattersAbove = 32ULL << 20;

constexpr std::uint8_t kUnsignedByte = 0x08;
constexpr std::size_t kMaxDimensions = 4;
constexpr std::size_t kMagicBytes = 4;

/// The numbers that an IDX type code stands for; nothing when there is no such type.
std::optional<NumberType> idxNumberType(std::uint8_t code) {
  switch (code) {
    case kUnsignedByte:
      return NumberType{ElementType::UInt8, 1};
    case 0x09:
      return NumberType{ElementType::Int8, 1};
    case 0x0B:
      return NumberType{ElementType::Int16, 2};
    case 0x0C:
      return NumberType{ElementType::Int32, 4};
    case 0x0D:
      return NumberType{ElementType::Float32, 4};
    case 0x0E:
      return NumberType{ElementType::Float64, 8};
    default:
      return std::nullopt;
  }
}

std::string timesText(std::span<const std::uint32_t> dimensions) {
  std::string text;
  for (const std::uint32_t dimension : dimensions)
    text += (text.empty() ? "" : " x ") + withThousands(dimension);
  return text;
}

/// Turns checked dimensions into a header; an error when they are of no use or beyond the limits.
Result<IdxHeader> interpret(std::span<const std::uint32_t> dimensions, NumberType type,
                            const std::filesystem::path& file) {
  const std::string declared = timesText(dimensions);
  if (std::ranges::find(dimensions, 0U) != dimensions.end())
    return fileError(
        file, "is an IDX file of " + declared + " numbers, that is none; expected at least one sample");
  if (dimensions[0] > kMaxSamples)
    return fileError(file,
                     "declares " + withThousands(dimensions[0]) + " samples; at most " +
                         withThousands(kMaxSamples) + " can be loaded",
                     ErrorCode::TooLarge);
  std::uint64_t numbers = 1;  // each step stays below 2^24 * 2^32: no overflow
  for (const std::uint32_t dimension : dimensions.subspan(1)) {
    numbers *= dimension;
    if (numbers > kMaxNumbersASample)
      return fileError(
          file,
          "declares " + declared + " numbers; a sample may have at most " + withThousands(kMaxNumbersASample),
          ErrorCode::TooLarge);
  }
  if (dimensions[0] * numbers * type.bytes > datasetBytesLimit())
    return fileError(file,
                     "declares " + declared + " numbers; at most " + mebibytesText(datasetBytesLimit()) +
                         " can be loaded on this computer",
                     ErrorCode::TooLarge);

  IdxHeader header;
  header.type = type;
  header.count = dimensions[0];
  header.bytes = kMagicBytes + 4 * dimensions.size();
  const auto at = [&](std::size_t axis) { return static_cast<int>(dimensions[axis]); };
  switch (dimensions.size()) {
    case 1:
      header.content = IdxHeader::Content::Labels;
      header.shape = {1, 1, 1};
      if (type.type == ElementType::Float32 || type.type == ElementType::Float64)
        return fileError(file, "holds fractions in one dimension; expected labels, which are whole numbers");
      break;
    case 2:
      header.shape = {1, at(1), 1};
      header.areRows = true;
      break;
    case 3:
      header.shape = {at(1), at(2), 1};
      break;
    default:
      if (dimensions[3] != 1 && dimensions[3] != 3)
        return fileError(file, "declares images of " + withThousands(dimensions[3]) +
                                   " channels (its last dimension); expected 1 or 3");
      header.shape = {at(1), at(2), at(3)};
  }
  return header;
}

/// Compares what the header promises with the size of the file.
Result<void> checkSize(const IdxHeader& header, const ByteSource& source) {
  const std::uint64_t promised = header.bytes + header.dataBytes();
  const std::string what = withThousands(promised) + " bytes (" + withThousands(header.count) + " samples)";
  if (promised > source.largestContent())
    return fileError(source.path(),
                     "is cut off or has a wrong header: it declares " + what + ", but " +
                         withThousands(source.fileSize()) +
                         (source.isCompressed() ? " packed bytes cannot hold them" : " bytes are there"));
  if (!source.isCompressed() && promised < source.fileSize())
    return fileError(source.path(), "has " + withThousands(source.fileSize() - promised) +
                                        " bytes too many after its last sample; its header declares " + what);
  if (source.isCompressed() && promised > kPackingRatioMattersAbove &&
      promised / source.fileSize() > kMaxPackingRatio)
    return fileError(source.path(),
                     "declares " + what + " in " + withThousands(source.fileSize()) +
                         " packed bytes: only blank content packs so tightly, so it is refused as a bomb",
                     ErrorCode::TooLarge);
  return {};
}

}  // namespace

bool startsLikeIdx(std::span<const std::uint8_t> head) {
  return head.size() >= kMagicBytes && head[0] == 0 && head[1] == 0 && idxNumberType(head[2]).has_value();
}

Result<IdxHeader> readIdxHeader(ByteSource& source) {
  const std::filesystem::path& file = source.path();
  std::array<std::uint8_t, kMagicBytes + 4 * kMaxDimensions> bytes = {};
  const Result<std::size_t> gotMagic = source.read(std::span(bytes).first(kMagicBytes));
  if (!gotMagic) return gotMagic.error();
  if (!startsLikeIdx(std::span(bytes).first(*gotMagic)))
    return fileError(file,
                     "is not an IDX file; expected it to begin with 00 00 08 and the number of dimensions");
  const std::size_t dimensionCount = bytes[3];
  if (dimensionCount < 1 || dimensionCount > kMaxDimensions)
    return fileError(file,
                     "has " + std::to_string(dimensionCount) +
                         " dimensions; expected 1 (labels), 2 (rows), 3 (grey images) or 4 (colour images)");
  const std::span<std::uint8_t> sizes = std::span(bytes).subspan(kMagicBytes, 4 * dimensionCount);
  const Result<std::size_t> gotSizes = source.read(sizes);
  if (!gotSizes) return gotSizes.error();
  if (*gotSizes < sizes.size())
    return fileError(file, "is cut off within its header; expected " + std::to_string(dimensionCount) +
                               " sizes of 4 bytes after the first 4");
  std::array<std::uint32_t, kMaxDimensions> dimensions = {};
  for (std::size_t i = 0; i < sizes.size(); ++i) dimensions[i / 4] = dimensions[i / 4] << 8 | sizes[i];
  Result<IdxHeader> header =
      interpret(std::span(dimensions).first(dimensionCount), *idxNumberType(bytes[2]), file);
  if (!header) return header;
  if (const Result<void> fits = checkSize(*header, source); !fits) return fits.error();
  return header;
}

Result<IdxHeader> readIdxHeader(const std::filesystem::path& file) {
  Result<ByteSource> source = ByteSource::open(file);
  if (!source) return source.error();
  ByteSource opened = std::move(source).value();
  return readIdxHeader(opened);
}

RowSample readIdxRows(const std::filesystem::path& file) {
  RowSample rows;
  Result<ByteSource> source = ByteSource::open(file);
  if (!source) return rows;
  ByteSource opened = std::move(source).value();
  const Result<IdxHeader> header = readIdxHeader(opened);
  if (!header) return rows;
  rows.width = header->shape.size();
  const auto count =
      static_cast<std::size_t>(std::min<std::uint64_t>(header->count, RowSample::rowsFor(rows.width)));
  std::vector<std::uint8_t> raw(count * rows.width * header->type.bytes);
  const Result<std::size_t> got = opened.read(raw);
  if (!got || *got < raw.size()) return rows;
  ArrayInfo array;
  array.type = header->type.type;
  array.elementBytes = header->type.bytes;
  array.isBigEndian = true;
  rows.values.resize(count * rows.width);
  toNumbers(array, raw, std::span(rows.values));
  return rows;
}

bool isStoredSideways(const std::filesystem::path& imagesFile) {
  return imagesFile.filename().string().starts_with("emnist-");
}

}  // namespace isthmus
