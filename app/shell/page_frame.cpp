#include "app/shell/page_frame.h"

#include "app/shell/dock_title.h"

#include <QDockWidget>
#include <QSettings>

namespace isthmus {
namespace {

constexpr QSize kUsualSize(1280, 744);  // of a page in the window at its first start
constexpr int kLayoutVersion = 2;       // of saveState(): a layout of another version is not restored

}  // namespace

PageFrame::PageFrame(const QString& id, QWidget* parent)
    : QMainWindow(parent, Qt::Widget), m_key(QStringLiteral("pages/%1/layout").arg(id)) {
  setObjectName(QStringLiteral("page-") + id);
  resize(kUsualSize);  // so that sizes of panels given meanwhile hold
  setDockNestingEnabled(true);
  setContextMenuPolicy(Qt::NoContextMenu);  // the window's View menu lists the panels
}

QDockWidget* PageFrame::addPanel(const QString& title, const char* name, QWidget* panel,
                                 Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(QString::fromLatin1(name));
  dock->setTitleBarWidget(new DockTitle(dock));
  dock->setWidget(panel);
  addDockWidget(area, dock);
  m_panels.push_back(dock);
  return dock;
}

void PageFrame::setSharing(QDockWidget* first, QDockWidget* second) {
  m_first = first;
  m_second = second;
}

void PageFrame::setComplete() {
  m_firstLayout = saveState(kLayoutVersion);
}

void PageFrame::fitInto(const QSize& size) {
  if (!m_first) return;
  const bool tabs = tabifiedDockWidgets(m_first).contains(m_second);
  if (size.width() < kRoomForBoth)
    tabifyDockWidget(m_first, m_second);
  else if (tabs)
    resetLayout();
}

void PageFrame::resetLayout() {
  restoreState(m_firstLayout, kLayoutVersion);
  for (QDockWidget* dock : m_panels) {
    dock->setFloating(false);
    dock->show();
  }
}

void PageFrame::restoreLayout() {
  restoreState(QSettings().value(m_key).toByteArray(), kLayoutVersion);
}

void PageFrame::saveLayout() const {
  QSettings().setValue(m_key, saveState(kLayoutVersion));
}

}  // namespace isthmus
