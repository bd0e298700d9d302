#pragma once

#include "core/data/dataset_format.h"

namespace isthmus {

/// TensorBoard's projector: .bytes or .tsv vectors with .tsv metadata, or a projector_config.json. Knows its
/// files by their names and neighbours, for neither bare floats nor rows of numbers have a mark of their own.
DatasetFormat projectorFormat();

}  // namespace isthmus
