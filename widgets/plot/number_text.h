#pragma once

#include <QString>

#include <cstddef>

namespace isthmus {

/// A whole number with its thousands apart: "12,000".
QString countText(std::size_t count);

/// A share in [0, 1] as a percentage: "0.52 %", "1.0 %", "98 %". Only none and all are written as 0 % and 100
/// %.
QString shareText(double share);

/// An area under a ROC curve with three decimals; only a perfect one is written as 1.000.
QString aucText(double auc);

/// How many decimals write multiples of `step` exactly (2.5: one) to two of its digits, between 0 and 8.
int decimalsFor(double step);

/// How many decimals show a value with about four digits: 1 for 231.4, 5 for 0.05123.
int decimalsOf(double value);

/// A value with a fixed number of decimals and its thousands apart: "1,231.40".
QString valueText(double value, int decimals);

}  // namespace isthmus
