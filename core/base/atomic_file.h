#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

#include "core/base/result.h"

namespace isthmus {

/// Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed over
/// `path`. On failure what was there before is untouched and the temporary file is gone.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> content);
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view content);

}  // namespace isthmus
