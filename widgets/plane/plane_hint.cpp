#include "widgets/plane/plane_hint.h"

#include "widgets/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace isthmus {

PlaneHint::PlaneHint(QWidget* parent) : QLabel(parent) {
  setObjectName(QStringLiteral("planeHint"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAlignment(Qt::AlignCenter);
  setWordWrap(true);
  setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
  hide();
}

void PlaneHint::setWanted(bool isWanted) {
  m_isWanted = isWanted;
  arrange();
}

void PlaneHint::setPossible(bool isPossible) {
  m_isPossible = isPossible;
  arrange();
}

void PlaneHint::setHover(bool on) {
  m_hover = on;
  arrange();
}

void PlaneHint::place(const QRect& plane) {
  m_plane = plane;
  arrange();
}

void PlaneHint::paintEvent(QPaintEvent* event) {
  {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = themeOf(*this);
    painter.setPen(theme.accent);
    painter.setBrush(theme.plot);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  }
  QLabel::paintEvent(event);
}

void PlaneHint::arrange() {
  setText(m_hover ? tr("Move over the plane to decode; hold the left button and drag to leave a trail.")
                  : tr("Hold the left button and drag over the plane to decode."));
  const int inOneLine = fontMetrics().horizontalAdvance(text()) + 3 * kGrid;
  const int width = std::min(inOneLine, m_plane.width() - 4 * kGrid);
  QRect box(0, 0, std::max(width, 0), heightForWidth(width));
  box.moveCenter(m_plane.center());
  box.moveBottom(m_plane.bottom() - 2 * kGrid);
  setGeometry(box);
  setVisible(m_isWanted && m_isPossible);
}

}  // namespace isthmus
