#include "widgets/frame/message_bar.h"

#include "widgets/frame/message_text.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/theme/themed_icon.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStyle>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace isthmus {
namespace {

constexpr std::size_t kMostMessages = 4;
constexpr qint64 kTimeToRead = 3000;  // milliseconds
constexpr int kIconSide = 2 * kGrid;
constexpr int kStripe = kGrid / 2;

}  // namespace

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
  setFrameShape(QFrame::NoFrame);
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);  // a fixed one would stop at sizeHint()
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  m_icon = new QLabel;
  m_text = new MessageText;
  m_text->setObjectName(QStringLiteral("messageText"));
  m_text->setAccessibleName(tr("Message"));
  m_waiting = new TextLabel(TypeSize::Small, Tone::Muted);
  m_waiting->setObjectName(QStringLiteral("messagesWaiting"));
  m_waiting->setWordWrap(false);
  m_close = new QToolButton;
  m_close->setObjectName(QStringLiteral("closeMessage"));
  m_close->setAccessibleName(tr("Close the message"));
  m_close->setToolTip(tr("Close (Esc)"));
  m_close->setAutoRaise(true);
  m_timer = new QTimer(this);
  m_timer->setSingleShot(true);

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(kStripe + kGrid, kGrid / 4, kGrid / 2, kGrid / 4);
  layout->setSpacing(kGrid);
  layout->addWidget(m_icon, 0, Qt::AlignTop);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_waiting, 0, Qt::AlignTop);
  layout->addWidget(m_close, 0, Qt::AlignTop);
  connect(m_close, &QToolButton::clicked, this, &MessageBar::closeMessage);
  connect(m_timer, &QTimer::timeout, this, &MessageBar::closeMessage);
  fitToText();
  applyIcons();
  hide();
}

void MessageBar::fitToText() {
  const int line = m_text->minimumSizeHint().height();
  m_icon->setFixedSize(textLength(kIconSide), line);
  m_waiting->setFixedHeight(line);
  m_close->setFixedSize(line, line);
}

void MessageBar::showError(const QString& text, MessageSubject subject) {
  post({Kind::Error, text, subject});
}

void MessageBar::showHint(const QString& text) {
  post({Kind::Hint, text});
}

void MessageBar::showInfo(const QString& text) {
  post({Kind::Info, text});
}

void MessageBar::post(const Message& posted) {
  std::erase_if(m_messages, [&](const Message& message) { return message.text == posted.text; });
  const bool isBehind = posted.kind != Kind::Error && !m_messages.empty() &&
                        (m_messages.front().kind == Kind::Error || !m_shown.hasExpired(kTimeToRead));
  if (isBehind) {
    if (m_messages.size() >= kMostMessages) m_messages.pop_back();
    m_messages.insert(m_messages.begin() + 1, posted);
  } else {
    // What passes by itself is replaced once it could be read; an older error waits below.
    if (!m_messages.empty() && m_messages.front().kind != Kind::Error) m_messages.pop_front();
    m_messages.push_front(posted);
    if (m_messages.size() > kMostMessages) m_messages.pop_back();
  }
  present();
}

void MessageBar::closeMessage() {
  if (!m_messages.empty()) m_messages.pop_front();
  present();
}

void MessageBar::settle(MessageSubject subject) {
  if (subject == MessageSubject::Other) return;
  if (std::erase_if(m_messages, [&](const Message& message) { return message.subject == subject; }) > 0)
    present();
}

void MessageBar::withdraw(const QString& text) {
  if (std::erase_if(m_messages, [&](const Message& message) { return message.text == text; }) > 0) present();
}

void MessageBar::setFadeTime(std::chrono::milliseconds time) {
  m_fadeTime = time;
  if (m_timer->isActive()) startFading();
}

QString MessageBar::text() const {
  return m_messages.empty() ? QString() : m_messages.front().text;
}

void MessageBar::present() {
  m_timer->stop();
  if (m_messages.empty()) {
    hide();
    return;
  }
  const bool isNew = m_text->toPlainText() != text() || isHidden();
  if (isNew) {
    m_text->setPlainText(text());
    m_shown.start();
  }
  const auto waiting = m_messages.size() - 1;
  m_waiting->setText(tr("%1 more").arg(waiting));
  m_waiting->setVisible(waiting > 0);
  setAccessibleName(text());
  applyIcons();
  m_text->updateGeometry();  // its height depends on the words
  show();
  update();
  if (!underMouse()) startFading();
  if (!isNew) return;
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void MessageBar::startFading() {
  if (!m_messages.empty() && m_messages.front().kind != Kind::Error) m_timer->start(m_fadeTime);
}

void MessageBar::applyIcons() {
  if (!m_close) return;
  Theme theme = themeOf(*this);
  const QIcon cross = themedIcon(QStringLiteral("close"), theme);
  m_close->setIcon(cross.isNull() ? style()->standardIcon(QStyle::SP_TitleBarCloseButton) : cross);
  if (m_messages.empty()) return;
  const bool isError = m_messages.front().kind == Kind::Error;
  theme.text = isError ? theme.warning : theme.accent;
  QIcon icon = themedIcon(isError ? QStringLiteral("warning") : QStringLiteral("info"), theme);
  if (icon.isNull())
    icon = style()->standardIcon(isError ? QStyle::SP_MessageBoxWarning : QStyle::SP_MessageBoxInformation);
  m_icon->setPixmap(icon.pixmap(QSize(1, 1) * textLength(kIconSide), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::FontChange && m_close) fitToText();
  if (changesLook(*event)) applyIcons();
}

void MessageBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !m_messages.empty())
    closeMessage();
  else
    QFrame::keyPressEvent(event);
}

void MessageBar::enterEvent(QEnterEvent* event) {
  QFrame::enterEvent(event);
  m_timer->stop();  // nobody loses a sentence while reading it
}

void MessageBar::leaveEvent(QEvent* event) {
  QFrame::leaveEvent(event);
  startFading();
}

void MessageBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme theme = themeOf(*this);
  const bool isError = !m_messages.empty() && m_messages.front().kind == Kind::Error;
  painter.fillRect(QRect(0, 0, kStripe, height()), isError ? theme.warning : theme.accent);
  painter.fillRect(QRect(kStripe, 0, width() - kStripe, 1), theme.grid);
}

}  // namespace isthmus
