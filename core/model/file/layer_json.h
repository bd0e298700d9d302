#pragma once

#include "core/base/result.h"
#include "core/model/file/json_fields.h"
#include "core/model/layer.h"

namespace isthmus::model_metadata {

/// A layer as model files say it: "type", "name", "activation", the numbers of its type, and "adds" where it
/// has a residual link.
Json jsonOf(const Layer& layer);
/// The other way; the error says which field is wrong. Whether the numbers make sense is not looked at.
Result<Layer> layerFrom(const Json& json);

}  // namespace isthmus::model_metadata
