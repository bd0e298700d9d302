#pragma once

#include "app/cli/arguments.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "core/engine/model_snapshot.h"

#include <optional>
#include <vector>

namespace isthmus::cli {

inline constexpr Option kDataOption = {"data", "NAME|PATH...", "a data set's name, or its files or folder",
                                       Option::Takes::Values};
inline constexpr Option kModelOption = {"model", "FILE", "a .safetensors model, or 'bundled'"};

/// The data set that an option names; the option must be given.
Result<DatasetPtr> datasetOf(const Arguments& arguments, std::string_view option);
/// The model that --model names.
Result<ModelSnapshotPtr> modelOf(const Arguments& arguments);

}  // namespace isthmus::cli
