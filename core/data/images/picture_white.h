#pragma once

#include "core/base/task.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <optional>
#include <string>

namespace isthmus {

/// The number that is white in pictures of whole numbers from 0 to `highest`: 255 where they use more than
/// half of a byte's range, else the power of two less one that is little above them (15, 1,023, 4,095), else
/// the highest itself (16, 100). At least 1.
float whiteFor(std::uint32_t highest);

/// "Whole numbers from 0 to 16: 16 is white; \"white=\" takes another."
std::string whiteRemark(std::uint32_t highest, float white);

/// Pictures of whole numbers, whatever their type in the file: those up to 255 become bytes, and where all of
/// them together do not use a byte's range, dataset.white says what is white, and a note says so. To be
/// called once all samples are there. Sets that know their white, vectors and pictures in fractions stay as
/// they are; `given` is white where a person says so, of fractions too. In place; soon after the task is
/// cancelled it returns, having done a part.
void settleWhite(Dataset& dataset, std::optional<int> given, const Task& task);

}  // namespace isthmus
