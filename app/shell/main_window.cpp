#include "app/shell/main_window.h"

#include "app/rooms/data/data_library.h"
#include "app/rooms/data/dataset_edit_actions.h"
#include "app/shell/dock_title.h"
#include "core/model/model_snapshot.h"
#include "widgets/data/data_panel.h"
#include "widgets/errors/error_panel.h"
#include "widgets/frame/drop_overlay.h"
#include "widgets/frame/message_bar.h"
#include "widgets/model/model_panel.h"
#include "widgets/pictures/picture_panel.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plot/loss_plot.h"
#include "widgets/plot/variance_panel.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLabel>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kRoomForBoth = 1200;  // pixels; narrower, curves and errors share one place as tabs
constexpr int kLayoutVersion = 1;   // of saveState(): a layout of another version is not restored

std::vector<std::filesystem::path> localPaths(const QMimeData& data) {
  std::vector<std::filesystem::path> paths;
  for (const QUrl& url : data.urls())
    if (url.isLocalFile()) paths.emplace_back(url.toLocalFile().toStdString());
  return paths;
}

DatasetRole roleFor(Qt::KeyboardModifiers modifiers) {
  return modifiers.testFlag(Qt::AltModifier) ? DatasetRole::Probe : DatasetRole::Main;
}

}  // namespace

MainWindow::MainWindow(UserQuestions questions, QWidget* parent)
    : QMainWindow(parent), m_questions(std::move(questions)) {
  setWindowTitle(tr("Isthmus"));
  setObjectName(QStringLiteral("mainWindow"));
  setAcceptDrops(true);
  makePanels();
  wireLibrary();
  makeMenus();
  makeStatusBar();
  wireData();
  wireEdits();
  wireModel();
  wirePlane();
  wirePictures();
  wireErrors();
  showPhase(std::nullopt);
  m_plane->setFocus();
  resize(1280, 800);
  m_firstLayout = saveState(kLayoutVersion);
  fitInto(size().boundedTo(screen()->availableSize()));
  restoreSettings();
  // What was saved on a larger screen is made to fit this one.
  const QSize room = screen()->availableSize();
  if (room.width() < std::max(width(), kRoomForBoth) || room.height() < height())
    fitInto(size().boundedTo(room));
}

MainWindow::~MainWindow() {
  disconnect(&m_session, nullptr, this, nullptr);
}

void MainWindow::makePanels() {
  setDockNestingEnabled(true);
  setCorner(Qt::BottomLeftCorner,
            Qt::LeftDockWidgetArea);  // the form needs the height more than the curves the width
  setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);

  auto* centre = new QWidget;
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_plane = new LatentPlaneView;
  m_messages = new MessageBar;
  column->addWidget(m_plane, 1);
  column->addWidget(m_messages);
  setCentralWidget(centre);

  m_data = new DataPanel;
  m_modelPanel = new ModelPanel;
  m_pictures = new PicturePanel;
  m_loss = new LossPlot;
  m_variance = new VariancePanel;
  m_training = new QStackedWidget;
  m_training->addWidget(m_loss);
  m_training->addWidget(m_variance);
  m_errors = new ErrorPanel;
  addPanel(tr("Data"), "dataDock", m_data, Qt::LeftDockWidgetArea);
  addPanel(tr("Model"), "modelDock", m_modelPanel, Qt::LeftDockWidgetArea);
  addPanel(tr("Pictures"), "pictureDock", m_pictures, Qt::RightDockWidgetArea);
  addPanel(tr("Loss"), "lossDock", m_training, Qt::BottomDockWidgetArea);
  addPanel(tr("Errors"), "errorDock", m_errors, Qt::BottomDockWidgetArea);
  resizeDocks({m_docks[0], m_docks[2]}, {264, 248}, Qt::Horizontal);
  resizeDocks({m_docks[0], m_docks[1]}, {300, 440}, Qt::Vertical);
  resizeDocks({m_docks[3], m_docks[4]}, {400, 616}, Qt::Horizontal);
  resizeDocks({m_docks[3]}, {240}, Qt::Vertical);

  m_overlay = new DropOverlay(this);
}

QDockWidget* MainWindow::addPanel(const QString& title, const char* name, QWidget* panel,
                                  Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(QString::fromLatin1(name));
  dock->setTitleBarWidget(new DockTitle(dock));
  dock->setWidget(panel);
  addDockWidget(area, dock);
  m_docks.push_back(dock);
  return dock;
}

void MainWindow::makeStatusBar() {
  m_runText = new QLabel;
  m_runText->setContentsMargins(kGrid, 0, 0, 0);
  m_seedText = new QLabel;
  statusBar()->addWidget(m_runText, 1);
  statusBar()->addPermanentWidget(m_seedText);
  m_arithmeticText = new QLabel;
  m_arithmeticText->setObjectName(QStringLiteral("arithmeticText"));
  statusBar()->addPermanentWidget(m_arithmeticText);
}

void MainWindow::fitInto(const QSize& size) {
  const bool tabs = tabifiedDockWidgets(m_docks[3]).contains(m_docks[4]);
  resize(size);
  if (size.width() < kRoomForBoth)
    tabifyDockWidget(m_docks[3], m_docks[4]);
  else if (tabs)
    resetLayout();
}

void MainWindow::resetLayout() {
  restoreState(m_firstLayout, kLayoutVersion);
  for (QDockWidget* dock : m_docks) {
    dock->setFloating(false);
    dock->show();
  }
}

void MainWindow::restoreSettings() {
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
  restoreState(settings.value(QStringLiteral("window/layout")).toByteArray(), kLayoutVersion);
  m_theme = static_cast<ThemeChoice>(settings.value(QStringLiteral("window/theme"), 0).toInt());
}

void MainWindow::saveSettings() const {
  QSettings settings;
  settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
  settings.setValue(QStringLiteral("window/layout"), saveState(kLayoutVersion));
  settings.setValue(QStringLiteral("window/theme"), static_cast<int>(m_theme));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!mayEndTraining() || !mayLoseModel()) {
    event->ignore();
    return;
  }
  saveSettings();
  m_session.training().discard();
  event->accept();
}

bool MainWindow::mayEndTraining() {
  return !m_session.training().isRunning() ||
         m_questions.confirm(
             this, tr("Training is under way"),
             tr("The model is still being trained. End the training and lose what has not been saved?"),
             tr("End training"));
}

bool MainWindow::mayLoseModel() {
  return m_session.training().isRunning() || !m_session.hasUnsavedModel() ||
         m_questions.confirm(this, tr("The model is not saved"),
                             tr("The model that was trained has not been saved. Quit and lose it?"),
                             tr("Quit without saving"));
}

void MainWindow::loadData(const DatasetSource& source, DatasetRole role, const LoadOptions& options,
                          OpenChoices choices) {
  if (role != DatasetRole::Probe && !mayEndTraining()) return;
  m_library->noteLoading(source, role, options);
  m_session.datasets().load(source, role, options, choices);
}

void MainWindow::openModel(const std::filesystem::path& path) {
  if (mayEndTraining()) m_session.modelFiles().open(path);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const auto paths = localPaths(*event->mimeData());
  if (paths.empty()) return;
  event->acceptProposedAction();
  m_dropPlan.reset();
  m_overlay->setPlan(tr("Looking at the files…"), {}, true);
  m_session.datasets().plan(paths);
  m_overlay->show();
  m_overlay->raise();
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
  event->acceptProposedAction();
  if (m_dropPlan) showDropPlan(roleFor(event->modifiers()) == DatasetRole::Probe);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
  endDrag();
}

void MainWindow::dropEvent(QDropEvent* event) {
  endDrag();
  const auto paths = localPaths(*event->mimeData());
  if (paths.empty()) return;
  event->acceptProposedAction();
  openPaths(paths, roleFor(event->modifiers()));
}

void MainWindow::endDrag() {
  m_session.datasets().forgetPlan();
  m_overlay->hide();
  m_dropPlan.reset();
}

void MainWindow::showDropPlan(bool asProbe) {
  const QString title = !m_dropPlan->acceptable ? tr("This cannot be loaded")
                        : asProbe ? tr("Hold %1 against the model as probe").arg(m_dropPlan->name)
                                  : tr("Load %1").arg(m_dropPlan->name);
  const QString hint = m_dropPlan->acceptable && !asProbe ? tr("\nHold Alt to make it the probe") : QString();
  m_overlay->setPlan(title, m_dropPlan->detail + hint, m_dropPlan->acceptable);
}

void MainWindow::openPaths(const std::vector<std::filesystem::path>& paths, DatasetRole role,
                           const LoadOptions& options, OpenChoices choices) {
  if (paths.empty()) return;
  const auto mayBeModel = [](const std::filesystem::path& path) {
    return path.extension() == ".safetensors";
  };
  if (std::ranges::none_of(paths, mayBeModel)) return loadData(paths, role, options, choices);
  m_session.modelFiles().sort(paths, [=, this](const auto& models, const auto& others) {
    if (!models.empty()) openModel(models.front());
    if (!others.empty()) loadData(others, role, options, choices);
  });
}

}  // namespace isthmus
