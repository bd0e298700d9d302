#pragma once

#include "core/data/dataset_format.h"
#include "core/data/load_options.h"

#include <string>
#include <vector>

namespace isthmus {

/// What is white in pictures whose highest numbers are these. Those that use less than a quarter of what
/// their bits hold would be black: 16 bits that came from a camera of 12, masks of 0 and 1. White is then the
/// power of two less one at or above the highest (4,095), of 8 bits the highest itself where that is far
/// below it (16). What is `given` stays.
PictureWhite whiteOf(const PictureRange& range, const PictureWhite& given);

/// As the options say; zeros where they do not.
PictureWhite givenWhite(const LoadOptions& options);

/// A sentence for each kind of picture whose white is not the highest number that its bits hold.
std::vector<std::string> whiteRemarks(const PictureWhite& white, const PictureRange& range);

}  // namespace isthmus
