#pragma once

#include "core/base/task.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace isthmus {

/// Appends zeros until there are `size` values. Clearing gigabytes takes seconds, so it looks at the stop
/// token every few megabytes: false, with a part of them, when the task was cancelled.
template <typename Value>
bool growTo(std::vector<Value>& values, std::size_t size, const Task& task) {
  constexpr std::size_t kStep = (std::size_t{8} << 20) / sizeof(Value);
  values.reserve(size);  // address space only, until it is written
  while (values.size() < size) {
    if (task.cancelled()) return false;
    values.resize(std::min(size, values.size() + kStep));
  }
  return true;
}

}  // namespace isthmus
