#include "core/engine/dense/network.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace isthmus::dense {

Network networkOf(const ModelSnapshot& model) {
  Network network{{model.spec.hidden.size()}, {}, {model.spec.likelihood, model.decoderVariance}};
  for (auto tensor = model.weights.begin(); tensor != model.weights.end(); tensor += 2)
    network.layers.push_back({static_cast<std::size_t>(tensor->shape[1]),
                              static_cast<std::size_t>(tensor->shape[0]), tensor[0].values.data(),
                              tensor[1].values.data()});
  return network;
}

HalfNetwork::HalfNetwork(const ModelSnapshot& model) : m_network(networkOf(model)) {
  for (std::size_t i = 0; i < m_network.layers.size(); ++i) {
    Layer& layer = m_network.layers[i];
    if (!gainsByBFloat16(m_network.order, i, layer.in, layer.out)) continue;
    Buffer<Bf16>& half = m_halves.emplace_back(layer.in * layer.out);
    kernels().toHalf(layer.weight, half.data(), half.size());
    layer.half = half.data();
  }
}

std::vector<NamedTensor> drawWeights(const VaeSpec& spec, std::uint64_t seed) {
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

bool gainsByBFloat16(const LayerOrder& order, std::size_t layer, std::size_t in, std::size_t out) {
  constexpr std::size_t kSmallest = 32;  // one tile of AMX
  const bool ofTheCode = layer == order.mean() || layer == order.logVariance() || layer == order.decoder();
  return !ofTheCode && std::min(in, out) >= kSmallest;
}

}  // namespace isthmus::dense
