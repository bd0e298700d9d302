#include "widgets/plane/plane_texts.h"

#include "widgets/text/number_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace isthmus {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("LatentPlaneView", text);
}

}  // namespace

QString shownText(const PointsPainter& painter, bool arePointsOn, std::size_t samples, std::size_t selected) {
  if (samples == 0) return {};
  const std::size_t shown = arePointsOn ? painter.shown() : 0;
  const bool isSample = shown > 0 && painter.isSample();
  QStringList parts;
  if (isSample)
    parts << tr("%1 of %2 shown while moving").arg(countText(painter.drawn()), countText(samples));
  else
    parts << tr("%1 of %2 shown").arg(countText(shown), countText(samples));
  if (!isSample && shown > 0 && painter.inView() < shown)
    parts << tr("%1 in view").arg(countText(painter.inView()));
  if (painter.unplaced() > 0) parts << tr("%1 without a position").arg(countText(painter.unplaced()));
  if (selected > 0) parts << tr("%1 selected").arg(countText(selected));
  return parts.join(QStringLiteral(" \u00b7 "));
}

}  // namespace isthmus
