#pragma once

#include "core/latent/encoding.h"

#include <optional>
#include <string_view>
#include <vector>

namespace isthmus {

/// How far a sample is from what the model makes of it.
enum class ErrorMeasure {
  Bce,          ///< binary cross-entropy of the reconstruction from the latent mean, summed over pixels, nats
  Mse,          ///< mean squared error of that reconstruction
  NegativeElbo  ///< expected reconstruction error (one posterior sample) + KL divergence, nats
};

/// "bce", "mse", "elbo": the names of the command line.
std::string_view measureName(ErrorMeasure measure);
std::optional<ErrorMeasure> measureFromName(std::string_view name);

/// The error of every sample.
std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure);

}  // namespace isthmus
