#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>

namespace isthmus {

/// The most bytes that one data set may take: half of this computer's memory, and at most 16 GiB.
std::uint64_t datasetBytesLimit();

/// "1,024 MiB".
std::string mebibytesText(std::uint64_t bytes);

/// An error that says both numbers when a data set of so many bytes is more than datasetBytesLimit(), or more
/// than is free now. `where` is the file.
Result<void> checkDatasetFits(std::uint64_t bytes, const std::string& where);

}  // namespace isthmus
