#include "widgets/pictures/ramp_strip.h"

#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace isthmus {

RampStrip::RampStrip(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kGrid);
  setMinimumWidth(4 * kGrid);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RampStrip::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  for (int x = 0; x < width(); ++x)
    painter.fillRect(x, 0, 1, height(),
                     QColor(rampColour(static_cast<double>(x) / std::max(1, width() - 1))));
}

}  // namespace isthmus
