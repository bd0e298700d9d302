#pragma once

#include "core/engine/closed/centred_samples.h"
#include "core/engine/closed/panels.h"

namespace isthmus::closed {

// With X the centred samples (count() x width()), all in double. Cancelled: see Crew.

/// X^T X, width() x width(): the covariance times the number of samples less one.
Panels scatterOf(const CentredSamples& samples, const Crew& crew, Stretch stretch);
/// X X^T, count() x count(): the same eigenvalues, for fewer samples than numbers.
Panels gramOf(const CentredSamples& samples, const Crew& crew, Stretch stretch);
/// X^T V for V of count() rows: width() x V.cols().
Panels transposeTimes(const CentredSamples& samples, const Panels& v, const Crew& crew, Stretch stretch);
/// X^T (X V) for V of width() rows, in one pass over the samples.
Panels scatterTimes(const CentredSamples& samples, const Panels& v, const Crew& crew, Stretch stretch);

}  // namespace isthmus::closed
