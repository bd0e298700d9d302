#pragma once

#include "core/data/dataset_format.h"

namespace isthmus {

/// TensorBoard's projector: .bytes with .tsv metadata, or a projector_config.json. Knows its files by their
/// names and neighbours, for bare floats have no mark of their own.
DatasetFormat projectorFormat();

}  // namespace isthmus
