#include "core/engine/initial_weights.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace isthmus {

std::vector<NamedTensor> drawWeights(const ModelSpec& spec, std::uint64_t seed) {
  constexpr std::uint64_t kStream = 0x77656967687473U;  // not the one of the samples' order or the noise
  Random random(seed ^ kStream);
  std::vector<NamedTensor> weights = weightLayout(spec);
  double bound = 0;
  for (NamedTensor& tensor : weights) {
    std::size_t count = 1;
    for (const std::int64_t length : tensor.shape) count *= static_cast<std::size_t>(length);
    if (tensor.shape.size() == 2)
      bound = 1 / std::sqrt(static_cast<double>(tensor.shape[1]));  // its bias follows
    tensor.values.resize(count);
    std::ranges::generate(tensor.values, [&] { return static_cast<float>(random.uniform(-bound, bound)); });
  }
  return weights;
}

}  // namespace isthmus
