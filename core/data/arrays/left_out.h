#pragma once

#include "core/base/result.h"
#include "core/data/arrays/array_file.h"
#include "core/data/dataset_format.h"

#include <string>
#include <vector>

namespace isthmus {

/// Adds to a plan what a file holds beside the arrays that can be read (`leftOut`, a sentence without its
/// full stop each): as remarks, or to the error when no data set was found.
Result<LoadPlan> withLeftOut(Result<LoadPlan> plan, const ArrayFile& file,
                             const std::vector<std::string>& leftOut);

}  // namespace isthmus
