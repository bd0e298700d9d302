#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace isthmus {

/// What a model makes of every sample of a data set, in the data set's order. Errors in nats (nll, kl) or
/// squares of what the model takes in (mse: intensities of pictures, scaled numbers of vectors), per sample;
/// NaN for samples that the run has not measured yet.
struct Encoding {
  Matrix means;         ///< samples x latent: the code, or the posterior's mean where there is a posterior
  Matrix logVariances;  ///< samples x latent: the posterior's log-variance; 0 x 0 without a posterior
  /// Negative log-likelihood of the sample under the decoder at the posterior's mean, summed over its
  /// numbers: binary cross-entropy for pictures; for vectors a Gaussian's, which can be negative.
  std::vector<float> nll;
  std::vector<float> mse;  ///< mean squared error of that reconstruction over the sample's numbers
  std::vector<float>
      kl;  ///< KL divergence of the posterior from the prior N(0, I); empty without a posterior
  std::vector<float> sampledNll;  ///< nll of the reconstruction from one posterior sample; likewise
  /// The least that nll can be for this picture: the entropy of its intensities as probabilities, nats,
  /// summed over pixels. It depends on the data alone. 0 for vectors.
  std::vector<float> inputEntropy = {};
  bool isUniform = true;  ///< every row comes from the weights of `step`; false: some are older
  std::int64_t step = 0;  ///< the training step whose weights made it (the newest, where parts differ)

  std::size_t count() const { return means.rows; }
  std::size_t latent() const { return means.cols; }
  bool hasPosterior() const { return !logVariances.values.empty(); }
  /// A sample's log-variances; empty without a posterior.
  std::span<const float> logVariancesOf(std::size_t sample) const {
    return hasPosterior() ? logVariances.row(sample) : std::span<const float>();
  }
};

/// An encoding with room for `count` samples, none of them measured.
Encoding emptyEncoding(std::size_t count, std::size_t latent, bool hasPosterior);

using EncodingPtr = std::shared_ptr<const Encoding>;

}  // namespace isthmus
