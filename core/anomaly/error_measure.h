#pragma once

#include "core/latent/encoding.h"

#include <optional>
#include <string_view>
#include <vector>

namespace isthmus {

/// How far a sample is from what the model makes of it.
enum class ErrorMeasure {
  NegativeLogLikelihood,  ///< of the sample given its latent mean, nats: Encoding::nll
  Mse,                    ///< mean squared error of that reconstruction: Encoding::mse
  NegativeElbo            ///< expected reconstruction error (one posterior sample) + KL divergence, nats
};

/// "nll", "mse", "elbo": the names of the command line.
std::string_view measureName(ErrorMeasure measure);
/// The other way; "bce", which the first is for pictures, names it too.
std::optional<ErrorMeasure> measureFromName(std::string_view name);

/// The error of every sample.
std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure);

}  // namespace isthmus
