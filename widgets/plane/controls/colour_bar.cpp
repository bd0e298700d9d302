#include "widgets/plane/controls/colour_bar.h"

#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QLinearGradient>
#include <QPainter>

namespace isthmus {
namespace {

constexpr int kStrip = 12;  // pixels

}  // namespace

ColourBar::ColourBar(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setTypeSize(*this, TypeSize::Small);
}

void ColourBar::setEnds(const QString& low, const QString& high) {
  m_low = low;
  m_high = high;
  setAccessibleName(tr("Colours from %1 to %2").arg(low, high));
  update();
}

QSize ColourBar::sizeHint() const {
  return {120, kStrip + 4 + fontMetrics().height()};
}

void ColourBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QLinearGradient ramp(0, 0, width(), 0);
  for (int i = 0; i <= 32; ++i) ramp.setColorAt(i / 32.0, QColor(rampColour(i / 32.0)));
  painter.setPen(Qt::NoPen);
  painter.setBrush(ramp);
  painter.drawRoundedRect(QRectF(0, 0, width(), kStrip), 3, 3);
  painter.setPen(themeOf(*this).mutedText);
  const QRect text = rect().adjusted(0, kStrip + 4, 0, 0);
  painter.drawText(text, Qt::AlignLeft | Qt::AlignTop, m_low);
  painter.drawText(text, Qt::AlignRight | Qt::AlignTop, m_high);
}

}  // namespace isthmus
