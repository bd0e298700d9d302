#pragma once

#include "core/base/result.h"
#include "core/data/arrays/array_file.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <string>
#include <vector>

namespace isthmus {

/// Which dimension of an array counts samples.
struct Orientation {
  std::size_t axis = 0;
  bool isTold = false;      ///< by an option, by the labels or by the shape; otherwise it is the usual one
  std::string remark = {};  ///< where it is another than the first, a sentence with the option that says
                            ///< otherwise
};

/// By the options (axis=, transpose=, shape=), else by the number of labels, else by the shape: two equal
/// sides and another one last (28 x 28 x 150), height x width x channels x samples, MATLAB's longest side
/// last. `samples` has 2 to 4 dimensions. An error when there is no such dimension.
Result<Orientation> orientationOf(const std::vector<ArrayInfo>& arrays, std::size_t samples,
                                  const LoadOptions& options);

/// Why the samples, by what they look like, are the columns: the remark that says so.
std::string columnsRemark(const ArrayInfo& array, const std::string& why);

/// Turns the samples of all parts, and label rows that lie in columns with them.
void turn(std::vector<ArrayInfo>& arrays, std::size_t samples, std::size_t axis);

}  // namespace isthmus
