#pragma once

#include "core/engine/dense/buffer.h"
#include "core/engine/dense/matrix_product.h"
#include "core/engine/model_snapshot.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace isthmus::dense {

/// A fully connected layer's parameters, borrowed.
struct Layer {
  std::size_t in = 0;
  std::size_t out = 0;
  const float* weight = nullptr;  ///< out x in
  const float* bias = nullptr;    ///< out
  const Bf16* half = nullptr;     ///< the weight in bfloat16, for layers whose products run in it; else null

  NumberFormat format() const { return half ? NumberFormat::BFloat16 : NumberFormat::Float32; }
};

/// Which of a dense VAE's layers is which; they are in the order of weightLayout().
struct LayerOrder {
  std::size_t hidden;  ///< layers of the encoder's, and of the decoder's

  std::size_t mean() const { return hidden; }
  std::size_t logVariance() const { return hidden + 1; }
  std::size_t decoder() const { return hidden + 2; }  ///< the first of the decoder
  std::size_t output() const { return 2 * hidden + 2; }
  std::size_t count() const { return 2 * hidden + 3; }
};

/// The distribution that the output layer gives the means of.
struct OutputModel {
  Likelihood likelihood = Likelihood::Bernoulli;
  double variance = 1;  ///< of every output, where it is Gaussian
};

/// A dense VAE's layers.
struct Network {
  LayerOrder order;
  std::vector<Layer> layers;
  OutputModel outputModel = {};

  std::size_t input() const { return layers.front().in; }
  std::size_t latent() const { return layers[order.mean()].out; }
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

/// New weights, uniform in +-1/sqrt(fan-in) as PyTorch's Linear draws them.
std::vector<NamedTensor> drawWeights(const VaeSpec& spec, std::uint64_t seed);

/// Whether a layer's products gain by bfloat16: not the code's layers, which carry the positions that are
/// shown, and not very small ones.
bool gainsByBFloat16(const LayerOrder& order, std::size_t layer, std::size_t in, std::size_t out);

}  // namespace isthmus::dense
