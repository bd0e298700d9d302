#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <utility>

namespace isthmus {

/// An error about a file: `message` says what is wrong with it and what was expected.
inline Error fileError(const std::filesystem::path& file, std::string message,
                       ErrorCode code = ErrorCode::BadFormat) {
  return {code, std::move(message), file.string()};
}

/// What loading ends with soon after its task was cancelled.
inline Error cancelledLoading() {
  return {ErrorCode::Cancelled, "loading was cancelled"};
}

}  // namespace isthmus
