#include "widgets/plot/number_text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

// The interface is in English, whatever the desktop's language; numbers mixed into it follow.
const QLocale& numbers() {
  static const QLocale locale(QLocale::English, QLocale::UnitedKingdom);
  return locale;
}

}  // namespace

QString countText(std::size_t count) {
  return numbers().toString(static_cast<qulonglong>(count));
}

QString shareText(double share) {
  const double percent = share * 100;
  int decimals = percent < 1 ? 2 : percent < 10 || percent > 99 ? 1 : 0;
  if (percent <= 0 || percent >= 100) decimals = 0;
  double shown = percent;
  if (percent > 0 && percent < 0.01) shown = 0.01;  // never a zero that is not one, nor a hundred
  if (percent < 100 && percent > 99.9) shown = 99.9;
  return numbers().toString(shown, 'f', decimals) + QStringLiteral("\u202f%");
}

QString aucText(double auc) {
  if (auc < 1 && auc >= 0.9995) return QStringLiteral("> 0.999");
  if (auc > 0 && auc < 0.0005) return QStringLiteral("< 0.001");
  return valueText(auc, 3);
}

int decimalsFor(double step) {
  if (!(step > 0) || !std::isfinite(step)) return 0;
  int decimals = static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  const double digits = step * std::pow(10.0, std::max(decimals, 0));
  if (std::abs(digits - std::round(digits)) > 1e-6 * digits) ++decimals;
  return std::clamp(decimals, 0, 8);
}

int decimalsOf(double value) {
  if (value == 0 || !std::isfinite(value)) return 0;
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, 8);
}

QString valueText(double value, int decimals) {
  return numbers().toString(value, 'f', decimals);
}

}  // namespace isthmus
