#include "widgets/parts/panel_parts.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace isthmus {

QString wrappedToolTip(const QString& text) {
  if (text.isEmpty()) return {};
  return QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped().replace('\n', QStringLiteral("<br>")));
}

bool leaveWheelToArea(QObject* watched, QEvent* event) {
  const auto* control = qobject_cast<QWidget*>(watched);
  if (event->type() != QEvent::Wheel || !control || control->hasFocus()) return false;
  event->ignore();  // on to the scroll area
  return true;
}

TextLabel::TextLabel(TypeSize size, Tone tone, Overflow overflow, QWidget* parent)
    : QLabel(parent), m_tone(tone), m_overflow(overflow) {
  setTypeSize(*this, size);
  setTextFormat(Qt::PlainText);
  setWordWrap(overflow == Overflow::Wrap);
  if (overflow != Overflow::Wrap) setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  applyTone();
}

void TextLabel::setTone(Tone tone) {
  m_tone = tone;
  applyTone();
}

void TextLabel::setExplanation(const QString& explanation) {
  m_explanation = explanation;
  setAccessibleDescription(explanation);
}

QSize TextLabel::minimumSizeHint() const {
  if (m_overflow == Overflow::Wrap) return QLabel::minimumSizeHint();
  return QSize(0, QLabel::minimumSizeHint().height());
}

bool TextLabel::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && m_overflow != Overflow::Wrap) {
    const bool cut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    QStringList lines;
    if (cut) lines << text();
    if (!m_explanation.isEmpty()) lines << m_explanation;
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), wrappedToolTip(lines.join('\n')), this);
    return true;
  }
  return QLabel::event(event);
}

void TextLabel::paintEvent(QPaintEvent* event) {
  if (m_overflow == Overflow::Wrap) {
    QLabel::paintEvent(event);
    return;
  }
  QPainter painter(this);
  const auto place = m_overflow == Overflow::ElideMiddle ? Qt::ElideMiddle : Qt::ElideRight;
  const QString shown = fontMetrics().elidedText(text(), place, contentsRect().width());
  style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(),
                        shown, foregroundRole());
}

void TextLabel::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) applyTone();
}

void TextLabel::applyTone() {
  // Both setters come back here by way of a palette change: each is called only where there is something to
  // do.
  const auto role = m_tone == Tone::Muted ? QPalette::PlaceholderText : QPalette::WindowText;
  if (foregroundRole() != role) setForegroundRole(role);
  const QColor own = m_tone == Tone::Warning ? themeOf(*this).warning : QColor();
  if (own == m_ownColour) return;
  m_ownColour = own;
  QPalette palette;  // resolves nothing but that one colour, the rest stays inherited
  if (own.isValid()) palette.setColor(QPalette::WindowText, own);
  setPalette(palette);
}

SectionHeading::SectionHeading(const QString& title, QWidget* parent)
    : TextLabel(TypeSize::Small, Tone::Muted, Overflow::Elide, parent) {
  QFont spaced = font();
  spaced.setBold(true);
  spaced.setCapitalization(QFont::AllUppercase);
  spaced.setLetterSpacing(QFont::PercentageSpacing, 108);
  setFont(spaced);
  setText(title);
}

Separator::Separator(QWidget* parent) : QWidget(parent) {
  setFixedHeight(1);
}

void Separator::paintEvent(QPaintEvent* /*event*/) {
  QPainter(this).fillRect(rect(), themeOf(*this).grid);
}

PrimaryButton::PrimaryButton(QWidget* parent) : QPushButton(parent) {
  applyAccent();
}

void PrimaryButton::changeEvent(QEvent* event) {
  QPushButton::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) applyAccent();
}

void PrimaryButton::applyAccent() {
  const QColor accent = palette().color(QPalette::Active, QPalette::Highlight);
  const QColor onAccent = palette().color(QPalette::Active, QPalette::HighlightedText);
  if (accent == m_accent && onAccent == m_onAccent) return;  // setPalette() comes back here
  m_accent = accent;
  m_onAccent = onAccent;
  QPalette own;
  for (const auto group : {QPalette::Active, QPalette::Inactive}) {
    own.setColor(group, QPalette::Button, accent);
    own.setColor(group, QPalette::ButtonText, onAccent);
  }
  setPalette(own);
}

}  // namespace isthmus
