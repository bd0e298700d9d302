#include "widgets/errors/measure_text.h"

#include <QCoreApplication>

namespace isthmus {
namespace {

QString text(const char* source) {
  return QCoreApplication::translate("isthmus::ErrorMeasure", source);
}

}  // namespace

QString measureTitle(ErrorMeasure measure, const ErrorTraits& traits) {
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return traits.likelihood == Likelihood::Bernoulli ? text("BCE, nats per sample")
                                                        : text("negative log-likelihood, nats per sample");
    case ErrorMeasure::Mse:
      return traits.samples == SampleKind::Image ? text("mean squared error")
                                                 : text("mean squared error of scaled numbers");
    case ErrorMeasure::ExcessCrossEntropy:
      return text("excess BCE, nats per sample");
    case ErrorMeasure::NegativeElbo:
      break;
  }
  return text("negative ELBO, nats per sample");
}

QString measureShortTitle(ErrorMeasure measure, const ErrorTraits& traits) {
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return traits.likelihood == Likelihood::Bernoulli ? text("BCE") : text("NLL");
    case ErrorMeasure::Mse:
      return text("MSE");
    case ErrorMeasure::ExcessCrossEntropy:
      return text("excess BCE");
    case ErrorMeasure::NegativeElbo:
      break;
  }
  return text("negative ELBO");
}

QString measureExplanation(ErrorMeasure measure, const ErrorTraits& traits) {
  const bool isPicture = traits.samples == SampleKind::Image;
  switch (measure) {
    case ErrorMeasure::NegativeLogLikelihood:
      return traits.likelihood == Likelihood::Bernoulli
                 ? text(
                       "Binary cross-entropy between the sample and its reconstruction from the code, "
                       "summed over pixels.")
                 : text(
                       "Negative log-likelihood: how unlikely the sample is under a normal distribution "
                       "around its reconstruction from the code. Below 0 where it fits closely.");
    case ErrorMeasure::Mse:
      return isPicture ? text(
                             "Mean over the pixels of the squared difference between the sample and its "
                             "reconstruction.")
                       : text(
                             "Mean over the features, scaled as the model takes them, of the squared "
                             "difference between "
                             "the sample and its reconstruction.");
    case ErrorMeasure::ExcessCrossEntropy:
      return text(
          "Excess cross-entropy: BCE less the least that it can be for this picture, the entropy of its own "
          "grey "
          "values. The KL divergence between pixels and reconstruction; 0 for a perfect one, however grey "
          "the "
          "picture.");
    case ErrorMeasure::NegativeElbo:
      break;
  }
  return text(
      "Expected reconstruction error plus KL divergence: an upper bound on how unlikely the model finds the "
      "sample.");
}

}  // namespace isthmus
