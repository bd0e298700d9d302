#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/arrays/array_elements.h"
#include "core/data/arrays/array_file.h"
#include "core/data/dataset.h"
#include "core/data/images/picture_guess.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace isthmus {

/// What an array's samples are to become.
struct SampleLayout {
  SampleKind kind = SampleKind::Vector;
  ImageShape shape;                  ///< of a vector of n numbers 1 x n
  bool isBytes = false;              ///< pictures of uint8 or bool stay bytes; all else becomes float
  bool hasChannelsFirst = false;     ///< n x c x h x w, to be interleaved
  std::string remark = {};           ///< what a person should know of it, a sentence or ""
  std::vector<double> offsets = {};  ///< of vectors: Dataset::offsets
  bool wasMeasured = false;          ///< rows could be pictures or vectors and were looked at
  bool isColumnMajor = false;        ///< the pixels of pictures run down the columns: to be turned

  /// Pictures in whole floats become bytes when all are there.
  std::uint64_t bytesASample() const {
    return shape.size() * (isBytes ? 1 : sizeof(float) + (kind == SampleKind::Image ? 1 : 0));
  }
};

/// Whether the array's numbers can be kept as bytes.
bool holdsBytes(const ArrayInfo& array);

/// Two dimensions are vectors, or pictures where the options give a shape or guessPictures() says so by
/// `rows`; three grey pictures, four n x h x w x c or n x c x h x w with 1 or 3 channels. The array must be
/// one that canBeSamples(). The pixels lie as the option order= says, row by row without it. An error when
/// the options' shape does not fit.
Result<SampleLayout> sampleLayout(const ArrayInfo& array, const LoadOptions& options, const RowSample& rows);

/// What a look at an array's rows shows.
struct RowLook {
  RowSample rows;
  std::vector<double> offsets =
      {};  ///< what numbers too close together for floats are held less of, or empty
};

/// Some of an array's rows, as they stand in the file. Empty where they do not lie together and the array is
/// too large to be read for a look, and where it cannot be read.
RowLook lookAtRows(ArrayFile& file, std::size_t index, const ArrayInfo& array, const Task& task);

/// Appends the first `limit` samples of an array to dataset.pixels or dataset.values, as the layout says.
/// Bytes whose samples lie together are read where they are to stay; all else is converted in chunks.
Result<void> appendSamples(ArrayStream& stream, const ArrayInfo& array, const SampleLayout& layout,
                           std::uint64_t limit, Dataset& dataset, ReadProgress& progress);

}  // namespace isthmus
