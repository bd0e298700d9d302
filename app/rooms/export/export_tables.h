#pragma once

#include "app/workspace/scene.h"
#include "core/base/result.h"
#include "core/io/sample_table.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace isthmus {

/// What the window shows of the samples, as it was when a person asked for a file of it.
struct ShownResults {
  ScenePtr scene;  ///< with a data set
  AboveRule rule;
};

// All write what isthmus-cli writes, and may take long: not for the GUI thread. An encoding of which parts
// are of earlier weights, or that is not complete, is made anew from the model.

/// The codes of all samples, in the order of their files.
Result<void> writeCodes(const std::filesystem::path& file, const ShownResults& shown);
/// The errors of all samples by every measure, and those of the probe below.
Result<void> writeErrors(const std::filesystem::path& file, const ShownResults& shown);
/// What is known of these samples: names, codes, errors. Works without an encoding, too.
Result<void> writeSamples(const std::filesystem::path& file, const ShownResults& shown,
                          const std::vector<std::size_t>& samples);

}  // namespace isthmus
