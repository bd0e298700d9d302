#pragma once

#include "core/base/result.h"
#include "core/model/model_snapshot.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace isthmus {

/// A model as a .safetensors file: the weights, the input's scaling as the tensors input.offset and
/// input.factor (where there is one), statistics as statistics.NAME, and in the metadata the architecture and
/// preprocessing. Dense VAEs are written as version 1, which every version of Isthmus reads; all else as
/// version 2, which carries the architecture layer by layer, so that a file of a kind that this program does
/// not know still encodes and decodes. Atomic. A model that loadModel would refuse (weights that are missing,
/// misshapen or not finite) is not written. Feature names of more than 256 KiB are left out.
Result<void> saveModel(const std::filesystem::path& path, const ModelSnapshot& model);
/// Reads it back. A field, weight or version that is missing or wrong is an error that names it.
Result<ModelSnapshotPtr> loadModel(const std::filesystem::path& path);
/// Whether a file is to be opened as a model: by its ending, unless its header says that it holds other
/// tensors, which are a data set.
bool isModelFile(const std::filesystem::path& path);
/// The model from memory; `where` names it in errors.
Result<ModelSnapshotPtr> parseModel(std::span<const std::byte> bytes, const std::string& where);

}  // namespace isthmus
