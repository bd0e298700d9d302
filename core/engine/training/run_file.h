#pragma once

#include "core/base/result.h"
#include "core/engine/run_state.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// A captured run as a file (CBOR, RFC 8949): with the same data set, TrainingRun::resume() of what is read
/// goes on to the same bits as the run it was captured from.
std::vector<std::byte> encodeRun(const RunState& state);
/// Everything that counts is checked: kinds of values, lengths that belong together, ranges. `name` is the
/// file's, for the error.
Result<RunState> decodeRun(std::span<const std::byte> bytes, const std::string& name);

/// Atomic: the file is there whole or as it was before.
Result<void> writeRun(const std::filesystem::path& path, const RunState& state);
Result<RunState> readRun(const std::filesystem::path& path);

}  // namespace isthmus
