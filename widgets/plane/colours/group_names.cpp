#include "widgets/plane/colours/group_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace isthmus {
namespace {

constexpr double kLongest = 96;  // pixels of text

// The box itself or the nearest of a few places around it that is free and in sight.
std::optional<QRectF> freePlace(const QRectF& box, const QRectF& seen, const std::vector<QRectF>& taken) {
  const double up = box.height() + 2;
  const double across = box.width() * 0.6;
  const std::array<QPointF, 7> shifts = {QPointF(0, 0),        QPointF(0, -up),     QPointF(0, up),
                                         QPointF(across, -up), QPointF(across, up), QPointF(-across, -up),
                                         QPointF(-across, up)};
  for (const QPointF& shift : shifts) {
    const QRectF place = box.translated(shift);
    const auto overlaps = [&place](const QRectF& other) { return other.intersects(place); };
    if (seen.contains(place) && std::none_of(taken.begin(), taken.end(), overlaps)) return place;
  }
  return std::nullopt;
}

}  // namespace

void GroupNames::set(std::vector<GroupName> names) {
  m_names = std::move(names);
  QStringList texts;
  for (const GroupName& name : m_names) texts << name.text;
  m_fitted.setNames(texts);
}

void GroupNames::draw(QCPPainter* painter) {
  painter->setRenderHint(QPainter::Antialiasing);
  QFont font = typeFont(TypeSize::Normal);
  font.setBold(true);
  painter->setFont(font);
  const QFontMetricsF metrics(font);
  const QRectF seen = clipRect();
  std::vector<QRectF> taken;
  for (qsizetype i = 0; i < m_fitted.names().size(); ++i) {
    const GroupName& name = m_names[static_cast<std::size_t>(i)];
    const QString text = m_fitted.text(i, font, kLongest);
    QRectF box(0, 0, std::max(metrics.horizontalAdvance(text) + 12, metrics.height() + 2),
               metrics.height() + 2);
    box.moveCenter(toPixel(name.inPlane));
    const auto place = freePlace(box, seen, taken);
    if (!place) continue;
    taken.push_back(*place);
    QColor background = m_theme.plot;
    background.setAlphaF(0.86F);
    painter->setPen(QPen(name.colour.isValid() ? name.colour : m_theme.mutedText, 1.5));
    painter->setBrush(background);
    painter->drawRoundedRect(*place, place->height() / 2, place->height() / 2);
    painter->setPen(m_theme.text);
    painter->drawText(*place, Qt::AlignCenter, text);
  }
}

}  // namespace isthmus
