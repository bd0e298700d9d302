#pragma once

#include <QString>

#include "core/anomaly/error_measure.h"

namespace isthmus {

/// The measure as shown: "BCE", "MSE", "Negative ELBO".
QString measureTitle(ErrorMeasure measure);
/// With its unit: "BCE, nats".
QString measureTitleWithUnit(ErrorMeasure measure);

}  // namespace isthmus
