#include "widgets/pictures/vector_profile.h"

#include "core/data/values/number_offsets.h"
#include "widgets/text/number_text.h"
#include "widgets/text/shortened_names.h"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr double kListWidth = 120;  // pixels; in less, names and bars would not find room side by side
constexpr double kGapFrom = 4;      // pixels of a column, from which one of them is a gap
constexpr double kShare = 0.4;      // of a list's width: names at most
constexpr double kLeastBar = 1;     // pixels: a bar at its base is still seen
constexpr double kCrowded = 2;      // features in a column of pixels, from which they share a bar
constexpr double kMark = 2;         // width of the mark of the other row

QColor barColour(const Theme& theme) {
  QColor colour = theme.mutedText;
  colour.setAlphaF(0.75F);
  return colour;
}

double lineHeight(const QFont& font) {
  return std::ceil(QFontMetricsF(font).height()) + 1;
}

/// From one end to the other of a bar, which is never nothing.
QRectF barBetween(QPointF a, QPointF b) {
  QRectF bar = QRectF(a, b).normalized();
  if (bar.width() < kLeastBar) bar.setWidth(kLeastBar);
  if (bar.height() < kLeastBar) bar.adjust(0, bar.height() - kLeastBar, 0, 0);
  return bar;
}

}  // namespace

ProfileScalePtr profileScaleOf(const Dataset& dataset, const DatasetSummary& summary) {
  if (dataset.kind != SampleKind::Vector || summary.features.count() == 0) return nullptr;
  return std::make_shared<const ProfileScale>(
      ProfileScale{dataset.features, summary.features, dataset.offsets});
}

QString ProfileScale::numberText(std::size_t feature, float held) const {
  const double offset = feature < offsets.size() ? offsets[feature] : 0;
  if (offset == 0) return dataValueText(static_cast<double>(held));
  return interfaceLocale().toString(withOffset(held, offset), 'f', QLocale::FloatingPointShortest);
}

QString featureName(const ProfileScale& scale, std::size_t feature) {
  return feature < scale.features.size() ? QString::fromStdString(scale.features[feature])
                                         : QObject::tr("number %1").arg(countText(feature + 1));
}

QString featureText(const ProfileScale& scale, std::size_t feature, std::span<const float> row,
                    std::span<const float> other) {
  QString text =
      QObject::tr("%1: %2").arg(featureName(scale, feature), scale.numberText(feature, row[feature]));
  if (!other.empty()) text += QObject::tr(", rebuilt %1").arg(scale.numberText(feature, other[feature]));
  return text + QObject::tr("; %1 to %2 in the data")
                    .arg(scale.numberText(feature, scale.ranges.low[feature]),
                         scale.numberText(feature, scale.ranges.high[feature]));
}

VectorProfile::VectorProfile(const ProfileScale& scale, const QRectF& room, const QFont& font)
    : m_scale(scale), m_room(room), m_font(font), m_style(Style::Columns) {
  const double needed = lineHeight(font) * static_cast<double>(scale.ranges.count());
  if (room.width() >= kListWidth && needed <= room.height()) m_style = Style::List;
}

VectorProfile::VectorProfile(const ProfileScale& scale, const QRectF& room, Style style)
    : m_scale(scale), m_room(room), m_style(style) {}

/// Where a value lies in the range of its feature, in [0, 1].
double VectorProfile::fraction(std::size_t feature, double value) const {
  const auto low = static_cast<double>(m_scale.ranges.low[feature]);
  const auto high = static_cast<double>(m_scale.ranges.high[feature]);
  if (!(high > low)) return 0.5;
  return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

/// Where bars begin: at 0, or at the end of the range that is nearest to it.
double VectorProfile::base(std::size_t feature) const {
  return fraction(feature, feature < m_scale.offsets.size() ? -m_scale.offsets[feature] : 0);
}

void VectorProfile::draw(QPainter& painter, const Theme& theme, std::span<const float> row,
                         std::span<const float> other) const {
  const std::size_t count = m_scale.ranges.count();
  if (row.size() != count || count == 0 || (!other.empty() && other.size() != count)) return;
  painter.save();
  if (m_style == Style::List)
    drawList(painter, theme, row, other);
  else
    drawColumns(painter, theme, row, other);
  painter.restore();
}

void VectorProfile::drawList(QPainter& painter, const Theme& theme, std::span<const float> row,
                             std::span<const float> other) const {
  const QFontMetricsF metrics(m_font);
  const double height = lineHeight(m_font);
  double names = 0;
  double numbers = 0;
  QStringList whole;
  for (std::size_t i = 0; i < row.size(); ++i) {
    whole << featureName(m_scale, i);
    names = std::max(names, metrics.horizontalAdvance(whole.last()));
    numbers = std::max(numbers, metrics.horizontalAdvance(m_scale.numberText(i, row[i])));
  }
  names = std::min(std::ceil(names), kShare * m_room.width());
  const QStringList fitting = shortenedNames(whole, m_font, names);
  const double left = m_room.left() + names + kGrid / 2.0;
  const double right = m_room.right() - std::ceil(numbers) - kGrid / 2.0;
  const auto place = [&](double share) { return left + share * std::max(1.0, right - left); };
  painter.setFont(m_font);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double top = m_room.top() + height * static_cast<double>(i);
    painter.setPen(theme.mutedText);
    painter.drawText(QRectF(m_room.left(), top, names, height), Qt::AlignLeft | Qt::AlignVCenter,
                     fitting[static_cast<qsizetype>(i)]);
    painter.setPen(theme.text);
    painter.drawText(QRectF(right, top, m_room.right() - right, height), Qt::AlignRight | Qt::AlignVCenter,
                     m_scale.numberText(i, row[i]));
    const QRectF track(left, top + 3, std::max(1.0, right - left), height - 6);
    painter.fillRect(track, theme.plot);
    painter.fillRect(QRectF(std::round(place(base(i))), track.top(), kLeastBar, track.height()), theme.grid);
    if (std::isfinite(row[i]))
      painter.fillRect(barBetween({place(base(i)), track.top()},
                                  {place(fraction(i, static_cast<double>(row[i]))), track.bottom()}),
                       barColour(theme));
    if (!other.empty() && std::isfinite(other[i]))
      painter.fillRect(QRectF(place(fraction(i, static_cast<double>(other[i]))) - kMark / 2, track.top() - 1,
                              kMark, track.height() + 2),
                       theme.accent);
  }
}

QRectF VectorProfile::columnOf(std::size_t feature) const {
  const double width = m_room.width() / static_cast<double>(m_scale.ranges.count());
  const double left = std::round(m_room.left() + width * static_cast<double>(feature));
  const double right = std::round(m_room.left() + width * static_cast<double>(feature + 1));
  const double gap = width >= kGapFrom ? 1 : 0;
  return {left, m_room.top(), std::max(1.0, right - left - gap), m_room.height()};
}

/// One bar and one mark for each column of pixels, over all features that share it: with a hundred thousand
/// features, one for each would hold the program up at every picture.
void VectorProfile::drawCrowded(QPainter& painter, const Theme& theme, std::span<const float> row,
                                std::span<const float> other) const {
  struct Extent {
    double low = 1;
    double high = 0;
    void add(double share) {
      low = std::min(low, share);
      high = std::max(high, share);
    }
  };
  const auto place = [&](double share) { return m_room.bottom() - share * m_room.height(); };
  const QColor colour = barColour(theme);
  const auto columns = static_cast<std::size_t>(std::max(1.0, std::ceil(m_room.width())));
  for (std::size_t column = 0; column < columns; ++column) {
    Extent bar;
    Extent mark;
    for (std::size_t i = row.size() * column / columns; i < row.size() * (column + 1) / columns; ++i) {
      if (std::isfinite(row[i])) {
        bar.add(base(i));
        bar.add(fraction(i, static_cast<double>(row[i])));
      }
      if (!other.empty() && std::isfinite(other[i])) mark.add(fraction(i, static_cast<double>(other[i])));
    }
    const double left = m_room.left() + static_cast<double>(column);
    const double right = std::min(left + 1, m_room.right());
    if (bar.low <= bar.high)
      painter.fillRect(barBetween({left, place(bar.low)}, {right, place(bar.high)}), colour);
    if (mark.low <= mark.high)
      painter.fillRect(
          QRectF(QPointF(left, place(mark.high) - kMark / 2), QPointF(right, place(mark.low) + kMark / 2)),
          theme.accent);
  }
}

void VectorProfile::drawColumns(QPainter& painter, const Theme& theme, std::span<const float> row,
                                std::span<const float> other) const {
  painter.fillRect(m_room, theme.plot);
  if (static_cast<double>(row.size()) > kCrowded * m_room.width())
    return drawCrowded(painter, theme, row, other);
  const auto place = [&](double share) { return m_room.bottom() - share * m_room.height(); };
  const QColor colour = barColour(theme);
  QRectF open;  // bars that share one column of pixels are drawn as one
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!std::isfinite(row[i])) continue;
    const QRectF column = columnOf(i);
    const QRectF bar = barBetween({column.left(), place(base(i))},
                                  {column.right(), place(fraction(i, static_cast<double>(row[i])))});
    if (!open.isNull() && open.left() == bar.left()) {
      open |= bar;
      continue;
    }
    if (!open.isNull()) painter.fillRect(open, colour);
    open = bar;
  }
  if (!open.isNull()) painter.fillRect(open, colour);
  if (other.empty()) return;
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (!std::isfinite(other[i])) continue;
    const QRectF column = columnOf(i);
    painter.fillRect(QRectF(column.left(), place(fraction(i, static_cast<double>(other[i]))) - kMark / 2,
                            column.width(), kMark),
                     theme.accent);
  }
}

std::optional<std::size_t> VectorProfile::featureAt(QPointF at) const {
  if (!m_room.contains(at)) return std::nullopt;
  const std::size_t count = m_scale.ranges.count();
  const double share = m_style == Style::List
                           ? (at.y() - m_room.top()) / (lineHeight(m_font) * static_cast<double>(count))
                           : (at.x() - m_room.left()) / m_room.width();
  if (share >= 1) return std::nullopt;
  return static_cast<std::size_t>(share * static_cast<double>(count));
}

}  // namespace isthmus
