#include "core/data/idx/idx_reader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/arrays/array_elements.h"
#include "core/data/files/load_errors.h"
#include "core/data/idx/idx_plan.h"
#include "core/data/images/picture_planes.h"
#include "core/data/values/class_names.h"
#include "core/data/values/missing_values.h"

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

constexpr std::size_t kChunkBytes = 1 << 20;  // between two looks at the stop token

bool recognisesIdx(const FileHead& head) {
  return startsLikeIdx(head.bytes);
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
    return fileError(file, expected == IdxHeader::Content::Images ? "holds labels; expected images"
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
    return fileError(files[1], "holds " + withThousands(part.labels->header.count) + " labels; expected " +
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
        return fileError(file.source.path(), "is cut off: " + withThousands(left) + " of the " +
                                                 withThousands(file.header.dataBytes()) +
                                                 " bytes that its header declares are missing");
      m_readBytes += wanted;
      m_task.report(static_cast<double>(m_readBytes) / static_cast<double>(m_totalBytes));
    }
    const Result<bool> ended = file.source.atEnd();
    if (!ended) return ended.error();
    if (!*ended)
      return fileError(file.source.path(), "goes on after its last sample; its header declares " +
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
    return fileError(testFile, "has images of another size than " + trainFile.filename().string());
  if (train.images.header.isBytes() != test.images.header.isBytes())
    return fileError(testFile, "has numbers of another type than " + trainFile.filename().string());
  if (train.labels.has_value() != test.labels.has_value())
    return fileError(
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
    return fileError(file, "holds labels from " + numberText(lowest) + " to " + numberText(highest) +
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
    return fileError(plan.trainFiles.front(),
                     "has " + withThousands(header.shape.size()) +
                         " numbers a sample; pictures of the shape " + shapeOptionText(*wanted) + " have " +
                         withThousands(wanted->size()),
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

/// Vectors are floats in every format; floats may lack values, or be infinite.
Result<Dataset> treated(Dataset dataset, const LoadPlan& plan, const Task& task) {
  if (dataset.kind == SampleKind::Vector && dataset.isBytes()) {
    dataset.values.assign(dataset.pixels.begin(), dataset.pixels.end());
    std::vector<std::uint8_t>().swap(dataset.pixels);
    return dataset;
  }
  if (dataset.isBytes()) return dataset;
  const std::filesystem::path& file = plan.trainFiles.front();
  if (std::ranges::any_of(dataset.values, [](float value) { return std::isinf(value); }))
    return fileError(file,
                     "holds a number that is infinite or too large for 32-bit floats; expected finite ones");
  if (const auto done = treatMissing(dataset, plan.options.missing, task); !done)
    return fileError(file, done.error().message, done.error().code);
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
  if (train.images.header.areRows) interleavePlanes(dataset, task);
  return treated(std::move(dataset), plan, task);
}

}  // namespace

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
    bytes +=
        header.dataBytes() + (header.isBytes() && !header.areRows ? 0 : header.numbers() * sizeof(float));
  }
  if (const Result<void> fits = checkDatasetFits(bytes, plan.trainFiles.front().string()); !fits)
    return fits.error();
  try {
    return readParts(plan, parts, task);
  } catch (const std::bad_alloc&) {
    return fileError(plan.trainFiles.front(), "does not fit into the memory that is free",
                     ErrorCode::TooLarge);
  }
}

DatasetFormat idxFormat() {
  return {
      "IDX",   "IDX images and labels", {"*ubyte", "*ubyte.gz", "*.idx", "*.idx.gz"}, recognisesIdx, planIdx,
      loadIdx, {"missing", "shape"}};
}

}  // namespace isthmus
