#pragma once

#include "core/data/arrays/array_choice.h"
#include "core/data/arrays/array_file.h"
#include "core/data/dataset_format.h"

#include <optional>

namespace isthmus {

/// What lets a person judge the choice: all arrays, what can be decided, the first samples. What cannot be
/// read is left out; loading will say why. `white` as LoadOptions has it.
LoadPreview previewArrays(const ArrayChoice& choice, ArrayFile& file, std::optional<int> white);

}  // namespace isthmus
