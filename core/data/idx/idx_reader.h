#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/arrays/array_file.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/files/byte_source.h"
#include "core/data/images/picture_guess.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace isthmus {

/// What an IDX file says of itself. The format: two zero bytes, the type of the numbers, the number of
/// dimensions, each dimension as 32 bits big endian, then the numbers.
struct IdxHeader {
  enum class Content { Images, Labels };

  Content content = Content::Images;
  std::uint64_t count = 0;  ///< samples, at least 1
  ImageShape shape;         ///< of an image; 1 x n for the rows of a table; 1 x 1 for labels
  std::size_t bytes = 0;    ///< of the header itself
  NumberType type{ElementType::UInt8, 1};
  bool areRows = false;  ///< two dimensions: rows of a table, or of pictures

  bool isBytes() const { return type.type == ElementType::UInt8; }
  std::uint64_t numbers() const { return count * shape.size(); }
  std::uint64_t dataBytes() const { return numbers() * type.bytes; }
};

/// Whether a file that begins so is IDX.
bool startsLikeIdx(std::span<const std::uint8_t> head);

/// Reads the header at the start of `source` and checks it against the limits of the program and the size of
/// the file. Images have 3 dimensions (grey) or 4 (the last one 1 or 3 channels), tables 2, labels 1. Labels
/// are whole numbers, all else may be any numbers.
Result<IdxHeader> readIdxHeader(ByteSource& source);
Result<IdxHeader> readIdxHeader(const std::filesystem::path& file);

/// True for the files that NIST publishes as "emnist-...": their images have rows and columns exchanged, so
/// loading turns them upright.
bool isStoredSideways(const std::filesystem::path& imagesFile);

/// The first rows of a file of two dimensions, for a look at them.
RowSample readIdxRows(const std::filesystem::path& file);

/// Reads images and labels as planIdx() has paired them: a plan's files are the images, then the labels if
/// any. Everything is checked anew, for files change. Never takes more memory than the data that has really
/// come.
Result<Dataset> loadIdx(const LoadPlan& plan, const LoadTools& tools, const Task& task);

/// The format's entry in datasetFormats().
DatasetFormat idxFormat();

}  // namespace isthmus
