#pragma once

#include "core/anomaly/error_measure.h"
#include "core/data/dataset.h"

#include <QString>

namespace isthmus {

/// The measure of samples of this kind as on an axis: "BCE, nats per sample". The negative log-likelihood of
/// pictures is the binary cross-entropy, and called so.
QString measureTitle(ErrorMeasure measure, const ErrorTraits& traits);

/// The measure as shown where room is short: "BCE" or "NLL", "MSE", "negative ELBO".
QString measureShortTitle(ErrorMeasure measure, const ErrorTraits& traits);

/// What the measure is, in a sentence.
QString measureExplanation(ErrorMeasure measure, const ErrorTraits& traits);

}  // namespace isthmus
