#include "app/shell/page_frame.h"

#include "app/shell/dock_title.h"
#include "widgets/parts/panel_scroll.h"
#include "widgets/theme/theme.h"

#include <QDockWidget>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

constexpr QSize kUsualSize(1280, 744);  // of a page in the window at its first start
constexpr int kLayoutVersion = 2;       // of saveState(): a layout of another version is not restored
// What a window needs to be of, in pixels at the desktop's size of text.
constexpr int kWideRoom = 1200;
constexpr QSize kNarrowRoom(1000, 740);  // lower, panels under the plane would leave it a third of the window
constexpr int kPresentedShare = 36;      // per cent of the page

}  // namespace

PageFrame::PageFrame(const QString& id, QWidget* parent)
    : QMainWindow(parent, Qt::Widget), m_key(QStringLiteral("pages/%1/").arg(id)) {
  setObjectName(QStringLiteral("page-") + id);
  resize(kUsualSize);  // so that sizes of panels given meanwhile hold
  setDockNestingEnabled(true);
  setContextMenuPolicy(Qt::NoContextMenu);  // the window's View menu lists the panels
}

PageFrame::Room PageFrame::roomIn(const QSize& size) {
  const QSizeF inText = QSizeF(size) / textScale();
  if (inText.width() < kNarrowRoom.width() || inText.height() < kNarrowRoom.height()) return Room::Small;
  return inText.width() < kWideRoom ? Room::Narrow : Room::Wide;
}

QDockWidget* PageFrame::addPanel(const QString& title, const char* name, QWidget* panel,
                                 Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(QString::fromLatin1(name));
  dock->setTitleBarWidget(new DockTitle(dock));
  dock->setWidget(new PanelScroll(panel));
  addDockWidget(area, dock);
  m_panels.push_back(dock);
  return dock;
}

void PageFrame::setStacks(Room room, QList<Stack> stacks, QList<int> widths) {
  m_stacks[room] = {std::move(stacks), std::move(widths)};
}

void PageFrame::setComplete() {
  m_firstLayout = saveState(kLayoutVersion);
}

void PageFrame::fitInto(const QSize& size) {
  if (isPresenting()) return;  // afterwards
  const Room before = std::exchange(m_room, roomIn(size));
  const bool isFirst = !m_isRestored && !isVisible();  // nobody has seen or moved anything yet
  if (before != m_room || isFirst) arrange(size.width());
}

void PageFrame::resetLayout() {
  setPresenting(false);
  arrange(width());
}

/// `width` of the page as it will be: of a window that is made to fit it may hear later.
void PageFrame::arrange(int width) {
  restoreState(m_firstLayout, kLayoutVersion);
  for (QDockWidget* dock : m_panels) {
    dock->setFloating(false);
    dock->show();
  }
  const auto found = m_stacks.find(m_room);
  if (found == m_stacks.end()) return;
  const auto& [stacks, widths] = found->second;
  QList<QDockWidget*> first;
  for (const Stack& stack : stacks) {
    for (qsizetype i = 1; i < stack.size(); ++i) tabifyDockWidget(stack[i - 1], stack[i]);
    stack.front()->raise();
    first << stack.front();
  }
  QList<int> pixels;
  for (const int share : widths) pixels << share * width / 100;
  if (!pixels.isEmpty()) resizeDocks(first, pixels, Qt::Horizontal);
}

void PageFrame::restoreLayout() {
  const QSettings settings;
  m_isRestored = restoreState(settings.value(m_key + QStringLiteral("layout")).toByteArray(), kLayoutVersion);
  if (m_isRestored) m_room = static_cast<Room>(settings.value(m_key + QStringLiteral("room"), 0).toInt());
}

void PageFrame::saveLayout() const {
  QSettings settings;
  settings.setValue(m_key + QStringLiteral("layout"),
                    isPresenting() ? m_beforePresenting : saveState(kLayoutVersion));
  settings.setValue(m_key + QStringLiteral("room"), static_cast<int>(m_room));
}

void PageFrame::setPresenting(bool isPresenting) {
  if (isPresenting == this->isPresenting()) return;
  if (isPresenting)
    present();
  else
    restoreState(std::exchange(m_beforePresenting, {}), kLayoutVersion);
}

void PageFrame::present() {
  m_beforePresenting = saveState(kLayoutVersion);
  for (QDockWidget* dock : m_panels) dock->setVisible(dock == m_presented);
  if (!m_presented) return;
  m_presented->setFloating(false);
  resizeDocks({m_presented}, {width() * kPresentedShare / 100}, Qt::Horizontal);
}

}  // namespace isthmus
