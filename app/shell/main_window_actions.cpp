// The window's menus and what they ask a person.
#include "app/rooms/data/data_library.h"
#include "app/rooms/data/dataset_edit_actions.h"
#include "app/rooms/data/file_filters.h"
#include "app/rooms/export/export_actions.h"
#include "app/shell/main_window.h"
#include "core/data/dataset_format.h"
#include "widgets/data/data_panel.h"
#include "widgets/frame/message_bar.h"
#include "widgets/images/qt_image.h"
#include "widgets/model/model_panel.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/theme/themed_icon.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>

namespace isthmus {
namespace {

QString modelFilter() {
  return QObject::tr("Models (*.safetensors)");
}

std::vector<std::filesystem::path> toPaths(const QStringList& files) {
  std::vector<std::filesystem::path> paths;
  for (const QString& file : files) paths.emplace_back(file.toStdString());
  return paths;
}

/// On the button of a dialog that chooses data; "" for the desktop's own word.
QString loadButtonText(DatasetRole role) {
  return role == DatasetRole::Main    ? QString()
         : role == DatasetRole::Probe ? QObject::tr("Load as &probe")
                                      : QObject::tr("&Merge");
}

}  // namespace

void MainWindow::makeMenus() {
  makeFileMenu();
  makeEditMenu();
  makeModelMenu();
  makeViewMenu();
  makeHelpMenu();
}

void MainWindow::makeFileMenu() {
  QMenu* menu = menuBar()->addMenu(tr("&File"));
  menu->addAction(tr("&Open data…"), QKeySequence::Open, this, [this] { chooseFiles(DatasetRole::Main); });
  menu->addAction(tr("Open &folder…"), QKeySequence(tr("Ctrl+Shift+O")), this,
                  [this] { chooseFolder(DatasetRole::Main); });
  menu->addAction(tr("Data &library…"), QKeySequence(tr("Ctrl+L")), m_library, &DataLibrary::show)
      ->setToolTip(tr("All data sets: built in, on this computer, recent, and published ones to download."));
  m_knownMenu = menu->addMenu(tr("&Data sets on this computer"));
  menu->addSeparator();
  menu->addAction(tr("Open data as &probe…"), QKeySequence(tr("Ctrl+P")), this,
                  [this] { chooseFiles(DatasetRole::Probe); })
      ->setToolTip(tr("Holds a second data set's errors against the first's: what is out of distribution?"));
  menu->addAction(tr("Open folder as pro&be…"), this, [this] { chooseFolder(DatasetRole::Probe); });
  m_removeProbeAction = menu->addAction(tr("&Remove the probe"), &m_session, &ExplorerSession::removeProbe);
  m_removeProbeAction->setEnabled(false);
  menu->addSeparator();
  menu->addAction(tr("Open &model…"), QKeySequence(tr("Ctrl+M")), this, &MainWindow::chooseModelFile);
  menu->addAction(tr("Open the &bundled model"), this, [this] {
    if (mayEndTraining()) m_session.modelFiles().openBundled();
  });
  m_saveModelAction =
      menu->addAction(tr("&Save model…"), QKeySequence::Save, this, &MainWindow::chooseModelTarget);
  m_saveModelAction->setEnabled(false);
  makeExportMenu(*menu);
  menu->addSeparator();
  menu->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void MainWindow::makeExportMenu(QMenu& fileMenu) {
  m_exports = new ExportActions({&m_session, &m_questions, this, m_plane, m_loss, m_errors, m_pictures,
                                 [this] { return m_data->samplesToEdit(); }, [this] { return lastFolder(); },
                                 [this](const QString& file) { rememberFolder(file); }});
  m_exports->fillMenu(*fileMenu.addMenu(tr("E&xport")));
  connect(m_exports, &ExportActions::info, m_messages, &MessageBar::showInfo);
  connect(m_exports, &ExportActions::error, m_messages, &MessageBar::showError);
}

void MainWindow::makeEditMenu() {
  m_edits =
      new DatasetEditActions({&m_session, &m_questions, this, [this] { return m_data->samplesToEdit(); },
                              [this] { return mayEndTraining(); }});
  m_edits->fillMenu(*menuBar()->addMenu(tr("&Edit")));
}

void MainWindow::fillKnownMenu(const std::vector<KnownDataset>& known) {
  m_knownMenu->clear();
  for (const KnownDataset& dataset : known) {
    QMenu* entry = m_knownMenu->addMenu(QString::fromStdString(dataset.title));
    entry->addAction(tr("Load"), this, [this, dataset] { loadData(dataset, DatasetRole::Main); });
    entry->addAction(tr("Load as probe"), this, [this, dataset] { loadData(dataset, DatasetRole::Probe); });
    entry->addAction(tr("Merge into the data"), this,
                     [this, dataset] { loadData(dataset, DatasetRole::Addition); });
  }
}

void MainWindow::makeModelMenu() {
  QMenu* menu = menuBar()->addMenu(tr("&Model"));
  m_trainAction = menu->addAction(tr("&Train"), QKeySequence(tr("Ctrl+T")), this, [this] {
    const auto phase = m_session.training().phase();
    if (phase == TrainingPhase::Running)
      m_session.training().pause();
    else if (phase == TrainingPhase::Paused)
      m_session.resumeTraining();
    else
      train(std::nullopt, std::nullopt);
  });
  m_stepAction = menu->addAction(tr("Step &one epoch"), QKeySequence(tr("Ctrl+E")), this, [this] {
    if (const auto config = m_modelPanel->config())
      m_session.train(*config, TrainingController::Start::StepEpoch);
  });
  m_stopAction = menu->addAction(tr("&Stop"), QKeySequence(tr("Ctrl+.")), &m_session.training(),
                                 &TrainingController::stop);
  m_resetAction = menu->addAction(tr("&Reset"), QKeySequence(tr("Ctrl+Shift+R")), &m_session,
                                  &ExplorerSession::resetTraining);
}

void MainWindow::makeViewMenu() {
  QMenu* menu = menuBar()->addMenu(tr("&View"));
  menu->addAction(tr("&Fit the plane"), QKeySequence(tr("Ctrl+0")), m_plane, &LatentPlaneView::fit);
  menu->addSeparator();
  for (QDockWidget* dock : m_docks) menu->addAction(dock->toggleViewAction());
  menu->addAction(tr("&Reset layout"), this, &MainWindow::resetLayout);
  menu->addSeparator();
  QMenu* themes = menu->addMenu(tr("&Theme"));
  auto* group = new QActionGroup(this);
  const auto addTheme = [&](const QString& name, ThemeChoice choice) {
    QAction* action = themes->addAction(name, this, [this, choice] { chooseTheme(choice); });
    action->setCheckable(true);
    action->setActionGroup(group);
    connect(themes, &QMenu::aboutToShow, action,
            [this, action, choice] { action->setChecked(m_theme == choice); });
  };
  addTheme(tr("As the &desktop"), ThemeChoice::System);
  addTheme(tr("&Light"), ThemeChoice::Light);
  addTheme(tr("D&ark"), ThemeChoice::Dark);
}

void MainWindow::makeHelpMenu() {
  QMenu* menu = menuBar()->addMenu(tr("&Help"));
  menu->addAction(tr("&Keys and gestures"), QKeySequence::HelpContents, this, [this] {
    QMessageBox::information(
        this, tr("Keys and gestures"),
        tr("<p><b>In the latent plane</b></p><table cellspacing='4'>"
           "<tr><td>Left button, drag</td><td>decode what is under the pointer</td></tr>"
           "<tr><td>Click on a point</td><td>pick that sample</td></tr>"
           "<tr><td>Wheel, + and −</td><td>zoom</td></tr>"
           "<tr><td>Right or middle button, Space + drag</td><td>pan</td></tr>"
           "<tr><td>Right click, Menu key</td><td>copy or save the plane</td></tr>"
           "<tr><td>Double click, F, Home</td><td>fit everything</td></tr>"
           "<tr><td>Arrow keys</td><td>move the pointer (Shift: further, Ctrl: finer)</td></tr>"
           "<tr><td>Shift + drag, L</td><td>select with a lasso (Ctrl+Shift: add), lasso on and off</td></tr>"
           "<tr><td>Enter, Esc</td><td>pick the nearest sample, drop the selection or the pick</td></tr>"
           "<tr><td>P, N, R, M, H</td><td>points, names, prior rings, decoded manifold, decode on "
           "hover</td></tr></table>"
           "<p><b>On the wall of samples</b></p><table cellspacing='4'>"
           "<tr><td>Click</td><td>pick that sample, here and in the plane</td></tr>"
           "<tr><td>Ctrl + click, Shift + click</td><td>select one more, select all up to it</td></tr>"
           "<tr><td>Delete, F2</td><td>remove what is selected, label it</td></tr>"
           "<tr><td>Ctrl+Z, Ctrl+Shift+Z</td><td>undo and redo edits of the data</td></tr></table>"
           "<p><b>Taking results with you</b> (File, Export)</p><table cellspacing='4'>"
           "<tr><td>Ctrl+Shift+E</td><td>the codes of all samples as a table</td></tr>"
           "<tr><td>Ctrl+Shift+C</td><td>copy the latent plane</td></tr>"
           "<tr><td>Right click on a plot or picture, Ctrl+C on a picture</td><td>copy or save "
           "it</td></tr></table>"
           "<p><b>In the legend</b>: click hides a class, double click shows it alone.</p>"
           "<p><b>Dropping files</b> loads them; with Alt they become the probe.</p>"));
  });
  menu->addAction(tr("&About Isthmus"), this, [this] {
    QMessageBox::about(
        this, tr("About Isthmus"),
        tr("<p><b>Isthmus %1</b></p><p>Train an autoencoder on your own data, watch its latent plane "
           "take shape and see what every point of it decodes to.</p><p>Free software under the GNU "
           "General Public License, version 3 or later. Built with Qt, oneDNN, LibTorch and QCustomPlot.</p>")
            .arg(QApplication::applicationVersion()));
  });
}

void MainWindow::chooseFiles(DatasetRole role) {
  const QString title = role == DatasetRole::Main    ? tr("Open data")
                        : role == DatasetRole::Probe ? tr("Open data as probe")
                                                     : tr("Merge another data set into this one");
  const QStringList files = m_questions.filesToOpen(this, title, lastFolder(),
                                                    datasetFilter(datasetFormats()), loadButtonText(role));
  if (files.isEmpty()) return;
  rememberFolder(files.front());
  openPaths(toPaths(files), role);
}

void MainWindow::chooseFolder(DatasetRole role) {
  const QString title = role == DatasetRole::Main    ? tr("Open a folder of data")
                        : role == DatasetRole::Probe ? tr("Open a folder of data as probe")
                                                     : tr("Merge a folder of data into this set");
  const QString folder = m_questions.folderToOpen(this, title, lastFolder(), loadButtonText(role));
  if (folder.isEmpty()) return;
  rememberFolder(folder);
  openPaths(toPaths({folder}), role);
}

void MainWindow::chooseModelFile() {
  const QStringList files =
      m_questions.filesToOpen(this, tr("Open a model"), lastFolder(), modelFilter(), {});
  if (files.isEmpty()) return;
  rememberFolder(files.front());
  openModel(files.front().toStdString());
}

void MainWindow::chooseModelTarget() {
  const ModelSnapshotPtr model =
      m_session.model();  // as it is now: training may go on while the person types
  if (!model) return;
  QString file = m_questions.fileToSave(this, tr("Save the model"),
                                        lastFolder() + QStringLiteral("/model.safetensors"), modelFilter());
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) file += QStringLiteral(".safetensors");
  rememberFolder(file);
  m_session.modelFiles().save(model, file.toStdString());
}

void MainWindow::choosePictureTarget(const Image& image) {
  QString file = m_questions.fileToSave(
      this, tr("Save the picture"), lastFolder() + QStringLiteral("/picture.png"), tr("Pictures (*.png)"));
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) file += QStringLiteral(".png");
  rememberFolder(file);
  if (toQImage(image).save(file))
    m_messages->showInfo(tr("The picture was saved as %1.").arg(file));
  else
    m_messages->showError(tr("%1: could not be written.").arg(file));
}

void MainWindow::chooseTheme(ThemeChoice choice) {
  m_theme = choice;
  applyTheme(*qApp, choice);
}

QString MainWindow::lastFolder() const {
  return QSettings().value(QStringLiteral("files/folder"), QDir::homePath()).toString();
}

void MainWindow::rememberFolder(const QString& path) {
  const QFileInfo info(path);
  QSettings().setValue(QStringLiteral("files/folder"), info.isDir() ? path : info.absolutePath());
}

}  // namespace isthmus
