#include "widgets/errors/measure_text.h"

#include <QCoreApplication>

namespace isthmus {

QString measureShortTitle(ErrorMeasure measure) {
  const auto text = [](const char* source) { return QCoreApplication::translate("isthmus::ErrorMeasure", source); };
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
