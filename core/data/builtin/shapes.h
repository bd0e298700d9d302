#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>

namespace isthmus {

/// White shapes on black, 32 x 32 and anti-aliased, in the manner of dSprites (Matthey, Higgins, Hassabis,
/// Lerchner 2017): each picture is wholly determined by its factors. Labels and categorical factor: shape
/// (square, ellipse, heart). Factors: scale (of the largest size, 0.5 to 1), rotation (degrees anticlockwise;
/// 0 to 90 for the square, to 180 for the ellipse, to 360 for the heart, since more repeats the picture), x
/// and y (of the centre, pixels from the left and from the top, 9 to 23). All are drawn uniformly and
/// independently. The last sixth is the test part. Fails only when cancelled.
Result<DatasetPtr> makeShapes(std::size_t samples = 12'000, std::uint64_t seed = 1, const Task& task = {});

}  // namespace isthmus
