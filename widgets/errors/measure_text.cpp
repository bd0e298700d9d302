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
      return text("BCE");
    case ErrorMeasure::Mse:
      return text("MSE");
    case ErrorMeasure::NegativeElbo:
      return text("Negative ELBO");
  }
  return {};
}

QString measureTitleWithUnit(ErrorMeasure measure) {
  return measure == ErrorMeasure::Mse ? measureTitle(measure) : text("%1, nats").arg(measureTitle(measure));
}

}  // namespace isthmus
