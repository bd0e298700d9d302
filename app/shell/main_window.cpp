#include "app/shell/main_window.h"

#include "app/help/help_menu.h"
#include "app/rooms/data/data_opening.h"
#include "app/rooms/model/model_keeper.h"
#include "app/rooms/model/model_menu.h"
#include "app/rooms/model/run_status.h"
#include "app/shell/file_drops.h"
#include "app/shell/services.h"
#include "app/shell/view/full_screen.h"
#include "app/shell/view/window_look.h"
#include "widgets/frame/message_bar.h"

#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace isthmus {
namespace {

constexpr std::chrono::milliseconds kFrameTime{150};  // until the desktop has put its frame on a new window

}  // namespace

MainWindow::MainWindow(UserQuestions questions, QWidget* parent)
    : QMainWindow(parent), m_questions(std::move(questions)) {
  setWindowTitle(tr("Isthmus"));
  setObjectName(QStringLiteral("mainWindow"));
  auto* centre = new QWidget;
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_stack = new QStackedWidget;
  m_messages = new MessageBar;
  column->addWidget(m_stack, 1);
  column->addWidget(m_messages);
  setCentralWidget(centre);
  m_opening = new DataOpening(m_session, m_questions, this);
  m_keeper = new ModelKeeper(m_session, m_questions, this);
  m_modelMenu = new ModelMenu(m_session, *m_opening, *m_keeper, this);
  new FileDrops(m_session, *m_opening, this);
  new RunStatus(m_session, statusBar());
  makeMenus();
  makePages();
  connectMessages();
  resize(1280, 800);
  for (const Page& page : m_pages) page.frame->setComplete();
  const QSize room = screen()->availableSize();
  fitInto(size().boundedTo(room));
  restoreSettings();
  // What was saved on a larger screen is made to fit this one.
  fitInto(size().boundedTo(room));
}

MainWindow::~MainWindow() {
  disconnect(&m_session, nullptr, this, nullptr);
}

void MainWindow::makeMenus() {
  QMenu* file = menuBar()->addMenu(tr("&File"));
  m_opening->fillMenu(*file);
  file->addSeparator();
  m_modelMenu->fillFileMenu(*file);
  m_exportMenu = file->addMenu(tr("E&xport"));
  file->addSeparator();
  file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
  m_editMenu = menuBar()->addMenu(tr("&Edit"));
  m_modelMenu->fillMenu(*menuBar()->addMenu(tr("&Model")));
  m_viewMenu = menuBar()->addMenu(tr("&View"));
  m_viewMenu->setToolTipsVisible(true);
  makeViewActions();
  fillHelpMenu(*menuBar()->addMenu(tr("&Help")), this);
}

void MainWindow::makePages() {
  m_tabs = new QTabBar;
  m_tabs->setObjectName(QStringLiteral("pageTabs"));
  m_tabs->setAccessibleName(tr("Pages"));
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  menuBar()->setCornerWidget(m_tabs, Qt::TopRightCorner);
  const Services services{m_session, m_questions, *m_opening, *m_messages, *this, *m_exportMenu, *m_editMenu};
  for (const MakePage make : pages()) {
    m_pages.push_back(make(services));
    const Page& page = m_pages.back();
    m_stack->addWidget(page.frame);
    const int index = m_tabs->addTab(page.title);
    const QKeySequence key(QStringLiteral("Ctrl+%1").arg(index + 1));
    m_tabs->setTabToolTip(index, QStringLiteral("%1 (%2)").arg(page.title, key.toString()));
    auto* open = new QAction(tr("Page %1").arg(page.title), this);
    open->setShortcut(key);
    addAction(open);
    connect(open, &QAction::triggered, m_tabs, [this, index] { m_tabs->setCurrentIndex(index); });
  }
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
    const QString id = m_pages[static_cast<std::size_t>(index)].id;
    workspace().change([&](ViewState& view) { view.page = id; });
  });
  connect(&workspace(), &Workspace::viewChanged, this, [this](const ViewState& now, const ViewState& before) {
    if (now.page != before.page) showPage(now.page);
  });
  showPage(workspace().view().page);
}

void MainWindow::showPage(const QString& id) {
  const auto found = std::ranges::find(m_pages, id, &Page::id);
  if (found == m_pages.end()) return;
  m_present->setChecked(false);
  m_tabs->setCurrentIndex(static_cast<int>(found - m_pages.begin()));
  m_stack->setCurrentWidget(found->frame);
  for (const Page& page : m_pages)
    for (QAction* action : page.viewActions) action->setEnabled(page.id == id);
  fillViewMenu();
  found->frame->setFocus();
}

bool MainWindow::isSettled() const {
  return std::ranges::all_of(m_pages, [](const Page& page) { return !page.isSettled || page.isSettled(); });
}

const Page* MainWindow::pageInFront() const {
  const auto index = static_cast<std::size_t>(std::max(0, m_tabs->currentIndex()));
  return index < m_pages.size() ? &m_pages[index] : nullptr;
}

void MainWindow::makeViewActions() {
  m_look = new WindowLook(this);
  // What the panels need depends on the size of the text: later, for then their least sizes are known.
  connect(
      m_look, &WindowLook::textSizeChanged, this, [this] { fitPages(); }, Qt::QueuedConnection);
  m_fullScreen = new FullScreen(this, [this] {
    const ViewState& view = workspace().view();
    return !view.selection && !view.picked && !m_session.hasSingleProbe();
  });
  m_present = new QAction(tr("&Present"), this);
  m_present->setObjectName(QStringLiteral("present"));
  m_present->setShortcut(QKeySequence(Qt::Key_F5));
  m_present->setCheckable(true);
  m_present->setToolTip(tr("The plane and the pictures alone and large; once more brings the panels back."));
  connect(m_present, &QAction::toggled, this, [this](bool on) {
    if (const Page* page = pageInFront()) page->frame->setPresenting(on);
    if (!on) fitPages();
  });
  m_reset = new QAction(tr("&Reset layout"), this);
  connect(m_reset, &QAction::triggered, this, &MainWindow::resetLayout);
}

void MainWindow::fillViewMenu() {
  m_viewMenu->clear();
  const Page* page = pageInFront();
  if (page == nullptr) return;
  m_viewMenu->addActions(page->viewActions);
  m_viewMenu->addSeparator();
  for (QDockWidget* dock : page->frame->panels()) m_viewMenu->addAction(dock->toggleViewAction());
  m_viewMenu->addAction(m_reset);
  m_viewMenu->addSeparator();
  m_viewMenu->addActions({m_present, m_fullScreen->action()});
  m_look->fillMenu(*m_viewMenu);
}

void MainWindow::connectMessages() {
  connect(&m_session, &ExplorerSession::error, m_messages, &MessageBar::showError);
  connect(&m_session, &ExplorerSession::settled, m_messages, &MessageBar::settle);
  connect(&m_session, &ExplorerSession::info, m_messages, &MessageBar::showInfo);
  connect(&m_session, &ExplorerSession::infoVoid, m_messages, &MessageBar::withdraw);
  connect(m_opening, &DataOpening::info, m_messages, &MessageBar::showInfo);
  connect(m_opening, &DataOpening::error, m_messages, &MessageBar::showError);
  connect(m_opening, &DataOpening::settled, m_messages, &MessageBar::settle);
  connect(&workspace(), &Workspace::datasetChanged, this, [this](const DatasetPtr& dataset) {
    setWindowTitle(tr("%1 – Isthmus").arg(QString::fromStdString(dataset->name)));
  });
}

void MainWindow::openPaths(const std::vector<std::filesystem::path>& paths, DatasetRole role,
                           const LoadOptions& options, OpenChoices choices) {
  m_opening->openPaths(paths, role, options, choices);
}

void MainWindow::train(std::optional<int> epochs, std::optional<std::uint64_t> seed) {
  m_modelMenu->train(epochs, seed);
}

void MainWindow::fitInto(const QSize& size) {
  resize(size);
  fitPages();
}

void MainWindow::fitPages() {
  for (const Page& page : m_pages) page.frame->fitInto(size());
}

void MainWindow::resetLayout() {
  m_present->setChecked(false);
  if (const Page* page = pageInFront()) page->frame->resetLayout();
}

void MainWindow::restoreSettings() {
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
  for (const Page& page : m_pages) page.frame->restoreLayout();
}

void MainWindow::saveSettings() const {
  QSettings settings;
  settings.setValue(QStringLiteral("window/geometry"), m_fullScreen->geometry());
  for (const Page& page : m_pages) page.frame->saveLayout();
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  if (!event->spontaneous()) QTimer::singleShot(kFrameTime, this, &MainWindow::leaveRoomForFrame);
}

void MainWindow::leaveRoomForFrame() {
  const QRect room = screen()->availableGeometry();
  const QSize frame = frameGeometry().size() - size();
  const bool fitsAlone = width() <= room.width() && height() <= room.height();
  const QSize least = size().boundedTo(room.size() - frame);
  if (!fitsAlone || least == size() || isMaximized() || isFullScreen()) return;
  fitInto(least);
  move(room.topLeft());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!m_mayClose) {
    m_isClosing = true;
    m_keeper->beforeQuit([this] {
      m_mayClose = true;
      if (!m_isClosing) close();  // a model was being written
    });
    m_isClosing = false;
  }
  if (!m_mayClose) return event->ignore();
  saveSettings();
  m_session.training().discard();
  event->accept();
}

}  // namespace isthmus
