#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/io/safetensors.h"
#include "core/model/layer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// What a decoder's outputs are the parameters of.
enum class Likelihood {
  Bernoulli,  ///< logits of intensities in [0, 1]
  Gaussian,   ///< means of numbers as the input's scaling leaves them, with one variance for all of them
};

/// How codes are distributed where the model says so.
enum class Prior {
  None,            ///< it says nothing
  StandardNormal,  ///< N(0, I)
};

/// What a model is, as data: everything that is needed to run its weights. What goes in and what the decoder
/// describes are samples as an InputScaling leaves them.
struct ModelSpec {
  std::string kind;  ///< ModelKind::id, for people and forms; nothing runs by it, so it may be unknown
  SampleKind samples = SampleKind::Image;
  ImageShape shape;  ///< of one sample; the input has shape.size() numbers
  Likelihood likelihood = Likelihood::Bernoulli;
  Prior prior = Prior::None;
  int latent = 2;         ///< dimensions of a code, 2 (the plane's) to kMaxLatent
  std::vector<Net> nets;  ///< in the order of NetRole, each role once at most

  static constexpr int kMaxHidden = 8;           ///< widths that a person can choose for a net
  static constexpr std::size_t kMaxLayers = 64;  ///< of a net
  static constexpr int kMaxWidth = 8192;         ///< units or filters of a layer that is hidden
  static constexpr int kMinLatent = 2;
  static constexpr int kMaxLatent = 64;
  static constexpr int kMaxInput = 1 << 20;  ///< numbers in a sample
  /// Numbers between all layers together, a sample.
  static constexpr std::uint64_t kMaxActivations = std::uint64_t{1} << 23U;
  static constexpr std::uint64_t kMaxParameters = std::uint64_t{1} << 28U;  ///< 1 GiB of weights

  const Net* net(NetRole role) const;
  /// The first thing that is wrong with it, if any: shapes do not chain, a limit is passed. Error::where is
  /// the field's name. All functions below want a valid one.
  std::optional<Error> validate() const;
  /// Weights, biases and statistics of layers in all.
  std::uint64_t parameters() const;
  /// Those of them that are found by gradients: all but the running averages of batch norm.
  std::uint64_t trainedParameters() const;
  /// Multiplications for one sample on its way through all nets.
  std::uint64_t operations() const;
  /// Numbers that leave layers on the way of one sample through all nets.
  std::uint64_t activations() const;
  /// "784-256-128-2": the widths from sample to code; layers that are not dense by their types.
  std::string text() const;
  bool operator==(const ModelSpec&) const = default;
};

/// What can be done with a model: what views, commands and files ask, instead of which kind it is.
struct Capabilities {
  bool encodes = false;       ///< has codes of samples
  bool decodes = false;       ///< makes samples of codes
  bool hasPosterior = false;  ///< a code is a distribution: log-variances, KL divergence, ELBO
  bool hasPrior = false;      ///< codes are meant to be distributed as N(0, I)
  bool operator==(const Capabilities&) const = default;
};

/// Follows from the spec alone.
Capabilities capabilitiesOf(const ModelSpec& spec);

/// Names and shapes of a valid model's weights, without values, net by net: those of PlacedLayer::weights.
std::vector<NamedTensor> weightLayout(const ModelSpec& spec);

}  // namespace isthmus
