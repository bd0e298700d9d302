#pragma once

#include "core/data/dataset_format.h"

namespace isthmus {

/// What the programs give to the core for loading: Qt's decoders of pictures, and the program
/// isthmus-array-reader where it lies beside this one or in libexec.
const LoadTools& loadTools();

}  // namespace isthmus
