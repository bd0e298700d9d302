#pragma once

#include "core/base/result.h"
#include "core/base/task.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace isthmus {

/// No member of a catalogue's archive comes near; stands between a bomb and the disk.
inline constexpr std::uint64_t kLargestMember = std::uint64_t{1} << 30;

/// Takes members out of a zip archive into a folder, each under the last part of its name; the archive's own
/// checksums are checked. All or nothing: each is written beside its place first, and put there when all are
/// whole.
Result<void> extractMembers(const std::filesystem::path& archive, std::span<const std::string> members,
                            const std::filesystem::path& folder, const Task& task = {});

}  // namespace isthmus
