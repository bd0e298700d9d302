#pragma once

#include "core/base/result.h"

#include <exception>
#include <new>
#include <string>

namespace isthmus {

/// What `compute` returns; what it throws (memory runs out, a library fails) as an error, so that whoever
/// waits for a worker's answer gets one.
template <typename Compute>
auto guarded(const Compute& compute) -> decltype(compute()) {
  try {
    return compute();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::TooLarge, "There is not enough free memory for this."};
  } catch (const std::exception& problem) {
    return Error{ErrorCode::Internal, "This failed: " + std::string(problem.what())};
  }
}

}  // namespace isthmus
