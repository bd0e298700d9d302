#include "widgets/library/library_row.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/themed_icon.h"

#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kBarSteps = 1000;
constexpr int kButtonWidth = 18 * kGrid;  // all of one width, so that they stand in a column

bool isUnderWay(LibraryState state) {
  return state == LibraryState::Fetching || state == LibraryState::Checking;
}

}  // namespace

LibraryRow::LibraryRow(const LibraryItem& item, QWidget* parent) : QWidget(parent) {
  m_title = new TextLabel(TypeSize::Normal, Tone::Normal, TextLabel::Overflow::Elide);
  m_title->setObjectName(QStringLiteral("libraryTitle"));
  QFont bold = m_title->font();
  bold.setWeight(QFont::DemiBold);
  m_title->setFont(bold);
  m_detail = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide);
  m_detail->setObjectName(QStringLiteral("libraryDetail"));
  m_bar = new QProgressBar;
  m_bar->setObjectName(QStringLiteral("libraryBar"));
  m_bar->setTextVisible(false);
  m_bar->setFixedHeight(kGrid);
  m_progress = new TextLabel(TypeSize::Small);
  m_progress->setObjectName(QStringLiteral("libraryProgress"));
  m_message = new TextLabel(TypeSize::Small, Tone::Warning);
  m_message->setObjectName(QStringLiteral("libraryMessage"));
  m_button = new QPushButton;
  m_button->setObjectName(QStringLiteral("libraryButton"));
  m_button->setMinimumWidth(kButtonWidth);
  m_button->setAutoDefault(false);
  m_remove = new QToolButton;
  m_remove->setObjectName(QStringLiteral("libraryRemove"));
  m_remove->setAutoRaise(true);
  m_remove->setFocusPolicy(Qt::TabFocus);

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(2 * kGrid, kGrid, kGrid, kGrid);
  grid->setHorizontalSpacing(kGrid);
  grid->setVerticalSpacing(kGrid / 4);
  grid->setColumnStretch(0, 1);
  grid->addWidget(m_title, 0, 0);
  grid->addWidget(m_detail, 1, 0);
  grid->addWidget(m_remove, 0, 1, 2, 1, Qt::AlignVCenter);
  grid->addWidget(m_button, 0, 2, 2, 1, Qt::AlignVCenter);
  grid->addWidget(m_bar, 2, 0, 1, 3);
  grid->addWidget(m_progress, 3, 0, 1, 3);
  grid->addWidget(m_message, 4, 0, 1, 3);

  connect(m_button, &QPushButton::clicked, this, &LibraryRow::act);
  connect(m_remove, &QToolButton::clicked, this, &LibraryRow::removeRequested);
  m_item = item;
  applyState();
  applyIcons();
}

void LibraryRow::setItem(const LibraryItem& item) {
  if (item == m_item) return;
  m_item = item;
  applyState();
}

void LibraryRow::applyState() {
  const LibraryState state = m_item.state;
  const bool gone = state == LibraryState::Missing;
  m_title->setText(m_item.title);
  m_title->setTone(gone ? Tone::Muted : Tone::Normal);
  m_detail->setText(m_item.detail);
  setToolTip(wrappedToolTip(m_item.explanation));
  m_title->setExplanation(m_item.explanation);
  m_detail->setExplanation(m_item.explanation);

  m_bar->setVisible(isUnderWay(state) || state == LibraryState::Partial);
  m_bar->setAccessibleName(tr("Download of %1").arg(m_item.title));
  const bool known = state != LibraryState::Checking && m_item.total > 0;
  m_bar->setRange(0, known ? kBarSteps : 0);  // an empty range means "busy"
  if (known)
    m_bar->setValue(
        static_cast<int>(std::lround(kBarSteps * std::min(1.0, static_cast<double>(m_item.received) /
                                                                   static_cast<double>(m_item.total)))));
  m_progress->setText(progressText());
  m_progress->setVisible(!m_progress->text().isEmpty());
  const bool failed = state == LibraryState::Failed || state == LibraryState::Offline;
  m_message->setText(failed ? m_item.message : gone ? tr("Its files are no longer there.") : QString());
  m_message->setTone(state == LibraryState::Failed ? Tone::Warning : gone ? Tone::Muted : Tone::Normal);
  m_message->setVisible(!m_message->text().isEmpty());

  m_button->setText(buttonText());
  m_button->setToolTip(wrappedToolTip(buttonTip()));
  m_button->setAccessibleName(QStringLiteral("%1: %2").arg(m_item.title, m_button->text()));
  m_button->setEnabled(!gone);
  const bool partial =
      m_item.section == LibrarySection::Catalogue && m_item.received > 0 && !isUnderWay(state);
  m_remove->setVisible(m_item.section == LibrarySection::Recent || partial);
  m_remove->setToolTip(partial ? tr("Remove what has been downloaded so far.")
                               : tr("Remove from this list; the files stay."));
  m_remove->setAccessibleName(QStringLiteral("%1: %2").arg(m_item.title, m_remove->toolTip()));
  updateGeometry();
}

QString LibraryRow::buttonText() const {
  switch (m_item.state) {
    case LibraryState::Ready:
    case LibraryState::Missing:
      return tr("Load");
    case LibraryState::Absent:
      return tr("Download %1").arg(dataSizeText(m_item.total));
    case LibraryState::Partial:
      return tr("Resume");
    case LibraryState::Fetching:
    case LibraryState::Checking:
      return tr("Cancel");
    case LibraryState::Failed:
    case LibraryState::Offline:
      return tr("Retry");
  }
  return {};
}

QString LibraryRow::buttonTip() const {
  switch (m_item.state) {
    case LibraryState::Ready:
    case LibraryState::Missing:
      return tr("Load this data set (Enter, or a double click on it).");
    case LibraryState::Absent:
      return tr(
          "Download the data set and keep it on this computer. Nothing is downloaded before you ask for it.");
    case LibraryState::Partial:
    case LibraryState::Failed:
    case LibraryState::Offline:
      return tr("Try again; what has been downloaded already is not downloaded anew.");
    case LibraryState::Fetching:
    case LibraryState::Checking:
      return tr("Stop; what has been downloaded so far stays and can be taken up later.");
  }
  return {};
}

QString LibraryRow::progressText() const {
  if (m_item.state == LibraryState::Checking) return tr("Checking that every byte is right…");
  if (m_item.state == LibraryState::Partial)
    return tr("%1 of %2 are here").arg(dataSizeText(m_item.received), dataSizeText(m_item.total));
  if (m_item.state != LibraryState::Fetching) return {};
  QString text = tr("%1 of %2").arg(dataSizeText(m_item.received), dataSizeText(m_item.total));
  if (m_item.bytesPerSecond <= 0) return text;
  text += tr(" · %1/s").arg(dataSizeText(static_cast<quint64>(m_item.bytesPerSecond)));
  const double left = static_cast<double>(m_item.total - std::min(m_item.received, m_item.total));
  return text + tr(" · %1 left").arg(durationText(left / m_item.bytesPerSecond));
}

QString LibraryRow::spokenText() const {
  QStringList parts = {m_item.title, m_item.detail};
  if (!m_progress->isHidden()) parts << m_progress->text();
  if (!m_message->isHidden()) parts << m_message->text();
  return parts.join(QStringLiteral(". "));
}

void LibraryRow::activate() {
  if (m_button->isEnabled() && !isUnderWay(m_item.state)) act();
}

void LibraryRow::act() {
  if (m_item.state == LibraryState::Ready)
    Q_EMIT loadRequested();
  else if (isUnderWay(m_item.state))
    Q_EMIT cancelRequested();
  else
    Q_EMIT downloadRequested();
}

void LibraryRow::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) applyIcons();
}

/// Enter presses the button that has the keyboard, not what is selected in the list.
void LibraryRow::keyPressEvent(QKeyEvent* event) {
  auto* button = qobject_cast<QAbstractButton*>(focusWidget());
  const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (isEnter && button)  // keys come here from the child that has the keyboard alone
    button->click();
  else
    QWidget::keyPressEvent(event);
}

void LibraryRow::applyIcons() {
  if (m_remove) m_remove->setIcon(themedIcon(QStringLiteral("close"), themeOf(*this)));
}

}  // namespace isthmus
