#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>

namespace isthmus {

/// The built-in "Handwritten-style digits": stroke skeletons per digit, several writing variants each, with
/// random slant, rotation, scale, stroke width and elastic wobble, drawn anti-aliased at 28 x 28, white on
/// black. Deterministic in the seed. Every factor (digit, variant, slant, rotation, scale, width) is stored
/// per sample; the digits are in balance and in random order. Fails only when cancelled.
Result<DatasetPtr> makeDigits(std::size_t trainCount = 10'000, std::size_t testCount = 2'000,
                              std::uint64_t seed = 1, const Task& task = {});

}  // namespace isthmus
