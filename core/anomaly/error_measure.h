#pragma once

#include "core/latent/encoding.h"
#include "core/model/model_spec.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// How far a sample is from what the model makes of it.
enum class ErrorMeasure {
  NegativeLogLikelihood,  ///< of the sample given its latent mean, nats: Measure::Nll
  Mse,                    ///< mean squared error of that reconstruction: Measure::Mse
  NegativeElbo,           ///< expected reconstruction error (one posterior sample) + KL divergence, nats
  /// Of pictures: the cross-entropy less the least that it can be for these intensities, their own entropy.
  /// The KL divergence from the picture's Bernoulli variables to the reconstruction's, half the deviance;
  /// nats, 0 for a perfect reconstruction. Unlike the cross-entropy it does not grow with the share of grey.
  ExcessCrossEntropy
};

/// What decides which errors a model's samples have, and how they are called.
struct ErrorTraits {
  SampleKind samples = SampleKind::Image;
  Likelihood likelihood = Likelihood::Bernoulli;
  bool hasPosterior = true;
  bool operator==(const ErrorTraits&) const = default;
};
ErrorTraits errorTraits(const ModelSpec& spec);
/// Before there is a model: those of a variational autoencoder.
ErrorTraits expectedTraits(SampleKind samples);

/// Those that say something of such a model's samples, in the order in which they are offered.
std::vector<ErrorMeasure> measuresOf(const ErrorTraits& traits);
/// The one that is taken where nobody chose.
ErrorMeasure usualMeasure(const ErrorTraits& traits);

/// "nll", "mse", "elbo", "xce": the names of the command line.
std::string_view measureName(ErrorMeasure measure);
/// The other way; "bce", which the first is for pictures, names it too.
std::optional<ErrorMeasure> measureFromName(std::string_view name);
/// The names of those that are offered, for messages: "nll, mse or elbo".
std::string measureNamesText(const ErrorTraits& traits);

/// The error of every sample; NaN where the encoding's model does not have this measure.
std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure);

}  // namespace isthmus
