#pragma once

#include "core/base/result.h"
#include "core/data/dataset_format.h"

#include <filesystem>
#include <span>

namespace isthmus {

/// Pairs images with labels and training with test files, by their names and, where these do not tell, by the
/// counts in their headers. A single images file takes its labels from the file beside it. Reads headers
/// only.
Result<LoadPlan> planIdx(std::span<const std::filesystem::path> files, const LoadOptions& options,
                         const LoadTools& tools, const Task& task);

}  // namespace isthmus
