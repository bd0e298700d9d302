#include "core/anomaly/error_measure.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

namespace isthmus {
namespace {

constexpr std::array kAll = {ErrorMeasure::NegativeLogLikelihood, ErrorMeasure::ExcessCrossEntropy,
                             ErrorMeasure::Mse, ErrorMeasure::NegativeElbo};

/// Rounding must not make a perfect reconstruction better than perfect.
std::vector<float> excessOf(const Encoding& encoding) {
  std::vector<float> errors = encoding.of(Measure::Nll);
  const std::vector<float>& entropy = encoding.of(Measure::InputEntropy);
  const std::size_t known = std::min(errors.size(), entropy.size());
  for (std::size_t i = 0; i < known; ++i) {
    errors[i] -= entropy[i];
    if (errors[i] < 0) errors[i] = 0;  // a NaN stays one
  }
  return errors;
}

}  // namespace

ErrorTraits errorTraits(const ModelSpec& spec) {
  return {spec.samples, spec.likelihood, capabilitiesOf(spec).hasPosterior};
}

ErrorTraits expectedTraits(SampleKind samples) {
  return {samples, samples == SampleKind::Image ? Likelihood::Bernoulli : Likelihood::Gaussian, true};
}

std::vector<ErrorMeasure> measuresOf(const ErrorTraits& traits) {
  std::vector<ErrorMeasure> measures;
  for (const ErrorMeasure measure : kAll) {
    if (measure == ErrorMeasure::ExcessCrossEntropy && traits.likelihood != Likelihood::Bernoulli) continue;
    if (measure == ErrorMeasure::NegativeElbo && !traits.hasPosterior) continue;
    measures.push_back(measure);
  }
  return measures;
}

ErrorMeasure usualMeasure(const ErrorTraits& traits) {
  return traits.likelihood == Likelihood::Bernoulli ? ErrorMeasure::ExcessCrossEntropy
                                                    : ErrorMeasure::NegativeLogLikelihood;
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
  for (const ErrorMeasure measure : kAll)
    if (measureName(measure) == name) return measure;
  return std::nullopt;
}

std::string measureNamesText(const ErrorTraits& traits) {
  std::string text;
  const auto measures = measuresOf(traits);
  for (const ErrorMeasure measure : measures) {
    if (!text.empty()) text += measure == measures.back() ? " or " : ", ";
    text += measureName(measure);
  }
  return text;
}

std::vector<float> errorsOf(const Encoding& encoding, ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return encoding.of(Measure::Nll);
    case ErrorMeasure::Mse:
      return encoding.of(Measure::Mse);
    case ErrorMeasure::ExcessCrossEntropy:
      return excessOf(encoding);
    case ErrorMeasure::NegativeElbo:
      break;
  }
  std::vector<float> errors(encoding.count(), std::numeric_limits<float>::quiet_NaN());
  if (!encoding.of(Measure::SampledNll).empty())
    std::ranges::transform(encoding.of(Measure::SampledNll), encoding.of(Measure::Kl), errors.begin(),
                           std::plus<>());
  return errors;
}

}  // namespace isthmus
