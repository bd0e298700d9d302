#include "core/anomaly/error_measure.h"

#include <algorithm>
#include <array>
#include <functional>

namespace isthmus {
namespace {

constexpr std::array kOfPictures = {ErrorMeasure::NegativeLogLikelihood, ErrorMeasure::ExcessCrossEntropy,
                                    ErrorMeasure::Mse, ErrorMeasure::NegativeElbo};
constexpr std::array kOfVectors = {ErrorMeasure::NegativeLogLikelihood, ErrorMeasure::Mse,
                                   ErrorMeasure::NegativeElbo};

/// Rounding must not make a perfect reconstruction better than perfect.
std::vector<float> excessOf(const Encoding& encoding) {
  std::vector<float> errors = encoding.nll;
  const std::size_t known = std::min(errors.size(), encoding.inputEntropy.size());
  for (std::size_t i = 0; i < known; ++i) {
    errors[i] -= encoding.inputEntropy[i];
    if (errors[i] < 0) errors[i] = 0;  // a NaN stays one
  }
  return errors;
}

}  // namespace

std::span<const ErrorMeasure> measuresOf(SampleKind kind) {
  return kind == SampleKind::Image ? std::span<const ErrorMeasure>(kOfPictures) : kOfVectors;
}

ErrorMeasure usualMeasure(SampleKind kind) {
  return kind == SampleKind::Image ? ErrorMeasure::ExcessCrossEntropy : ErrorMeasure::NegativeLogLikelihood;
}

std::string_view measureName(ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return "nll";
    case ErrorMeasure::Mse:
      return "mse";
    case ErrorMeasure::NegativeElbo:
      return "elbo";
    case ErrorMeasure::ExcessCrossEntropy:
      return "xce";
  }
  return "";
}

std::optional<ErrorMeasure> measureFromName(std::string_view name) {
  if (name == "bce") return ErrorMeasure::NegativeLogLikelihood;
  for (const ErrorMeasure measure : kOfPictures)
    if (measureName(measure) == name) return measure;
  return std::nullopt;
}

std::string measureNamesText(SampleKind kind) {
  std::string text;
  const auto measures = measuresOf(kind);
  for (const ErrorMeasure measure : measures) {
    if (!text.empty()) text += measure == measures.back() ? " or " : ", ";
    text += measureName(measure);
  }
  return text;
}

std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return encoding.nll;
    case ErrorMeasure::Mse:
      return encoding.mse;
    case ErrorMeasure::ExcessCrossEntropy:
      return excessOf(encoding);
    case ErrorMeasure::NegativeElbo:
      break;
  }
  std::vector<float> errors(encoding.count());
  std::ranges::transform(encoding.sampledNll, encoding.kl, errors.begin(), std::plus<>());
  return errors;
}

}  // namespace isthmus
