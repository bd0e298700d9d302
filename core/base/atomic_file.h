#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace isthmus {

/// Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed over
/// `path`. On failure what was there before is untouched and the temporary file is gone.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> content);
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view content);

/// Writes all of it to an open file descriptor; false, with errno set, when that fails.
bool writeAll(int file, std::span<const std::byte> content);

/// Whether writeFileAtomically() could begin to write there: to be asked before a long computation whose
/// result goes there.
Result<void> checkWritable(const std::filesystem::path& path);

}  // namespace isthmus
