#include "core/anomaly/error_measure.h"

#include <algorithm>
#include <functional>

namespace isthmus {

std::string_view measureName(ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return "nll";
    case ErrorMeasure::Mse:
      return "mse";
    case ErrorMeasure::NegativeElbo:
      return "elbo";
  }
  return "";
}

std::optional<ErrorMeasure> measureFromName(std::string_view name) {
  if (name == "bce") return ErrorMeasure::NegativeLogLikelihood;
  for (const ErrorMeasure measure :
       {ErrorMeasure::NegativeLogLikelihood, ErrorMeasure::Mse, ErrorMeasure::NegativeElbo})
    if (measureName(measure) == name) return measure;
  return std::nullopt;
}

std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return encoding.nll;
    case ErrorMeasure::Mse:
      return encoding.mse;
    case ErrorMeasure::NegativeElbo:
      break;
  }
  std::vector<float> errors(encoding.count());
  std::ranges::transform(encoding.sampledNll, encoding.kl, errors.begin(), std::plus<>());
  return errors;
}

}  // namespace isthmus
