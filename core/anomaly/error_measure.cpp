#include "core/anomaly/error_measure.h"

#include <algorithm>
#include <functional>

namespace isthmus {

std::string_view measureName(ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::Bce:
      return "bce";
    case ErrorMeasure::Mse:
      return "mse";
    case ErrorMeasure::NegativeElbo:
      return "elbo";
  }
  return "";
}

std::optional<ErrorMeasure> measureFromName(std::string_view name) {
  for (const ErrorMeasure measure : {ErrorMeasure::Bce, ErrorMeasure::Mse, ErrorMeasure::NegativeElbo})
    if (measureName(measure) == name) return measure;
  return std::nullopt;
}

std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::Bce:
      return encoding.bce;
    case ErrorMeasure::Mse:
      return encoding.mse;
    case ErrorMeasure::NegativeElbo:
      break;
  }
  std::vector<float> errors(encoding.count());
  std::ranges::transform(encoding.sampledBce, encoding.kl, errors.begin(), std::plus<>());
  return errors;
}

}  // namespace isthmus
