#include "widgets/plane/plane_items.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isthmus {
namespace {

constexpr int kRings = 3;                 // standard deviations of the prior
constexpr double kLargestPicture = 2400;  // device pixels: 23 MB; larger circles are drawn each time

constexpr std::size_t kTrailLength = 48;

QColor withAlpha(QColor colour, double alpha) {
  colour.setAlphaF(static_cast<float>(alpha));
  return colour;
}

// A line that is legible on points of every colour: a wide one in the background's colour, then the line.
template <typename Draw>
void drawWithHalo(QPainter* painter, const Theme& theme, const QColor& colour, double width,
                  const Draw& draw) {
  painter->setBrush(Qt::NoBrush);
  painter->setPen(QPen(withAlpha(theme.plot, 0.8), width + 2.5));
  draw();
  painter->setPen(QPen(colour, width));
  draw();
}

// A circle, or of one that is much larger than what is seen the arc in sight: dashing the rest would take
// long.
void drawCircle(QPainter* painter, QPointF centre, double radius, const QRectF& seen) {
  const double diagonal = std::hypot(seen.width(), seen.height());
  if (radius < 2 * diagonal) return painter->drawEllipse(centre, radius, radius);
  const QPointF toSeen = seen.center() - centre;
  const double distance = std::hypot(toSeen.x(), toSeen.y());
  if (std::abs(distance - radius) > diagonal) return;
  const double middle = std::atan2(toSeen.y(), toSeen.x());
  const double half = diagonal / radius;
  constexpr int kPieces = 96;
  QPolygonF arc;
  for (int i = 0; i <= kPieces; ++i) {
    const double angle = middle + half * (2.0 * i / kPieces - 1);
    arc << centre + radius * QPointF(std::cos(angle), std::sin(angle));
  }
  painter->drawPolyline(arc);
}

}  // namespace

QPointF PlaneItem::toPixel(QPointF inPlane) const {
  return {parentPlot()->xAxis->coordToPixel(inPlane.x()), parentPlot()->yAxis->coordToPixel(inPlane.y())};
}

double PlaneItem::pixelsPerUnit() const {
  return parentPlot()->xAxis->axisRect()->width() / parentPlot()->xAxis->range().size();
}

void PlaneItem::drawPosterior(QPainter* painter, QPointF at, const PlaneCovariance& c) const {
  const double middle = (c.xx + c.yy) / 2;
  const double apart = std::hypot((c.xx - c.yy) / 2, c.xy);
  const double longAxis = std::sqrt(std::max(0.0, middle + apart)) * pixelsPerUnit();
  const double shortAxis = std::sqrt(std::max(0.0, middle - apart)) * pixelsPerUnit();
  const double angle = std::atan2(2 * c.xy, c.xx - c.yy) / 2;
  if (!std::isfinite(longAxis) || !std::isfinite(angle)) return;
  painter->save();
  painter->translate(at);
  painter->rotate(-angle * 180 / std::numbers::pi);  // the screen's y points down
  for (const int k : {2, 1})
    drawWithHalo(painter, m_theme, withAlpha(m_theme.text, k == 1 ? 0.95 : 0.6), 1.25,
                 [&] { painter->drawEllipse(QPointF(), k * longAxis, k * shortAxis); });
  painter->restore();
}

void PlaneItem::drawTag(QPainter* painter, const QRectF& box, const QString& text) const {
  painter->setPen(Qt::NoPen);
  painter->setBrush(withAlpha(m_theme.plot, 0.88));
  painter->drawRoundedRect(box, 4, 4);
  painter->setPen(m_theme.mutedText);
  painter->drawText(box, Qt::AlignCenter, text);
}

void PriorRings::draw(QCPPainter* painter) {
  if (!m_centre) return;
  const QPointF centre = toPixel(*m_centre);
  const double sigma = pixelsPerUnit();
  const QRectF seen = clipRect();
  const double ratio = parentPlot()->bufferDevicePixelRatio();
  const double side = 2 * (kRings * sigma + 2);  // with room for the width of the lines
  if (side * ratio > kLargestPicture || painter->modes().testFlag(QCPPainter::pmNoCaching)) {
    drawCircles(*painter, centre, seen);
  } else {
    const QRgb light = m_theme.plot.rgb();
    const QRgb dark = m_theme.mutedText.rgb();
    if (std::abs(m_picture.sigma - sigma) > 1e-6 * sigma || m_picture.ratio != ratio ||
        m_picture.light != light || m_picture.dark != dark) {
      const int pixels = static_cast<int>(std::ceil(side * ratio));
      m_picture = {sigma, ratio, light, dark, QPixmap(pixels, pixels)};
      m_picture.pixmap.setDevicePixelRatio(ratio);
      m_picture.pixmap.fill(Qt::transparent);
      QPainter onPicture(&m_picture.pixmap);
      drawCircles(onPicture, {side / 2, side / 2}, QRectF(0, 0, side, side));
    }
    const QPointF corner =
        (centre - QPointF(side, side) / 2) * ratio;  // on a whole device pixel, or it blurs
    painter->drawPixmap(QPointF(std::round(corner.x()), std::round(corner.y())) / ratio, m_picture.pixmap);
  }
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setFont(typeFont(TypeSize::Small));
  const QFontMetricsF metrics(painter->font());
  for (int k = 1; k <= kRings; ++k) {
    const double radius = k * sigma;
    const QString label = QString::number(k) + QStringLiteral("\u03c3");
    QRectF box = metrics.boundingRect(label).adjusted(-4, -1, 4, 1);
    box.moveCenter(centre + radius * QPointF(std::numbers::sqrt2 / 2, -std::numbers::sqrt2 / 2));
    if (radius < 1.3 * box.width() || !seen.contains(box)) continue;
    drawTag(painter, box, label);
  }
}

void PriorRings::drawCircles(QPainter& painter, QPointF centre, const QRectF& seen) const {
  const double sigma = pixelsPerUnit();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  for (int k = 1; k <= kRings; ++k) {
    painter.setPen(QPen(withAlpha(m_theme.plot, 0.4), 2.5));
    drawCircle(&painter, centre, k * sigma, seen);
    painter.setPen(QPen(withAlpha(m_theme.mutedText, 0.8), 1, k == 1 ? Qt::SolidLine : Qt::DashLine));
    drawCircle(&painter, centre, k * sigma, seen);
  }
}

void AxisNames::set(const QString& x, const QString& y) {
  m_x = x;
  m_y = y;
}

void AxisNames::draw(QCPPainter* painter) {
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setFont(typeFont(TypeSize::Small));
  const QFontMetricsF metrics(painter->font());
  const QRectF seen = clipRect();
  QRectF x = metrics.boundingRect(m_x).adjusted(-5, -2, 5, 2);
  x.moveBottomRight(seen.bottomRight() - QPointF(4, 4));
  drawTag(painter, x, m_x);
  QRectF y = metrics.boundingRect(m_y).adjusted(-5, -2, 5, 2);
  y.moveTopLeft(seen.topLeft() + QPointF(4, 4));
  drawTag(painter, y, m_y);
}

void ManifoldItem::setManifold(const QImage& mosaic, QRectF area) {
  m_mosaic = mosaic.convertToFormat(QImage::Format_RGB32);
  m_area = area;
  m_scaled = QImage();
}

void ManifoldItem::draw(QCPPainter* painter) {
  if (m_mosaic.isNull() || m_area.isEmpty()) return;
  const QRectF target(toPixel({m_area.left(), m_area.bottom()}), toPixel({m_area.right(), m_area.top()}));
  const QSize size = (target.size() * parentPlot()->bufferDevicePixelRatio()).toSize();
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  if (m_mosaic.width() <= 2 * size.width() || size.isEmpty()) {
    painter->drawImage(target, m_mosaic);
    return;
  }
  // Pictures much larger than their cells: the painter would skip pixels, so they are averaged first.
  if (m_scaled.size() != size)
    m_scaled = m_mosaic.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  painter->drawImage(target, m_scaled);
}

void PointerMark::moveTo(QPointF inPlane) {
  m_position = inPlane;
  m_trail.push_back(inPlane);
  if (m_trail.size() > kTrailLength) m_trail.pop_front();
}

void PointerMark::clear() {
  m_position.reset();
  m_trail.clear();
}

void PointerMark::draw(QCPPainter* painter) {
  if (!m_position) return;
  painter->setRenderHint(QPainter::Antialiasing);
  for (std::size_t i = 1; i < m_trail.size(); ++i) {
    const double age = static_cast<double>(m_trail.size() - i) / static_cast<double>(kTrailLength);
    QPen pen(withAlpha(m_theme.accent, 0.75 * (1 - age)), 2.5);
    pen.setCapStyle(Qt::RoundCap);
    painter->setPen(pen);
    painter->drawLine(toPixel(m_trail[i - 1]), toPixel(m_trail[i]));
  }
  const QPointF at = toPixel(*m_position);
  const QRectF seen = clipRect();
  constexpr double kGap = 10;
  painter->setPen(QPen(withAlpha(m_theme.accent, 0.45), 1));
  painter->drawLine(QPointF(seen.left(), at.y()), QPointF(at.x() - kGap, at.y()));
  painter->drawLine(QPointF(at.x() + kGap, at.y()), QPointF(seen.right(), at.y()));
  painter->drawLine(QPointF(at.x(), seen.top()), QPointF(at.x(), at.y() - kGap));
  painter->drawLine(QPointF(at.x(), at.y() + kGap), QPointF(at.x(), seen.bottom()));
  drawWithHalo(painter, m_theme, m_theme.accent, 2, [&] { painter->drawEllipse(at, 7, 7); });
  painter->setPen(Qt::NoPen);
  painter->setBrush(m_theme.accent);
  painter->drawEllipse(at, 1.75, 1.75);
}

void LassoItem::draw(QCPPainter* painter) {
  if (m_corners.size() < 2) return;
  QPolygonF line;
  for (const QPointF& corner : m_corners) line << toPixel(corner);
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  painter->setBrush(withAlpha(m_theme.accent, 0.12));
  painter->drawPolygon(line, Qt::OddEvenFill);
  drawWithHalo(painter, m_theme, m_theme.accent, 1.5, [&] { painter->drawPolyline(line); });
  painter->setPen(QPen(withAlpha(m_theme.accent, 0.7), 1, Qt::DashLine));  // as it would be closed now
  painter->drawLine(line.back(), line.front());
}

void PickedMark::set(std::optional<QPointF> inPlane, std::optional<PlaneCovariance> posterior) {
  m_position = inPlane;
  m_posterior = posterior;
}

void PickedMark::draw(QCPPainter* painter) {
  if (!m_position) return;
  painter->setRenderHint(QPainter::Antialiasing);
  const QPointF at = toPixel(*m_position);
  if (m_posterior) drawPosterior(painter, at, *m_posterior);
  drawWithHalo(painter, m_theme, m_theme.text, 2, [&] { painter->drawEllipse(at, 5, 5); });
}

void DroppedMark::draw(QCPPainter* painter) {
  if (!m_point) return;
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF seen = parentPlot()->xAxis->axisRect()->rect();
  const QPointF at = toPixel(m_point->inPlane);
  if (!seen.contains(at)) return drawArrow(painter, at, seen);
  if (m_point->posterior) drawPosterior(painter, at, *m_point->posterior);
  constexpr double kReach = 8;
  const QPolygonF diamond({at + QPointF(0, -kReach), at + QPointF(kReach, 0), at + QPointF(0, kReach),
                           at + QPointF(-kReach, 0), at + QPointF(0, -kReach)});
  drawWithHalo(painter, m_theme, m_theme.accent, 2.5, [&] { painter->drawPolyline(diamond); });
  drawName(painter, at + QPointF(0, kReach), seen);
}

void DroppedMark::drawArrow(QPainter* painter, QPointF at, const QRectF& seen) const {
  constexpr double kInset = 14;
  const QRectF inner = seen.adjusted(kInset, kInset, -kInset, -kInset);
  const QPointF tip(std::clamp(at.x(), inner.left(), inner.right()),
                    std::clamp(at.y(), inner.top(), inner.bottom()));
  const double angle = std::atan2(at.y() - tip.y(), at.x() - tip.x());
  const auto corner = [&](double turn, double reach) {
    return tip + reach * QPointF(std::cos(angle + turn), std::sin(angle + turn));
  };
  const QPolygonF arrow({corner(0, 10), corner(2.5, 8), corner(-2.5, 8), corner(0, 10)});
  drawWithHalo(painter, m_theme, m_theme.accent, 2.5, [&] { painter->drawPolyline(arrow); });
  drawName(painter, tip + QPointF(0, kInset), seen);
}

/// Below a place, or above it where there is no room, and never beyond what is seen.
void DroppedMark::drawName(QPainter* painter, QPointF at, const QRectF& seen) const {
  constexpr double kLongest = 180;
  painter->setFont(typeFont(TypeSize::Small));
  const QFontMetricsF metrics(painter->font());
  const QString text = metrics.elidedText(m_point->name, Qt::ElideMiddle, kLongest);
  const QSizeF size(metrics.horizontalAdvance(text) + 12, metrics.height() + 4);
  QRectF box(at + QPointF(-size.width() / 2, 6), size);
  if (box.bottom() > seen.bottom()) box.moveBottom(at.y() - 24);
  box.moveLeft(std::clamp(box.left(), seen.left(), std::max(seen.left(), seen.right() - size.width())));
  drawTag(painter, box, text);
}

}  // namespace isthmus
