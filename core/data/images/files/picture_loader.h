#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/images/picture_set.h"

namespace isthmus {

/// Decodes all pictures to one shape, in two threads. `mayLeaveOut`: broken pictures are left out and noted
/// unless they are more than a tenth; otherwise the first of them is an error. The file of a picture is read
/// again when the data set's `original` is asked for. What is white in all of them (whiteOf()) becomes 255,
/// unless `given` says what is.
Result<Dataset> loadPictures(const PictureSet& set, const ImageShape& shape, const PictureWhite& given,
                             bool mayLeaveOut, const LoadTools& tools, const Task& task);

}  // namespace isthmus
