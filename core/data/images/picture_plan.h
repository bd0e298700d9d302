#pragma once

#include "core/base/result.h"
#include "core/data/dataset_format.h"
#include "core/data/images/picture_set.h"

namespace isthmus {

/// The side lengths to which pictures of many sizes are brought.
inline constexpr int kOfferedSides[] = {28, 32, 64, 128};

/// Completes a plan for pictures: decodes some, guesses the common size and the colour where the options do
/// not tell, and makes the preview, the remarks and the summary. Options of the result have `side`, or
/// `shape` where pictures stay as they are and are not square, and `channels`; a `side` given wins over a
/// `shape`.
Result<LoadPlan> planPictures(const PictureSet& set, const LoadOptions& options, const LoadTools& tools,
                              const Task& task);

/// The common shape that a plan's options ask for; an error where they ask for none.
Result<ImageShape> plannedShape(const LoadOptions& options);

}  // namespace isthmus
