#include "widgets/text/number_text.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

QString withTrueMinus(QString number) {
  return number.replace(u'-', QChar(0x2212));
}

}  // namespace

const QLocale& interfaceLocale() {
  static const QLocale locale(QLocale::English, QLocale::UnitedKingdom);
  return locale;
}

QString shareText(double share) {
  const double percent = share > 0 ? std::min(share, 1.0) * 100 : 0;
  int decimals = percent < 1 ? 2 : percent < 10 || percent > 99 ? 1 : 0;
  if (percent <= 0 || percent >= 100) decimals = 0;
  double shown = percent;
  if (percent > 0 && percent < 0.01) shown = 0.01;  // never a zero that is not one, nor a hundred
  if (percent < 100 && percent > 99.9) shown = 99.9;
  return interfaceLocale().toString(shown, 'f', decimals) + QStringLiteral("\u202f%");
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
  return withTrueMinus(interfaceLocale().toString(value, 'f', decimals));
}

QString shortValueText(double value) {
  if (std::abs(value) >= 999.5) return valueText(value, 0);  // three digits would need an exponent
  return withTrueMinus(interfaceLocale().toString(value, 'g', 3));
}

QString dataValueText(double value) {
  constexpr double kApartFrom = 9'999.5;
  QString text = shortValueText(value);
  return std::abs(value) < kApartFrom ? text.remove(interfaceLocale().groupSeparator()) : text;
}

QString vectorText(std::span<const float> z, std::size_t limit) {
  QStringList numbers;
  for (const float value : z.first(std::min(limit, z.size()))) numbers << valueText(double{value}, 2);
  const QString more = z.size() > limit ? QStringLiteral(", … %1 in all").arg(z.size()) : QString();
  return QStringLiteral("(%1%2)").arg(numbers.join(QStringLiteral(", ")), more);
}

QString dataSizeText(quint64 bytes) {
  if (bytes < 1000) return QStringLiteral("%1 bytes").arg(bytes);
  return interfaceLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString durationText(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return {};
  constexpr double kLongest = 1000.0 * 3600;
  const auto whole = static_cast<qint64>(std::min(std::ceil(seconds), kLongest));
  if (whole < 60) return QStringLiteral("%1 s").arg(whole);
  if (whole < 3600) return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60, 2, 10, QLatin1Char('0'));
}

QString shortTimeText(std::chrono::microseconds time) {
  const double milliseconds = static_cast<double>(time.count()) / 1000;
  if (milliseconds < 10) return QStringLiteral("%1 ms").arg(milliseconds, 0, 'f', 1);
  if (milliseconds < 1000) return QStringLiteral("%1 ms").arg(milliseconds, 0, 'f', 0);
  return QStringLiteral("%1 s").arg(milliseconds / 1000, 0, 'f', 1);
}

}  // namespace isthmus
