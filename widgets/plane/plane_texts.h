#pragma once

#include "widgets/plane/points/points_painter.h"

#include <QString>

namespace isthmus {

/// How many of all `samples` the plane shows, below it: "11,020 of 12,000 shown · 800 in view · 12 selected",
/// and for a sample of them "1,200,000 of 10,000,000 shown while moving". Empty without samples.
QString shownText(const PointsPainter& painter, bool arePointsOn, std::size_t samples, std::size_t selected);

}  // namespace isthmus
