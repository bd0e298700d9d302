#pragma once

#include "core/anomaly/error_measure.h"

#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

/// The error of every sample together with what it is measured by, so that it is never shown or ranked under
/// another measure's name.
struct SampleErrors {
  ErrorMeasure measure = ErrorMeasure::NegativeLogLikelihood;
  ErrorTraits traits = {};    ///< of the model that made the encoding
  std::vector<float> values;  ///< one a sample; NaN where it has not been measured
};
using SampleErrorsPtr = std::shared_ptr<const SampleErrors>;

/// The measure that was chosen, where such samples have it; otherwise, and where nobody chose, the usual one.
ErrorMeasure measureFor(const ErrorTraits& traits, std::optional<ErrorMeasure> chosen);

/// `traits` of the encoding's model. Measures as measureFor() says.
SampleErrorsPtr measureErrors(const Encoding& encoding, const ErrorTraits& traits,
                              std::optional<ErrorMeasure> chosen);

}  // namespace isthmus
