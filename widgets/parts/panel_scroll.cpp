#include "widgets/parts/panel_scroll.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace isthmus {
namespace {

constexpr QSize kLeastPanel(180, 120);  // pixels, whatever the size of the text

}  // namespace

PanelScroll::PanelScroll(QWidget* panel) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);
  setWidget(panel);
  panel->setAutoFillBackground(false);
  viewport()->setAutoFillBackground(false);
  panel->installEventFilter(this);
}

QSize PanelScroll::sizeHint() const {
  return widget()->sizeHint();
}

QSize PanelScroll::minimumSizeHint() const {
  return leastOfPanel().boundedTo(kLeastPanel);
}

QSize PanelScroll::leastOfPanel() const {
  return widget()->minimumSizeHint().expandedTo(widget()->minimumSize());
}

void PanelScroll::fitPanel() {
  const QSize least = leastOfPanel();
  QSize room = maximumViewportSize();
  // A bar takes its room from the other direction, which may then need one, too.
  const bool isTall = least.height() > room.height();
  if (isTall) room.rwidth() -= verticalScrollBar()->sizeHint().width();
  if (least.width() > room.width()) {
    room.rheight() -= horizontalScrollBar()->sizeHint().height();
    if (!isTall && least.height() > room.height()) room.rwidth() -= verticalScrollBar()->sizeHint().width();
  }
  widget()->resize(room.expandedTo(least));
}

bool PanelScroll::eventFilter(QObject* watched, QEvent* event) {
  if (watched == widget() && event->type() == QEvent::LayoutRequest) {
    fitPanel();
    updateGeometry();
  }
  return QScrollArea::eventFilter(watched, event);
}

void PanelScroll::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  fitPanel();
}

}  // namespace isthmus
