#include "widgets/errors/threshold_line.h"

#include "widgets/plot/qcp.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr double kGrabPixels = 6;
constexpr int kTagPadding = 5;

}  // namespace

ThresholdLine::ThresholdLine(QCustomPlot& plot)
    : m_plot(plot),
      m_region(new QCPItemRect(&plot)),
      m_line(new QCPItemStraightLine(&plot)),
      m_tag(new QCPItemText(&plot)) {
  for (QCPAbstractItem* item : std::initializer_list<QCPAbstractItem*>{m_region, m_line, m_tag})
    item->setLayer("overlay");
  m_tag->setClipToAxisRect(false);
  m_tag->position->setType(QCPItemPosition::ptAbsolute);
  m_tag->setPadding(QMargins(kTagPadding, 0, kTagPadding, 0));
  m_tag->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
  for (QCPItemPosition* corner : {m_region->topLeft, m_region->bottomRight}) {
    corner->setTypeX(QCPItemPosition::ptPlotCoords);
    corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
  }
}

int ThresholdLine::tagHeight() {
  return QFontMetrics(typeFont(TypeSize::Small)).height() + 5;
}

void ThresholdLine::setColours(const QWidget& owner) {
  const Theme theme = themeOf(owner);
  QColor tint = theme.accent;
  tint.setAlpha(28);
  m_region->setPen(Qt::NoPen);
  m_region->setBrush(tint);
  m_line->setPen(QPen(theme.accent, owner.hasFocus() ? 3 : 1.6));
  m_tag->setFont(typeFont(TypeSize::Small));
  m_tag->setColor(owner.palette().color(QPalette::HighlightedText));
  m_tag->setBrush(theme.accent);
  m_tag->setPen(QPen(owner.hasFocus() ? theme.text : theme.accent, 1));
}

void ThresholdLine::place(double value, int decimals) {
  m_value = value;
  const QCPRange range = m_plot.xAxis->range();
  const bool right = value > range.upper;
  const bool seen = range.contains(value);
  m_line->setVisible(seen);
  m_line->point1->setCoords(value, 0);
  m_line->point2->setCoords(value, 1);
  const double from = std::clamp(value, range.lower, range.upper);
  m_region->topLeft->setCoords(from, 0);
  m_region->bottomRight->setCoords(range.upper, 1);
  m_region->setVisible(!right);
  const QString number = valueText(value, decimals);
  m_tag->setText(seen ? number : right ? number + QStringLiteral(" →") : QStringLiteral("← ") + number);
  // Above the axis rectangle, so that it never covers a bar; pushed inwards where the picture ends.
  const double half = QFontMetricsF(m_tag->font()).horizontalAdvance(m_tag->text()) / 2 + kTagPadding + 1;
  const double x = std::clamp(m_plot.xAxis->coordToPixel(from), half, std::max(half, m_plot.width() - half));
  m_tag->position->setCoords(x, m_plot.axisRect()->top() - 2);
}

void ThresholdLine::redraw() {
  if (m_plot.isVisible())
    m_plot.layer("overlay")->replot();
  else
    m_plot.replot(QCustomPlot::rpQueuedReplot);  // its buffers are made when it is first shown
}

bool ThresholdLine::grabs(const QPointF& pixel) const {
  const bool onLine =
      m_line->visible() && std::abs(pixel.x() - m_plot.xAxis->coordToPixel(m_value)) <= kGrabPixels;
  return onLine ||
         QRectF(m_tag->topLeft->pixelPosition(), m_tag->bottomRight->pixelPosition()).contains(pixel);
}

}  // namespace isthmus
