#include "core/engine/initial_weights.h"

#include "core/base/random.h"
#include "core/model/placed_layers.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <variant>

namespace isthmus {
namespace {

/// Scale and shift, then mean and variance: at first batch norm only takes the batch's own away.
void setNorm(PlacedLayer& placed) {
  constexpr float kFirst[] = {1, 0, 0, 1};
  for (std::size_t i = 0; i < placed.weights.size(); ++i)
    placed.weights[i].values.assign(placed.weights[i].count(), kFirst[i]);
}

void draw(PlacedLayer& placed, Random& random) {
  double fanIn = 1;
  for (std::size_t side = 1; side < placed.weights.front().shape.size(); ++side)
    fanIn *= static_cast<double>(placed.weights.front().shape[side]);
  const double bound = 1 / std::sqrt(fanIn);
  for (NamedTensor& tensor : placed.weights) {
    tensor.values.resize(tensor.count());
    std::ranges::generate(tensor.values, [&] { return static_cast<float>(random.uniform(-bound, bound)); });
  }
}

}  // namespace

std::vector<NamedTensor> drawWeights(const ModelSpec& spec, std::uint64_t seed) {
  constexpr std::uint64_t kStream = 0x77656967687473U;  // not the one of the samples' order or the noise
  Random random(seed ^ kStream);
  std::vector<NamedTensor> weights;
  std::vector<PlacedLayer> layers = placeLayers(spec).value();
  for (PlacedLayer& placed : layers) {
    if (std::holds_alternative<BatchNorm>(placed.layer->type))
      setNorm(placed);
    else if (!placed.weights.empty())
      draw(placed, random);
    std::ranges::move(placed.weights, std::back_inserter(weights));
  }
  return weights;
}

}  // namespace isthmus
