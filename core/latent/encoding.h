#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace isthmus {

/// A number that an encoding has of each sample, beside its code.
enum class Measure {
  /// Negative log-likelihood of the sample under the decoder at the posterior's mean, nats, summed over its
  /// numbers: binary cross-entropy for pictures; for vectors a Gaussian's, which can be negative.
  Nll,
  /// Mean squared error of that reconstruction over the sample's numbers, in squares of what the model takes
  /// in: intensities of pictures, scaled numbers of vectors.
  Mse,
  Kl,          ///< KL divergence of the posterior from the prior N(0, I), nats
  SampledNll,  ///< Nll of the reconstruction from one posterior sample
  /// The least that Nll can be for this picture: the entropy of its intensities as probabilities, nats,
  /// summed over pixels. It depends on the data alone. 0 for vectors.
  InputEntropy,
};

/// What a model makes of every sample of a data set, in the data set's order.
struct Encoding {
  Matrix means;         ///< samples x latent: the code, or the posterior's mean where there is a posterior
  Matrix logVariances;  ///< samples x latent: the posterior's log-variance; 0 x 0 without a posterior
  /// Those that this model has (Kl and SampledNll only with a posterior), a number each sample; NaN for
  /// samples that the run has not measured yet.
  std::map<Measure, std::vector<float>> measures;
  bool isUniform = true;  ///< every row comes from the weights of `step`; false: some are older
  std::int64_t step = 0;  ///< the training step whose weights made it (the newest, where parts differ)

  std::size_t count() const { return means.rows; }
  std::size_t latent() const { return means.cols; }
  bool hasPosterior() const { return !logVariances.values.empty(); }
  /// One of `measures`; empty where the model does not have it.
  const std::vector<float>& of(Measure measure) const {
    static const std::vector<float> none;
    const auto found = measures.find(measure);
    return found == measures.end() ? none : found->second;
  }
  /// To be written to, from several threads at once; must be there.
  std::vector<float>& column(Measure measure) { return measures.at(measure); }
  /// A sample's log-variances; empty without a posterior.
  std::span<const float> logVariancesOf(std::size_t sample) const {
    return hasPosterior() ? logVariances.row(sample) : std::span<const float>();
  }
};

/// An encoding with room for `count` samples, none of them measured.
Encoding emptyEncoding(std::size_t count, std::size_t latent, bool hasPosterior);

using EncodingPtr = std::shared_ptr<const Encoding>;

}  // namespace isthmus
