#include "widgets/errors/measure_text.h"

#include <QCoreApplication>

namespace isthmus {
namespace {

QString text(const char* source) {
  return QCoreApplication::translate("isthmus::ErrorMeasure", source);
}

}  // namespace

QString measureTitle(ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::Bce:
      return text("BCE, nats per sample");
    case ErrorMeasure::Mse:
      return text("mean squared error");
    case ErrorMeasure::NegativeElbo:
      break;
  }
  return text("negative ELBO, nats per sample");
}

QString measureShortTitle(ErrorMeasure measure) {
  switch (measure) {
    case ErrorMeasure::Bce:
      return text("BCE");
    case ErrorMeasure::Mse:
      return text("MSE");
    case ErrorMeasure::NegativeElbo:
      break;
  }
  return text("negative ELBO");
}

}  // namespace isthmus
