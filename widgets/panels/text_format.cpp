#include "widgets/panels/text_format.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace isthmus {

QLocale panelLocale() {
  return QLocale(QLocale::English, QLocale::UnitedKingdom);
}

QString countText(qint64 count) {
  return panelLocale().toString(count);
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

QString wholeShareText(double share) {
  if (!(share >= 0)) return QStringLiteral("0 %");
  if (share > 0 && share < 0.01) return QStringLiteral("< 1 %");
  if (share > 0.99 && share < 1) return QStringLiteral("> 99 %");
  return QStringLiteral("%1 %").arg(std::lround(std::min(share, 1.0) * 100));
}

QString vectorText(std::span<const float> z, std::size_t limit) {
  QStringList numbers;
  for (const float value : z.first(std::min(limit, z.size())))
    numbers << QString::number(static_cast<double>(value), 'f', 2);
  const QString more = z.size() > limit ? QStringLiteral(", … %1 in all").arg(z.size()) : QString();
  return QStringLiteral("(%1%2)").arg(numbers.join(QStringLiteral(", ")), more);
}

}  // namespace isthmus
