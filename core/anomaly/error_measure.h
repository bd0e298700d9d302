#pragma once

#include "core/data/dataset.h"
#include "core/latent/encoding.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// How far a sample is from what the model makes of it.
enum class ErrorMeasure {
  NegativeLogLikelihood,  ///< of the sample given its latent mean, nats: Encoding::nll
  Mse,                    ///< mean squared error of that reconstruction: Encoding::mse
  NegativeElbo,           ///< expected reconstruction error (one posterior sample) + KL divergence, nats
  /// Of pictures: the cross-entropy less the least that it can be for these intensities, their own entropy.
  /// The KL divergence from the picture's Bernoulli variables to the reconstruction's, half the deviance;
  /// nats, 0 for a perfect reconstruction. Unlike the cross-entropy it does not grow with the share of grey.
  ExcessCrossEntropy
};

/// Those that say something of samples of this kind, in the order in which they are offered.
std::span<const ErrorMeasure> measuresOf(SampleKind kind);
/// The one that is taken where nobody chose.
ErrorMeasure usualMeasure(SampleKind kind);

/// "nll", "mse", "elbo", "xce": the names of the command line.
std::string_view measureName(ErrorMeasure measure);
/// The other way; "bce", which the first is for pictures, names it too.
std::optional<ErrorMeasure> measureFromName(std::string_view name);
/// The names for samples of this kind, for messages: "nll, mse or elbo".
std::string measureNamesText(SampleKind kind);

/// The error of every sample.
std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure);

}  // namespace isthmus
