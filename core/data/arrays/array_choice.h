#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/arrays/array_file.h"
#include "core/data/arrays/array_samples.h"
#include "core/data/arrays/guess/array_beside.h"
#include "core/data/arrays/guess/array_roles.h"
#include "core/data/load_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace isthmus {

/// The arrays of a file that become a data set, and how.
struct ArrayChoice {
  std::vector<ArrayInfo> arrays;  ///< those of the file, with the dimension of samples first
  ArrayRoles roles;
  SampleLayout layout;  ///< of the samples of all parts
  ArraysBeside beside;
  std::vector<std::string> remarks;  ///< what was guessed, a sentence each

  const ArrayInfo& samples() const { return arrays[roles.parts.front().samples]; }
};

/// Decides by names, shapes and options, and by a look at some rows and labels where these leave it open.
/// Errors have no `where`.
Result<ArrayChoice> chooseData(ArrayFile& file, const LoadOptions& options, const Task& task = {});

/// Memory that the choice takes while it is loaded, in bytes.
std::uint64_t memoryFor(const ArrayChoice& choice, ArrayFile& file);

}  // namespace isthmus
