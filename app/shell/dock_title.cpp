#include "app/shell/dock_title.h"

#include "widgets/parts/panel_parts.h"

#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>
#include <QToolButton>

namespace isthmus {
namespace {

constexpr QSize kIcon(10, 10);  // at the desktop's size of text

}  // namespace

DockTitle::DockTitle(QDockWidget* dock) : QWidget(dock) {
  const auto makeButton = [this](const QString& name, QStyle::StandardPixmap icon) {
    auto* button = new QToolButton;
    button->setAutoRaise(true);
    button->setIcon(style()->standardIcon(icon));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::NoFocus);  // the View menu closes and opens panels from the keyboard
    return button;
  };
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGrid, kGrid / 2, kGrid / 2, 0);
  row->setSpacing(0);
  row->addWidget(new SectionHeading(dock->windowTitle()), 1);
  auto* floating = makeButton(tr("Float %1").arg(dock->windowTitle()), QStyle::SP_TitleBarNormalButton);
  auto* close = makeButton(tr("Close %1").arg(dock->windowTitle()), QStyle::SP_TitleBarCloseButton);
  row->addWidget(floating);
  row->addWidget(close);
  connect(floating, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
  connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
  fitToText();
}

void DockTitle::fitToText() {
  for (QToolButton* button : findChildren<QToolButton*>()) button->setIconSize(kIcon * textScale());
}

void DockTitle::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitToText();
}

}  // namespace isthmus
