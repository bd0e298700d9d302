#pragma once

#include "core/base/task.h"
#include "core/data/images/files/picture_layout.h"

#include <string_view>

namespace isthmus {

/// Sorts entries by part and by name, and lets the classes of a part take turns. Soon after the task is
/// cancelled it returns, having done a part.
void orderPictures(PictureArrangement& arrangement, const Task& task);

/// The order of a person: "2.png" before "10.png".
bool naturallyBefore(std::string_view left, std::string_view right);

}  // namespace isthmus
