#pragma once

#include "core/model/model_spec.h"

#include <cstdint>
#include <vector>

namespace isthmus {

/// New weights for a model, in the order of weightLayout(): uniform in +-1/sqrt(fan-in), as PyTorch's Linear
/// and Conv2d draw them; batch norm begins with scale 1 and shift 0.
std::vector<NamedTensor> drawWeights(const ModelSpec& spec, std::uint64_t seed);

}  // namespace isthmus
