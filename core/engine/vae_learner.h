#pragma once

#include "core/base/task.h"
#include "core/engine/training_snapshot.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// How much of each sample is measured when it is encoded.
enum class EncodingDetail {
  Errors,      ///< mean, log-variance, KL divergence; nll and mse of the reconstruction from the mean
  SampledNll,  ///< also the nll of the reconstruction from one posterior sample, for the negative ELBO
};

/// The weights of a VAE in training (and a Gaussian decoder's variance, which goes with them) and what one
/// step does to them (Adam on the mean loss of a batch). Made for one data set. Not thread-safe. Whatever it
/// draws on is given: the same calls give the same weights.
class VaeLearner {
 public:
  virtual ~VaeLearner() = default;

  /// The mean loss of these samples with the present weights, and what update() needs. `noise` has a row of
  /// latent dimensions for each sample, drawn from N(0, I).
  virtual LossTerms measure(std::span<const std::size_t> samples, std::span<const float> noise,
                            double beta) = 0;
  /// Changes the weights by what measure() found last.
  virtual void update(double learningRate) = 0;
  /// Writes what measure() found of each sample into its row: the posterior, KL divergence and sampledNll.
  virtual void store(Encoding& encoding) const = 0;

  /// Encodes samples with the present weights into their rows. Fails only when cancelled.
  virtual Result<void> encode(std::span<const std::size_t> samples, EncodingDetail detail, Encoding& encoding,
                              const Task& task) = 0;

  virtual bool isFinite() const = 0;
  /// Holds a copy of the weights for restoreWeights().
  virtual void keepWeights() = 0;
  virtual void restoreWeights() = 0;
  /// In the order of weightLayout().
  virtual std::vector<NamedTensor> weights() const = 0;
  /// Of a Gaussian decoder; follows the errors that update() is called for.
  virtual double decoderVariance() const = 0;
  /// What computes, for people: "bfloat16, 2 threads".
  virtual std::string arithmetic() const = 0;
};

}  // namespace isthmus
