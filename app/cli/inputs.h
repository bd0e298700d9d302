#pragma once

#include "app/cli/arguments.h"
#include "core/anomaly/error_measure.h"
#include "core/data/dataset.h"
#include "core/data/library/known_datasets.h"
#include "core/data/split.h"
#include "core/model/model_snapshot.h"

#include <optional>
#include <string>
#include <vector>

namespace isthmus::cli {

inline constexpr Option kDataOption = {"data", "NAME|PATH...", "a data set's name, or its files or folder",
                                       Option::Takes::Values};
inline constexpr Option kModelOption = {"model", "FILE", "a .safetensors model, or 'bundled'"};

/// The data set that an option names; the option must be given.
Result<DatasetPtr> datasetOf(const Arguments& arguments, std::string_view option,
                             PartsOfNone partsOfNone = PartsOfNone::AsGuessed);
/// The model that --model names.
Result<ModelSnapshotPtr> modelOf(const Arguments& arguments);
/// What --measure names, "all" for all that samples of this kind have; none where it was not given.
Result<std::vector<ErrorMeasure>> measuresIn(const Arguments& arguments, const ModelSpec& spec);
/// Whether the name of the file that --out names, where it was given, can be written.
Result<void> checkResultOption(const Arguments& arguments);
/// Says on stderr where the names of an array's lines stand.
void printFileBeside(const std::string& file);

}  // namespace isthmus::cli
