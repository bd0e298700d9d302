#pragma once

#include <QString>

#include "core/anomaly/error_measure.h"

namespace isthmus {

/// The measure as shown where room is short: "BCE", "MSE", "negative ELBO".
QString measureShortTitle(ErrorMeasure measure);

}  // namespace isthmus
