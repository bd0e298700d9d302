#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>

namespace isthmus {

/// The built-in "Handwritten-style digits": stroke skeletons per digit, several writing variants each, with
/// random slant, rotation, scale, stroke width and elastic wobble, drawn anti-aliased at 28 x 28, white on
/// black. Deterministic in the seed. The digits are in balance and in random order, in the training and in
/// the test part. Every factor is stored per sample: digit and variant (categorical), slant (degrees,
/// positive to the right, -25 to 35), rotation (degrees, positive anticlockwise, -15 to 15), scale (the ink's
/// longer side in units of 20 pixels, 0.8 to 1.05), width (of the pen in pixels, 1.4 to 4.2). As in MNIST the
/// ink's centre of mass lies in the middle of the picture, or as near to it as keeps the outermost pixels
/// black. Fails only when cancelled.
Result<DatasetPtr> makeDigits(std::size_t trainCount = 10'000, std::size_t testCount = 2'000,
                              std::uint64_t seed = 1, const Task& task = {});

}  // namespace isthmus
