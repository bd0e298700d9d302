#include "widgets/frame/drop_overlay.h"

#include "widgets/theme/theme.h"

#include <QEvent>
#include <QPainter>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kCardWidth = 60 * kGrid;
constexpr int kPadding = 3 * kGrid;
constexpr int kScrimAlpha = 200;

}  // namespace

DropOverlay::DropOverlay(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);  // the drag goes on to the parent
  setFocusPolicy(Qt::NoFocus);
  setGeometry(parent->rect());
  parent->installEventFilter(this);
  hide();
}

void DropOverlay::setPlan(const QString& title, const QString& detail, bool acceptable) {
  m_title = title;
  m_detail = detail;
  m_acceptable = acceptable;
  setAccessibleName(title);
  setAccessibleDescription(detail);
  update();
}

bool DropOverlay::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parent() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void DropOverlay::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  setGeometry(parentWidget()->rect());
  raise();
}

void DropOverlay::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Theme theme = themeOf(*this);
  QColor scrim = palette().color(QPalette::Window);
  scrim.setAlpha(kScrimAlpha);
  painter.fillRect(rect(), scrim);

  QFont titleFont = typeFont(TypeSize::Large);
  titleFont.setBold(true);
  const QFont detailFont = typeFont(TypeSize::Normal);
  const double cardWidth = std::max(1, std::min(kCardWidth, width() - 4 * kGrid));
  const double textWidth = std::max(1.0, cardWidth - 2 * kPadding);
  QTextOption option(Qt::AlignHCenter);
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  const auto heightOf = [&](const QFont& font, const QString& text) {
    const int flags = Qt::TextWordWrap | Qt::TextWrapAnywhere | Qt::AlignHCenter;
    const QRect tall(0, 0, static_cast<int>(textWidth), 1 << 16);
    return text.isEmpty() ? 0.0 : QFontMetrics(font).boundingRect(tall, flags, text).height() + kGrid / 2.0;
  };
  const double titleHeight = heightOf(titleFont, m_title);
  const double detailHeight = heightOf(detailFont, m_detail);
  const double gap = m_detail.isEmpty() ? 0 : kGrid;
  QRectF card(0, 0, cardWidth, titleHeight + gap + detailHeight + 2 * kPadding);
  card.moveCenter(QRectF(rect()).center());

  const QColor tone = m_acceptable ? theme.accent : theme.warning;
  painter.setPen(QPen(tone, 2, m_acceptable ? Qt::DashLine : Qt::SolidLine));
  painter.setBrush(theme.plot);
  painter.drawRoundedRect(card, kGrid, kGrid);
  const QRectF titleRect(card.left() + kPadding, card.top() + kPadding, textWidth, titleHeight);
  painter.setFont(titleFont);
  painter.setPen(m_acceptable ? theme.text : theme.warning);
  painter.drawText(titleRect, m_title, option);
  painter.setFont(detailFont);
  painter.setPen(theme.text);
  painter.drawText(QRectF(titleRect.left(), titleRect.bottom() + gap, textWidth, detailHeight), m_detail,
                   option);
}

}  // namespace isthmus
