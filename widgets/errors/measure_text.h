#pragma once

#include "core/anomaly/error_measure.h"

#include <QString>

namespace isthmus {

/// The measure as shown: "BCE", "MSE", "Negative ELBO".
QString measureTitle(ErrorMeasure measure);
/// With its unit: "BCE, nats".
QString measureTitleWithUnit(ErrorMeasure measure);

}  // namespace isthmus
