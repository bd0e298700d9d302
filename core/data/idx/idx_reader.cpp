#include "core/data/idx/idx_reader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/arrays/array_elements.h"
#include "core/data/class_names.h"
#include "core/data/idx/idx_plan.h"
#include "core/data/missing_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <unistd.h>
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
constexpr std::size_t kChunkBytes = 1 << 20;  // between two looks at the stop token

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

bool startsLikeIdx(std::span<const std::uint8_t> head) {
  return head.size() >= kMagicBytes && head[0] == 0 && head[1] == 0 && idxNumberType(head[2]).has_value();
}

bool recognisesIdx(const FileHead& head) {
  return startsLikeIdx(head.bytes);
}

Error badFile(const std::filesystem::path& file, std::string message, ErrorCode code = ErrorCode::BadFormat) {
  return {code, std::move(message), file.string()};
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
    return badFile(file,
                   "is an IDX file of " + declared + " numbers, that is none; expected at least one sample");
  if (dimensions[0] > kMaxSamples)
    return badFile(file,
                   "declares " + withThousands(dimensions[0]) + " samples; at most " +
                       withThousands(kMaxSamples) + " can be loaded",
                   ErrorCode::TooLarge);
  std::uint64_t numbers = 1;  // each step stays below 2^24 * 2^32: no overflow
  for (const std::uint32_t dimension : dimensions.subspan(1)) {
    numbers *= dimension;
    if (numbers > kMaxNumbersASample)
      return badFile(
          file,
          "declares " + declared + " numbers; a sample may have at most " + withThousands(kMaxNumbersASample),
          ErrorCode::TooLarge);
  }
  if (dimensions[0] * numbers * type.bytes > datasetBytesLimit())
    return badFile(file,
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
        return badFile(file, "holds fractions in one dimension; expected labels, which are whole numbers");
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
        return badFile(file, "declares images of " + withThousands(dimensions[3]) +
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
    return badFile(source.path(),
                   "is cut off or has a wrong header: it declares " + what + ", but " +
                       withThousands(source.fileSize()) +
                       (source.isCompressed() ? " packed bytes cannot hold them" : " bytes are there"));
  if (!source.isCompressed() && promised < source.fileSize())
    return badFile(source.path(), "has " + withThousands(source.fileSize() - promised) +
                                      " bytes too many after its last sample; its header declares " + what);
  if (source.isCompressed() && promised > kPackingRatioMattersAbove &&
      promised / source.fileSize() > kMaxPackingRatio)
    return badFile(source.path(),
                   "declares " + what + " in " + withThousands(source.fileSize()) +
                       " packed bytes: only blank content packs so tightly, so it is refused as a bomb",
                   ErrorCode::TooLarge);
  return {};
}

/// One file while it is read.
struct OpenFile {
  ByteSource source;
  IdxHeader header;
};

/// The images of one part of the set (training or test) and their labels.
struct OpenPart {
  OpenFile images;
  std::optional<OpenFile> labels;
};

Result<OpenFile> openFile(const std::filesystem::path& file, IdxHeader::Content expected) {
  Result<ByteSource> source = ByteSource::open(file);
  if (!source) return source.error();
  ByteSource opened = std::move(source).value();
  const Result<IdxHeader> header = readIdxHeader(opened);
  if (!header) return header.error();
  if (header->content != expected)
    return badFile(file, expected == IdxHeader::Content::Images ? "holds labels; expected images"
                                                                : "holds images; expected labels");
  return OpenFile{std::move(opened), *header};
}

Result<OpenPart> openPart(std::span<const std::filesystem::path> files) {
  if (files.empty() || files.size() > 2)
    return Error{ErrorCode::Internal,
                 "a part of an IDX data set is one images file and at most one labels file"};
  Result<OpenFile> images = openFile(files[0], IdxHeader::Content::Images);
  if (!images) return images.error();
  OpenPart part{std::move(images).value(), std::nullopt};
  if (files.size() < 2) return part;
  Result<OpenFile> labels = openFile(files[1], IdxHeader::Content::Labels);
  if (!labels) return labels.error();
  part.labels = std::move(labels).value();
  if (part.labels->header.count != part.images.header.count)
    return badFile(files[1], "holds " + withThousands(part.labels->header.count) + " labels; expected " +
                                 withThousands(part.images.header.count) + ", one for each image of " +
                                 files[0].filename().string());
  return part;
}

/// Reads the bodies of all files of a set, one after the other, into growing vectors.
class BodyReader {
 public:
  BodyReader(const Task& task, std::uint64_t totalBytes) : m_task(task), m_totalBytes(totalBytes) {}

  /// Appends exactly the bytes that the header declares and makes sure that the file ends there.
  Result<void> append(OpenFile& file, std::vector<std::uint8_t>& to) {
    for (std::uint64_t left = file.header.dataBytes(); left > 0;) {
      if (m_task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunkBytes));
      const std::size_t start = to.size();
      to.resize(start + wanted);
      const Result<std::size_t> got = file.source.read(std::span(to).subspan(start));
      if (!got) return got.error();
      left -= *got;
      if (*got < wanted)
        return badFile(file.source.path(), "is cut off: " + withThousands(left) + " of the " +
                                               withThousands(file.header.dataBytes()) +
                                               " bytes that its header declares are missing");
      m_readBytes += wanted;
      m_task.report(static_cast<double>(m_readBytes) / static_cast<double>(m_totalBytes));
    }
    const Result<bool> ended = file.source.atEnd();
    if (!ended) return ended.error();
    if (!*ended)
      return badFile(file.source.path(), "goes on after its last sample; its header declares " +
                                             withThousands(file.header.count) + " samples and no more");
    return {};
  }

 private:
  const Task& m_task;
  std::uint64_t m_totalBytes;
  std::uint64_t m_readBytes = 0;
};

/// The numbers of a file, whatever their type.
template <typename Number>
Result<void> appendNumbers(BodyReader& reader, OpenFile& file, std::vector<Number>& to) {
  std::vector<std::uint8_t> raw;
  if (const Result<void> read = reader.append(file, raw); !read) return read;
  ArrayInfo array;
  array.type = file.header.type.type;
  array.elementBytes = file.header.type.bytes;
  array.isBigEndian = true;
  const std::size_t start = to.size();
  to.resize(start + raw.size() / array.elementBytes);
  toNumbers(array, raw, std::span(to).subspan(start));
  return {};
}

Result<void> checkTogether(const OpenPart& train, const OpenPart& test) {
  const auto& trainFile = train.images.source.path();
  const auto& testFile = test.images.source.path();
  if (train.images.header.shape != test.images.header.shape)
    return badFile(testFile, "has images of another size than " + trainFile.filename().string());
  if (train.images.header.isBytes() != test.images.header.isBytes())
    return badFile(testFile, "has numbers of another type than " + trainFile.filename().string());
  if (train.labels.has_value() != test.labels.has_value())
    return badFile(
        train.labels ? testFile : trainFile,
        "comes without labels while the other part has them; expected labels for both or for none");
  return {};
}

/// Exchanges rows and columns of square images; gives up when the task is cancelled.
void transpose(std::span<std::uint8_t> pixels, std::size_t side, const Task& task) {
  std::size_t untilLook = 0;
  for (std::size_t start = 0; start < pixels.size(); start += side * side) {
    if (untilLook < side * side) {
      if (task.cancelled()) return;
      untilLook = kChunkBytes + side * side;
    }
    untilLook -= side * side;
    const auto image = pixels.subspan(start, side * side);
    for (std::size_t y = 0; y < side; ++y) {
      for (std::size_t x = 0; x < y; ++x) std::swap(image[y * side + x], image[x * side + y]);
    }
  }
}

/// What the images of a part become: bytes as they are, other numbers as floats.
Result<void> readImages(BodyReader& reader, OpenFile& images, Dataset& dataset, const Task& task) {
  if (!images.header.isBytes()) return appendNumbers(reader, images, dataset.values);
  const std::size_t start = dataset.pixels.size();
  if (const Result<void> read = reader.append(images, dataset.pixels); !read) return read;
  const ImageShape& shape = images.header.shape;
  if (isStoredSideways(images.source.path()) && shape.height == shape.width && shape.channels == 1)
    transpose(std::span(dataset.pixels).subspan(start), static_cast<std::size_t>(shape.width), task);
  return {};
}

Result<void> giveLabels(const std::vector<double>& labels, const std::filesystem::path& file,
                        Dataset& dataset) {
  if (labels.empty()) return {};
  const auto [lowest, highest] = std::ranges::minmax(labels);
  if (lowest < 0 || highest >= static_cast<double>(kMaxClasses))
    return badFile(file, "holds labels from " + numberText(lowest) + " to " + numberText(highest) +
                             "; expected the numbers of at most " + withThousands(kMaxClasses) +
                             " classes, from 0");
  ClassNames classes = classNamesFor(dataset.name, static_cast<int>(lowest), static_cast<int>(highest));
  dataset.labels.resize(labels.size());
  std::ranges::transform(labels, dataset.labels.begin(),
                         [&](double label) { return static_cast<std::int32_t>(label) - classes.first; });
  dataset.classNames = std::move(classes.names);
  return {};
}

/// Rows are pictures where the plan has a shape for them, else vectors.
Result<void> giveShape(const LoadPlan& plan, const IdxHeader& header, Dataset& dataset) {
  dataset.shape = header.shape;
  const auto& wanted = plan.options.shape;
  const bool isPicture = wanted ? wanted->size() > 0 : !header.areRows;
  if (isPicture && wanted && wanted->size() != header.shape.size())
    return badFile(plan.trainFiles.front(),
                   "has " + withThousands(header.shape.size()) + " numbers a sample; pictures of the shape " +
                       shapeOptionText(*wanted) + " have " + withThousands(wanted->size()),
                   ErrorCode::BadSetting);
  if (isPicture && wanted) dataset.shape = *wanted;
  if (!isPicture) {
    dataset.kind = SampleKind::Vector;
    dataset.shape = {1, static_cast<int>(header.shape.size()), 1};
  }
  const bool areFloats = !header.isBytes();
  dataset.scaling = !isPicture ? Scaling::Standardise : areFloats ? Scaling::UnitRange : Scaling::None;
  return {};
}

/// Floats may lack values, or be infinite.
Result<Dataset> treated(Dataset dataset, const LoadPlan& plan, const Task& task) {
  if (dataset.isBytes()) return dataset;
  const std::filesystem::path& file = plan.trainFiles.front();
  if (std::ranges::any_of(dataset.values, [](float value) { return std::isinf(value); }))
    return badFile(file,
                   "holds a number that is infinite or too large for 32-bit floats; expected finite ones");
  if (const auto done = treatMissing(dataset, plan.options.missing, task); !done)
    return badFile(file, done.error().message, done.error().code);
  return dataset;
}

Result<Dataset> readParts(const LoadPlan& plan, std::span<OpenPart> parts, const Task& task) {
  std::uint64_t pixels = 0;
  std::uint64_t bytes = 0;
  for (const OpenPart& part : parts) {
    pixels += part.images.header.numbers();
    bytes += part.images.header.dataBytes();
    if (part.labels) bytes += part.labels->header.dataBytes();
  }
  BodyReader reader(task, bytes);
  Dataset dataset;
  dataset.name = plan.name;
  const OpenPart& train = parts.front();
  if (const Result<void> shaped = giveShape(plan, train.images.header, dataset); !shaped)
    return shaped.error();
  std::vector<double> labels;
  if (train.images.header.isBytes())
    dataset.pixels.reserve(static_cast<std::size_t>(pixels));  // address space only, until it is written
  for (OpenPart& part : parts) {
    // The labels first: they are small, and a fault in them is found at once.
    if (part.labels) {
      if (const Result<void> read = appendNumbers(reader, *part.labels, labels); !read) return read.error();
    }
    if (const Result<void> read = readImages(reader, part.images, dataset, task); !read) return read.error();
  }
  if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
  dataset.trainCount = static_cast<std::size_t>(train.images.header.count);
  if (train.labels) {
    if (const auto given = giveLabels(labels, train.labels->source.path(), dataset); !given)
      return given.error();
  }
  return treated(std::move(dataset), plan, task);
}

}  // namespace

Result<IdxHeader> readIdxHeader(ByteSource& source) {
  const std::filesystem::path& file = source.path();
  std::array<std::uint8_t, kMagicBytes + 4 * kMaxDimensions> bytes = {};
  const Result<std::size_t> gotMagic = source.read(std::span(bytes).first(kMagicBytes));
  if (!gotMagic) return gotMagic.error();
  if (!startsLikeIdx(std::span(bytes).first(*gotMagic)))
    return badFile(file,
                   "is not an IDX file; expected it to begin with 00 00 08 and the number of dimensions");
  const std::size_t dimensionCount = bytes[3];
  if (dimensionCount < 1 || dimensionCount > kMaxDimensions)
    return badFile(file,
                   "has " + std::to_string(dimensionCount) +
                       " dimensions; expected 1 (labels), 2 (rows), 3 (grey images) or 4 (colour images)");
  const std::span<std::uint8_t> sizes = std::span(bytes).subspan(kMagicBytes, 4 * dimensionCount);
  const Result<std::size_t> gotSizes = source.read(sizes);
  if (!gotSizes) return gotSizes.error();
  if (*gotSizes < sizes.size())
    return badFile(file, "is cut off within its header; expected " + std::to_string(dimensionCount) +
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

Result<Dataset> loadIdx(const LoadPlan& plan, const LoadTools&, const Task& task) {
  std::vector<OpenPart> parts;
  for (const auto* files : {&plan.trainFiles, &plan.testFiles}) {
    if (files == &plan.testFiles && files->empty()) continue;
    Result<OpenPart> part = openPart(*files);
    if (!part) return part.error();
    parts.push_back(std::move(part).value());
  }
  if (parts.size() == 2) {
    if (const Result<void> fit = checkTogether(parts[0], parts[1]); !fit) return fit.error();
  }
  std::uint64_t bytes = 0;
  for (const OpenPart& part : parts) {
    const IdxHeader& header = part.images.header;
    bytes += header.dataBytes() + (header.isBytes() ? 0 : header.numbers() * sizeof(float));
  }
  if (const Result<void> fits = checkDatasetFits(bytes, plan.trainFiles.front().string()); !fits)
    return fits.error();
  try {
    return readParts(plan, parts, task);
  } catch (const std::bad_alloc&) {
    return badFile(plan.trainFiles.front(), "does not fit into the memory that is free", ErrorCode::TooLarge);
  }
}

DatasetFormat idxFormat() {
  return {
      "IDX",  "IDX images and labels", {"*ubyte", "*ubyte.gz", "*.idx", "*.idx.gz"}, recognisesIdx, planIdx,
      loadIdx};
}

}  // namespace isthmus
