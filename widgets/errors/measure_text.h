#pragma once

#include "core/anomaly/error_measure.h"

#include <QString>

namespace isthmus {

/// The measure as on an axis: "BCE, nats per sample".
QString measureTitle(ErrorMeasure measure);

/// The measure as shown where room is short: "BCE", "MSE", "negative ELBO".
QString measureShortTitle(ErrorMeasure measure);

}  // namespace isthmus
