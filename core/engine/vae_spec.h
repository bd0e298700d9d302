#pragma once

#include "core/base/image.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// The architecture of a dense variational autoencoder with a Bernoulli decoder: the encoder goes through
/// `hidden` to the latent mean and log-variance, the decoder back through the same widths in reverse. Inputs
/// are intensities in [0, 1].
struct VaeSpec {
  ImageShape shape;                      ///< of one sample; the input has shape.size() numbers
  std::vector<int> hidden = {256, 128};  ///< widths from the input to the latent layer, 1 to kMaxWidth each
  int latent = 2;                        ///< latent dimensions, 1 to kMaxLatent

  static constexpr int kMaxLayers = 8;
  static constexpr int kMaxWidth = 8192;
  static constexpr int kMaxLatent = 64;

  /// The first thing that is wrong with it, if any.
  std::optional<Error> validate() const;
  /// "784-256-128-2".
  std::string text() const;
  bool operator==(const VaeSpec&) const = default;
};

}  // namespace isthmus
