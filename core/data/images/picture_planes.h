#pragma once

#include "core/base/task.h"
#include "core/data/dataset.h"

namespace isthmus {

/// Pictures in colour that were read from rows of numbers: where these have one channel after the other,
/// which their neighbours tell, the colours of each pixel are put side by side. In place.
void interleavePlanes(Dataset& dataset, const Task& task);

}  // namespace isthmus
