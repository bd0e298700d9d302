#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// What a decoder's outputs are the parameters of.
enum class Likelihood {
  Bernoulli,  ///< logits of intensities in [0, 1]: pictures
  Gaussian,   ///< means of scaled numbers, with one variance for all of them that is learnt: vectors
};

/// Pictures are modelled as Bernoulli, vectors as Gaussian.
Likelihood likelihoodFor(SampleKind kind);

/// The architecture of a dense variational autoencoder: the encoder goes through `hidden` to the latent mean
/// and log-variance, the decoder back through the same widths in reverse. What goes in and what the decoder
/// describes are samples as an InputScaling leaves them.
struct VaeSpec {
  ImageShape shape;  ///< of one sample; the input has shape.size() numbers
  std::vector<int> hidden = {
      256, 128};   ///< 1 to kMaxLayers widths from input to latent layer, each 1 to kMaxWidth
  int latent = 2;  ///< latent dimensions, 2 (the plane's) to kMaxLatent
  SampleKind kind = SampleKind::Image;
  Likelihood likelihood = Likelihood::Bernoulli;  ///< likelihoodFor(kind)

  static constexpr int kMaxLayers = 8;
  static constexpr int kMaxWidth = 8192;
  static constexpr int kMinLatent = 2;
  static constexpr int kMaxLatent = 64;
  static constexpr int kMaxInput = 1 << 20;                                 ///< numbers in a sample
  static constexpr std::uint64_t kMaxParameters = std::uint64_t{1} << 28U;  ///< 1 GiB of weights

  /// The first thing that is wrong with it, if any; Error::where is the field's name.
  std::optional<Error> validate() const;
  /// Weights and biases in all; the spec's fields must be within their ranges.
  std::uint64_t parameters() const;
  /// "784-256-128-2".
  std::string text() const;
  bool operator==(const VaeSpec&) const = default;
};

}  // namespace isthmus
