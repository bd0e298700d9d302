#include "app/help/term_help.h"

#include "app/help/glossary.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QCursor>
#include <QDockWidget>
#include <QHelpEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPointer>
#include <QTabBar>
#include <QToolTip>

#include <utility>

namespace isthmus {
namespace {

/// The term that a label names, where a click on it would do nothing else.
const GlossaryTerm* termOfLabel(const QLabel& label) {
  const bool isExplained = !label.toolTip().isEmpty() || !label.accessibleDescription().isEmpty();
  const bool isFree = !label.textInteractionFlags().testFlag(Qt::TextSelectableByMouse);
  return isExplained && isFree ? termIn(label.text()) : nullptr;
}

/// In the window itself or in a panel that floats beside it, but in no dialog.
bool isInPanelsOf(const QWidget& widget, const QWidget& window) {
  const QWidget* own = widget.window();
  const bool floats = qobject_cast<const QDockWidget*>(own) && own->parentWidget();
  return own == &window || (floats && own->parentWidget()->window() == &window);
}

/// What a control calls itself, the most particular first.
QStringList wordsOf(const QWidget& widget) {
  QStringList words;
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) words << label->text();
  if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) words << combo->currentText();
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) words << button->text();
  if (const auto* tabs = qobject_cast<const QTabBar*>(&widget))
    words << tabs->tabText(tabs->tabAt(tabs->mapFromGlobal(QCursor::pos())));
  return words << widget.accessibleName();
}

/// Of the control, or of the nearest one around it that names a term.
const GlossaryTerm* termAround(const QWidget* widget) {
  for (; widget != nullptr && !widget->isWindow(); widget = widget->parentWidget()) {
    const QStringList all = wordsOf(*widget);
    for (const QString& words : all)
      if (const GlossaryTerm* term = termIn(words)) return term;
  }
  return nullptr;
}

}  // namespace

TermHelp::TermHelp(QWidget* window) : QObject(window), m_window(window) {
  qApp->installEventFilter(this);
}

const GlossaryTerm* TermHelp::termInHand() const {
  const GlossaryTerm* hovered = termAround(QApplication::widgetAt(QCursor::pos()));
  return hovered ? hovered : termAround(QApplication::focusWidget());
}

bool TermHelp::eventFilter(QObject* watched, QEvent* event) {
  const QEvent::Type type = event->type();
  const bool isOfInterest = type == QEvent::Enter || type == QEvent::ToolTip ||
                            type == QEvent::MouseButtonPress || type == QEvent::MouseButtonRelease;
  if (!isOfInterest) return false;
  auto* label = qobject_cast<QLabel*>(watched);
  if (!label || !isInPanelsOf(*label, *m_window)) return false;
  const GlossaryTerm* term = termOfLabel(*label);
  if (type == QEvent::Enter) {
    if (term)
      label->setCursor(Qt::WhatsThisCursor);
    else if (label->cursor().shape() == Qt::WhatsThisCursor)
      label->unsetCursor();
  }
  if (!term) return false;
  if (type == QEvent::ToolTip) extendToolTip(*static_cast<QHelpEvent*>(event), *label, *term);
  if (type == QEvent::MouseButtonPress)
    m_pressed = static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton ? label : nullptr;
  if (type == QEvent::MouseButtonRelease && std::exchange(m_pressed, nullptr) == label)
    Q_EMIT termWanted(term->title);
  return false;
}

void TermHelp::extendToolTip(const QHelpEvent& event, QWidget& label, const GlossaryTerm& term) {
  const QString more = tr("Click for %1 in the glossary.").arg(term.title).toHtmlEscaped();
  const auto extend = [at = event.globalPos(), owner = QPointer<QWidget>(&label), more] {
    if (!owner) return;
    const QString text = QToolTip::isVisible() ? QToolTip::text() : QString();
    const QString rich = Qt::mightBeRichText(text) ? text : text.toHtmlEscaped();
    if (!text.contains(more))
      QToolTip::showText(at,
                         QStringLiteral("<qt>%1%2<i>%3</i></qt>")
                             .arg(rich, rich.isEmpty() ? QString() : QStringLiteral("<br>"), more),
                         owner);
  };
  QMetaObject::invokeMethod(this, extend, Qt::QueuedConnection);  // the label's own comes first
}

}  // namespace isthmus
