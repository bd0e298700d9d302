#pragma once

#include <filesystem>

namespace isthmus::test {

/// The folder `shared` beside the repository, with real data and strangers' files: there for developers and
/// in CI, not for users. Tests that need it skip, and say so, where it is absent. ISTHMUS_SOURCE_DIR must be
/// defined.
inline std::filesystem::path sharedFolder() {
  return std::filesystem::path(ISTHMUS_SOURCE_DIR) / ".." / "shared";
}

}  // namespace isthmus::test
