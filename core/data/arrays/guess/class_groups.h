#pragma once

#include "core/data/arrays/array_file.h"
#include "core/data/split.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// Samples of one class that an array holds, or a page of it.
struct ClassPiece {
  std::size_t array = 0;
  std::string className;
  std::uint64_t count = 0;  ///< samples
  std::optional<Part> part = {};
};

/// Arrays of a file that are a class each.
struct ClassGroups {
  std::vector<ClassPiece> pieces = {};  ///< part after part, in each the classes in their order
  std::size_t axis = 0;                 ///< the dimension of each array that counts samples
  bool areNumbers = false;              ///< the classes are called by whole numbers
  bool arePages = false;  ///< the pieces are pages of one array, its samples one after the other
  bool isLikely = false;  ///< otherwise the arrays may well be something else
};

/// Whether an array's numbers must change places to be given out sample by sample, the last dimension
/// running fastest.
bool mustBeTurned(const ArrayInfo& array);

/// Several arrays of one type and one size of sample that are named after classes: by a number behind a
/// common stem (train0, train1, ..., with test0, ... for the test part), or each by a word of its own (cat,
/// dog). Nothing where a name tells a role or a piece of something else (X, mean, batch1), and where other
/// arrays are labels. `areFiles`: each array is a file of its own, as classes have; in one file arrays of as
/// many samples may be several views of the same.
std::optional<ClassGroups> classesByName(const std::vector<ArrayInfo>& arrays, bool areFiles);

/// The only array with three dimensions, where each page of its slowest dimension may be a class: of the
/// other two the fastest is the pixels of a square picture. Whether it is so, only its numbers tell.
std::optional<ClassGroups> classesByPage(const std::vector<ArrayInfo>& arrays);

}  // namespace isthmus
