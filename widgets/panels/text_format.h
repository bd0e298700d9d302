#pragma once

#include <QLocale>
#include <QString>

#include <chrono>
#include <span>

namespace isthmus {

/// How the panels write numbers: British English, whatever the desktop's language, as the rest of the text.
QLocale panelLocale();

/// "12,000".
QString countText(qint64 count);
/// "45 s", "3 min 20 s", "1 h 05 min"; seconds below 0 or not finite give "".
QString durationText(double seconds);
/// "0.3 ms", "12 ms", "1.4 s".
QString shortTimeText(std::chrono::microseconds time);
/// A share in [0, 1] as whole per cent, never rounded to a bound it does not reach: "62 %", "< 1 %", "> 99
/// %".
QString wholeShareText(double share);
/// "(0.41, -1.20)"; at most `limit` numbers, then "… 64 in all".
QString vectorText(std::span<const float> z, std::size_t limit);

}  // namespace isthmus
