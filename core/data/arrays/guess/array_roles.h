#pragma once

#include "core/base/result.h"
#include "core/data/arrays/array_file.h"
#include "core/data/load_options.h"
#include "core/data/split.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// The arrays of one part of a data set, as indices into the arrays of a file.
struct ArrayPart {
  Part part = Part::Train;
  std::size_t samples = 0;
  std::optional<std::size_t> labels = {};
};

/// Which arrays of a file are loaded as what.
struct ArrayRoles {
  std::vector<ArrayPart> parts;  ///< at least the training part, which comes first; labels for all or none
  bool isTestPart = false;       ///< those called training here are called a test part in the file: "x_test"
  std::vector<std::string> remarks;  ///< what a person should know of the choice, a sentence each

  /// Several parts have arrays each; what lies beside one of them says nothing of the others.
  bool isOnePart() const { return parts.size() == 1; }
  bool hasTest() const { return parts.back().part == Part::Test; }
};

/// Whether the array is numbers of 2 to 4 dimensions, the first of them (as ArrayInfo has them) samples,
/// within the program's limits.
bool canBeSamples(const ArrayInfo& array);
/// Whether the array says something of each of `count` samples: one value (n, n x 1 or 1 x n) or one-hot
/// rows.
bool canBeLabels(const ArrayInfo& array, std::uint64_t count);

/// Values that a labels array holds for each sample: 1, or the width of one-hot rows.
std::size_t labelWidth(const ArrayInfo& array);

/// The array of the training samples: which dimension counts them is not yet asked.
Result<std::size_t> chooseSamples(const std::vector<ArrayInfo>& arrays, const LoadOptions& options);

/// Those that the options name, completed by the names that are in use (x_train and y_train with x_test and
/// y_test, X and y, data and target, arr_0 and arr_1, ...); otherwise the largest array is taken as samples.
/// Errors have no `where`.
Result<ArrayRoles> chooseArrays(const std::vector<ArrayInfo>& arrays, const LoadOptions& options);

}  // namespace isthmus
