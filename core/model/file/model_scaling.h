#pragma once

#include "core/base/result.h"
#include "core/data/values/input_scaling.h"
#include "core/io/safetensors.h"
#include "core/model/file/model_metadata.h"
#include "core/model/model_spec.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::model_metadata {

/// "4 x 5".
std::string shapeText(const NamedTensor& tensor);

/// What the metadata's "preprocessing" says of a scaling.
std::string_view preprocessingName(Scaling scaling);
/// What keeps a scaling from being that of such a model's input, if anything.
std::optional<Error> checkScaling(const ModelSpec& spec, const InputScaling& scaling);
/// The scaling as tensors of a model's file: input.offset, input.factor, input.base.
std::vector<NamedTensor> scalingTensors(const InputScaling& scaling);
/// Takes the tensors of the input's scaling out of `tensors`.
Result<InputScaling> takeScaling(const Metadata& metadata, const ModelSpec& spec,
                                 std::vector<NamedTensor>& tensors);

}  // namespace isthmus::model_metadata
