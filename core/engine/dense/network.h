#pragma once

#include "core/engine/dense/buffer.h"
#include "core/engine/dense/matrix_product.h"
#include "core/engine/output_model.h"
#include "core/model/model_snapshot.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace isthmus::dense {

/// A fully connected layer's parameters, borrowed.
struct Layer {
  Activation activation = Activation::None;
  std::size_t in = 0;
  std::size_t out = 0;
  const float* weight = nullptr;  ///< out x in
  const float* bias = nullptr;    ///< out
  const Bf16* half = nullptr;     ///< the weight in bfloat16, for layers whose products run in it; else null

  NumberFormat format() const { return half ? NumberFormat::BFloat16 : NumberFormat::Float32; }
};

/// Whether dense networks are all that a model is made of: dense layers that are linear or followed by a
/// ReLU, without residual links.
bool isDense(const ModelSpec& spec);

/// Which of a model's layers is which; they are in the order of weightLayout().
struct LayerOrder {
  std::size_t encoder = 0;        ///< hidden layers of the encoder
  std::size_t decoderHidden = 0;  ///< of the decoder
  bool hasMean = true;            ///< false: there is a decoder alone
  bool hasLogVariance = false;

  std::size_t mean() const { return encoder; }             ///< where there is one
  std::size_t logVariance() const { return encoder + 1; }  ///< where there is one
  std::size_t decoder() const {                            ///< the first of the decoder
    return encoder + (hasMean ? 1 : 0) + (hasLogVariance ? 1 : 0);
  }
  std::size_t output() const { return decoder() + decoderHidden; }
  std::size_t count() const { return output() + 1; }
};

LayerOrder orderOf(const ModelSpec& spec);

/// A model's layers.
struct Network {
  LayerOrder order;
  std::vector<Layer> layers;
  OutputModel outputModel = {};

  std::size_t input() const { return layers.front().in; }
  std::size_t latent() const { return layers[order.decoder()].in; }
};

/// A snapshot's network in float32, without a copy: the snapshot must outlive it.
Network networkOf(const ModelSnapshot& model);

/// A snapshot's network with a copy in bfloat16 of those weights whose products gain by it. The snapshot must
/// outlive it.
class HalfNetwork {
 public:
  explicit HalfNetwork(const ModelSnapshot& model);
  const Network& network() const { return m_network; }

 private:
  std::vector<Buffer<Bf16>> m_halves;
  Network m_network;
};

/// Calls add(activation, weight, bias) for each layer of the model in the order of weightLayout(); `weights`
/// are in that order, too.
template <typename Add>
void forEachLayer(const ModelSpec& spec, std::span<const NamedTensor> weights, Add&& add) {
  std::size_t tensor = 0;
  for (const Net& net : spec.nets)
    for (const isthmus::Layer& layer : net.layers) {
      add(layer.activation, weights[tensor], weights[tensor + 1]);
      tensor += 2;
    }
}

/// Whether a layer's products gain by bfloat16: not the code's layers, which carry the positions that are
/// shown, and not very small ones.
bool gainsByBFloat16(const LayerOrder& order, std::size_t layer, std::size_t in, std::size_t out);

}  // namespace isthmus::dense
