#include "core/engine/dense/network.h"

#include <algorithm>
#include <variant>

namespace isthmus::dense {

bool isDense(const ModelSpec& spec) {
  return std::ranges::all_of(spec.nets, [](const Net& net) {
    return std::ranges::all_of(net.layers, [](const isthmus::Layer& layer) {
      const bool isKnown = layer.activation == Activation::None || layer.activation == Activation::Relu;
      return std::holds_alternative<isthmus::Dense>(layer.type) && isKnown && layer.adds.empty();
    });
  });
}

LayerOrder orderOf(const ModelSpec& spec) {
  const Net* encoder = spec.net(NetRole::Encoder);
  return {encoder ? encoder->layers.size() : 0, spec.net(NetRole::Decoder)->layers.size() - 1,
          spec.net(NetRole::Mean) != nullptr, spec.net(NetRole::LogVariance) != nullptr};
}

Network networkOf(const ModelSnapshot& model) {
  Network network{orderOf(model.spec), {}, {model.spec.likelihood, model.decoderVariance}};
  forEachLayer(model.spec, model.weights,
               [&](Activation activation, const NamedTensor& weight, const NamedTensor& bias) {
                 network.layers.push_back({activation, static_cast<std::size_t>(weight.shape[1]),
                                           static_cast<std::size_t>(weight.shape[0]), weight.values.data(),
                                           bias.values.data()});
               });
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

bool gainsByBFloat16(const LayerOrder& order, std::size_t layer, std::size_t in, std::size_t out) {
  constexpr std::size_t kSmallest = 32;  // one tile of AMX
  const bool ofTheCode = layer >= order.mean() && layer <= order.decoder();
  return !ofTheCode && std::min(in, out) >= kSmallest;
}

}  // namespace isthmus::dense
