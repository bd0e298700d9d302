#pragma once

#include "core/base/result.h"
#include "core/data/arrays/array_file.h"
#include "core/data/arrays/array_roles.h"
#include "core/data/arrays/array_samples.h"
#include "core/data/load_options.h"

#include <cstdint>

namespace isthmus {

/// The arrays of a file that become a data set, and how.
struct ArrayChoice {
  ArrayRoles roles;
  SampleLayout layout;  ///< of the samples of all parts
};

/// Decides by names, shapes and options alone. Errors have no `where`.
Result<ArrayChoice> chooseData(ArrayFile& file, const LoadOptions& options);

/// Memory that the choice takes while it is loaded, in bytes.
std::uint64_t memoryFor(const ArrayChoice& choice, ArrayFile& file);

}  // namespace isthmus
