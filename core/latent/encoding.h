#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace isthmus {

/// What a model makes of every sample of a data set, in the data set's order. Errors in nats (bce, kl) or
/// squared intensity (mse), per sample; NaN for samples that the run has not measured yet.
struct Encoding {
  Matrix means;            ///< samples x latent: the posterior's mean
  Matrix logVariances;     ///< samples x latent: the posterior's log-variance
  std::vector<float> bce;  ///< binary cross-entropy of the reconstruction from the mean, summed over pixels
  std::vector<float> mse;  ///< mean squared error of that reconstruction over pixels
  std::vector<float> kl;   ///< KL divergence of the posterior from the prior N(0, I)
  std::vector<float> sampledBce;  ///< bce of the reconstruction from one posterior sample
  bool isUniform = true;          ///< every row comes from the weights of `step`; false: some are older
  std::int64_t step = 0;  ///< the training step whose weights made it (the newest, where parts differ)

  std::size_t count() const { return means.rows; }
  std::size_t latent() const { return means.cols; }
};

using EncodingPtr = std::shared_ptr<const Encoding>;

}  // namespace isthmus
