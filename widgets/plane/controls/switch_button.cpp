#include "widgets/plane/controls/switch_button.h"

#include "widgets/theme/theme.h"

#include <QPainter>

namespace isthmus {

SwitchButton::SwitchButton(QWidget* parent) : QToolButton(parent) {
  setFocusPolicy(Qt::TabFocus);  // after a click the keys still go to the plot
  setAttribute(Qt::WA_Hover);
}

QSize SwitchButton::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text()) + 2 * kGrid + 4, fontMetrics().height() + kGrid + 2};
}

void SwitchButton::paintEvent(QPaintEvent*) {
  const Theme theme = themeOf(*this);
  const auto withAlpha = [](QColor colour, double alpha) {
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
  };
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor wash = isChecked() ? theme.accent : theme.text;
  double strength = isChecked() ? 0.14 : 0.0;
  if (isEnabled() && (underMouse() || isDown())) strength += isDown() ? 0.12 : 0.06;
  painter.setBrush(withAlpha(wash, strength));
  const QColor line = isChecked() ? withAlpha(theme.accent, 0.7) : theme.grid;
  painter.setPen(hasFocus() ? QPen(theme.accent, 2) : QPen(line, 1));
  const double inset = hasFocus() ? 1 : 0.5;
  painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 4, 4);
  painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
  painter.drawText(rect(), Qt::AlignCenter, text());
}

}  // namespace isthmus
