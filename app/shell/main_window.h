#pragma once

#include "app/shell/user_questions.h"
#include "app/workspace/explorer_session.h"
#include "core/engine/training/trainer_config.h"
#include "widgets/theme/theme.h"

#include <QMainWindow>

#include <filesystem>
#include <vector>

class QDockWidget;
class QStackedWidget;
class QLabel;
class QMenu;

namespace isthmus {

class DataLibrary;
class DataPanel;
class DatasetEditActions;
class DropOverlay;
class ErrorPanel;
class ExportActions;
class LatentPlaneView;
class LossPlot;
class VariancePanel;
class MessageBar;
class ModelPanel;
class PicturePanel;

/// The window: lays the panels out and wires them to the session. It decides nothing about data or models.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(UserQuestions questions = desktopDialogs(), QWidget* parent = nullptr);
  ~MainWindow() override;

  ExplorerSession& session() { return m_session; }

  /// Opens the model among the files (.safetensors), if any, and the others as a data set; a person is asked
  /// about these as DatasetController::load() says.
  void openPaths(const std::vector<std::filesystem::path>& paths, DatasetRole role,
                 const LoadOptions& options = {}, OpenChoices choices = OpenChoices::AskPerson);
  /// Trains with the form's settings and these.
  void train(std::optional<int> epochs, std::optional<std::uint64_t> seed);
  /// Resizes the window, with fewer panels side by side when it is narrow.
  void fitInto(const QSize& size);
  /// Puts every panel where it was at the very first start.
  void resetLayout();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  // main_window.cpp
  void makePanels();
  QDockWidget* addPanel(const QString& title, const char* name, QWidget* panel, Qt::DockWidgetArea area);
  void makeStatusBar();
  void restoreSettings();
  void saveSettings() const;
  void endDrag();
  void showDropPlan(bool asProbe);
  void loadData(const DatasetSource& source, DatasetRole role, const LoadOptions& options = {},
                OpenChoices choices = OpenChoices::AskPerson);
  void openModel(const std::filesystem::path& path);
  /// Asks when training would be ended; true when it may be.
  bool mayEndTraining();
  /// Asks when a model that no file holds would be lost; true when it may be.
  bool mayLoseModel();
  // main_window_wiring.cpp
  void wireData();
  void wireLibrary();
  void wireEdits();
  /// After a loading or an edit has ended: the other one may go on.
  void showDataWork();
  /// Says what loading did that the person has not read in the import dialog.
  void tellNotes(const Dataset& dataset);
  void showDataset(const DatasetPtr& dataset, DatasetChange change);
  void wireModel();
  void wirePlane();
  void wirePictures();
  void wireErrors();
  void showPhase(std::optional<TrainingPhase> phase);
  void showModel(const ModelSnapshotPtr& model);
  void showPointer();
  void describeModel();
  static QString kindTitle(const ModelSnapshot& model);
  static QString trainingText(const ModelSnapshot& model);
  // main_window_import.cpp
  void askAboutImport(const LoadPlan& plan, DatasetRole role);
  /// With which numbers a built-in set is made.
  void askAboutBuiltin(const KnownDataset& known);
  // main_window_actions.cpp
  void makeMenus();
  void makeFileMenu();
  void makeExportMenu(QMenu& fileMenu);
  void makeEditMenu();
  void makeViewMenu();
  void makeModelMenu();
  void makeHelpMenu();
  void fillKnownMenu(const std::vector<KnownDataset>& known);
  void chooseFiles(DatasetRole role);
  void chooseFolder(DatasetRole role);
  void chooseModelFile();
  void chooseModelTarget();
  void choosePictureTarget(const Image& image);
  void chooseTheme(ThemeChoice choice);
  QString lastFolder() const;
  void rememberFolder(const QString& path);

  UserQuestions m_questions;
  // children, owned by Qt
  DataLibrary* m_library = nullptr;
  DataPanel* m_data = nullptr;
  ModelPanel* m_modelPanel = nullptr;
  LatentPlaneView* m_plane = nullptr;
  PicturePanel* m_pictures = nullptr;
  LossPlot* m_loss = nullptr;
  VariancePanel* m_variance = nullptr;
  QStackedWidget* m_training = nullptr;  // one of the two above
  ErrorPanel* m_errors = nullptr;
  MessageBar* m_messages = nullptr;
  DropOverlay* m_overlay = nullptr;
  DatasetEditActions* m_edits = nullptr;
  ExportActions* m_exports = nullptr;
  QMenu* m_knownMenu = nullptr;
  QMenu* m_panelMenu = nullptr;
  QLabel* m_runText = nullptr;
  QLabel* m_seedText = nullptr;
  QLabel* m_arithmeticText = nullptr;
  std::vector<QDockWidget*> m_docks;
  QAction* m_trainAction = nullptr;
  QAction* m_stepAction = nullptr;
  QAction* m_stopAction = nullptr;
  QAction* m_resetAction = nullptr;
  QAction* m_saveModelAction = nullptr;
  QAction* m_removeProbeAction = nullptr;
  QByteArray m_firstLayout;
  struct DropPlan {
    QString name;
    QString detail;
    bool acceptable = true;
  };
  QStringList m_loadErrors;                ///< that stand in the message bar until a data set is loaded
  std::vector<std::string> m_readRemarks;  ///< of the plan that is being carried out
  std::optional<DropPlan> m_dropPlan;      // what dropping would do, once it is known
  ThemeChoice m_theme = ThemeChoice::System;
  QString m_loadingText;           // of the loading under way
  TrainerConfig m_suggested;       ///< what the form was filled with for the data set
  ProfileScalePtr m_profileScale;  // of the present data, once they have been looked through; null: pictures
  ExplorerSession m_session;       // last: its threads end before the panels go away
};

}  // namespace isthmus
