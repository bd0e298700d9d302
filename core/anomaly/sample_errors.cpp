#include "core/anomaly/sample_errors.h"

#include <algorithm>

namespace isthmus {

ErrorMeasure measureFor(const ErrorTraits& traits, std::optional<ErrorMeasure> chosen) {
  const auto offered = measuresOf(traits);
  const bool isOffered = chosen && std::ranges::find(offered, *chosen) != offered.end();
  return isOffered ? *chosen : usualMeasure(traits);
}

SampleErrorsPtr measureErrors(const Encoding& encoding, const ErrorTraits& traits,
                              std::optional<ErrorMeasure> chosen) {
  const ErrorMeasure measure = measureFor(traits, chosen);
  return std::make_shared<const SampleErrors>(SampleErrors{measure, traits, errorsOf(encoding, measure)});
}

}  // namespace isthmus
