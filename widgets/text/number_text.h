#pragma once

#include <QLocale>
#include <QString>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <span>

namespace isthmus {

/// How the interface writes numbers: British English, whatever the desktop's language, as the rest of its
/// text.
const QLocale& interfaceLocale();

/// A whole number with its thousands apart: "12,000".
template <std::integral Count>
QString countText(Count count) {
  return interfaceLocale().toString(static_cast<qlonglong>(count));
}

/// A whole number with the word for one or for many: "1 epoch", "12,000 epochs".
template <std::integral Count>
QString countedText(Count count, const QString& one, const QString& many) {
  return countText(count) + QLatin1Char(' ') + (count == 1 ? one : many);
}

/// A share in [0, 1] as a percentage: "0.52 %", "1.0 %", "98 %". Only none and all are written as 0 % and
/// 100 %.
QString shareText(double share);

/// An area under a ROC curve with three decimals; only a perfect one is written as 1.000.
QString aucText(double auc);

/// How many decimals write multiples of `step` exactly (2.5: one) to two of its digits, between 0 and 8.
int decimalsFor(double step);

/// How many decimals show a value with about four digits: 1 for 231.4, 5 for 0.05123.
int decimalsOf(double value);

/// A value with a fixed number of decimals, its thousands apart and a true minus: "1,231.40", "−0.41".
QString valueText(double value, int decimals);

/// A value with three digits, or all of its whole part: "0.0512", "231", "1,131".
QString shortValueText(double value);

/// A number of the data by shortValueText(), with thousands apart only from 10,000 on: a year reads "2008".
QString dataValueText(double value);

/// A latent point: "(0.41, −1.20)"; at most `limit` numbers, then "… 64 in all".
QString vectorText(std::span<const float> z, std::size_t limit);

/// How much a file holds, in powers of ten: "512 bytes", "11.6 MB".
QString dataSizeText(quint64 bytes);

/// A time that a person waits: "45 s", "3 min 20 s", "1 h 05 min"; below 0 or not finite gives "".
QString durationText(double seconds);

/// A time that the machine takes: "0.3 ms", "12 ms", "1.4 s".
QString shortTimeText(std::chrono::microseconds time);

}  // namespace isthmus
