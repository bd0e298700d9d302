#include "app/rooms/data/data_room.h"

#include "app/rooms/data/data_opening.h"
#include "app/rooms/data/dataset_edit_actions.h"
#include "app/rooms/export/export_actions.h"
#include "widgets/data/data_panel.h"

#include <QMenu>

namespace isthmus {

DataRoom::DataRoom(const Services& services, QWidget* parent)
    : QObject(parent),
      m_services(services),
      m_panel(new DataPanel(parent)),
      m_edits(new DatasetEditActions({&services.session, &services.questions, &services.window})) {
  m_edits->fillMenu(services.editMenu);
  connectPanel();
  connectLoading();
  connectWorkspace();
  connectEdits();
}

void DataRoom::connectPanel() {
  DataOpening& opening = m_services.opening;
  Workspace& workspace = m_services.session.workspace();
  connect(m_panel, &DataPanel::knownChosen, &opening,
          [&opening](const KnownDataset& known) { opening.load(known, DatasetRole::Main); });
  connect(m_panel, &DataPanel::libraryRequested, &opening, &DataOpening::showLibrary);
  connect(m_panel, &DataPanel::openRequested, &opening,
          [&opening] { opening.chooseFiles(DatasetRole::Main); });
  connect(m_panel, &DataPanel::sampleChosen, this, [this](std::size_t sample) {
    m_services.session.pick(sample);
    Q_EMIT sampleWanted(sample);
  });
  connect(m_panel, &DataPanel::selectionChanged, &workspace, [&workspace](const SampleSet& samples) {
    workspace.change([&](ViewState& view) { view.selection = samples; });
  });
  connect(m_panel, &DataPanel::viewChanged, &workspace, [&workspace](const WallView& wall) {
    workspace.change([&](ViewState& view) { view.wall = wall; });
  });
  connect(m_panel, &DataPanel::summarised, &workspace, &Workspace::setSummary);
  connect(m_panel, &DataPanel::sampleMenuRequested, this, [this](QPoint at) {
    QList<QAction*> actions = m_edits->sampleActions();
    if (m_exports) actions += m_exports->sampleActions();
    QMenu::exec(actions, at, nullptr, &m_services.window);
  });
  connect(m_panel, &DataPanel::copyRequested, this, [this] {
    if (m_exports) m_exports->copySamples();
  });
}

void DataRoom::connectLoading() {
  DatasetController& datasets = m_services.session.datasets();
  connect(&datasets, &DatasetController::loadingBegan, this, [this](const QString& what) {
    m_loadingText = tr("Loading %1…").arg(what);
    m_panel->setLoading(m_loadingText, -1);
  });
  connect(&datasets, &DatasetController::loadingProgressed, this,
          [this](double fraction) { m_panel->setLoading(m_loadingText, fraction); });
  connect(&datasets, &DatasetController::loadingEnded, this, &DataRoom::showWork);
  connect(&datasets, &DatasetController::knownFound, m_panel, &DataPanel::setKnown);
  connect(m_panel, &DataPanel::cancelRequested, &datasets, &DatasetController::cancel);
}

void DataRoom::connectWorkspace() {
  Workspace& workspace = m_services.session.workspace();
  connect(&workspace, &Workspace::datasetChanged, this,
          [this](const DatasetPtr& dataset, DatasetChange change) {
            if (change == DatasetChange::Edited)
              m_panel->setEdited(dataset);
            else
              m_panel->setDataset(dataset);
          });
  connect(&workspace, &Workspace::viewChanged, this, [this](const ViewState& now, const ViewState& before) {
    const WallView wall = now.wall;  // before the selection brings a filter of its own
    const bool isChosen = wall != before.wall;
    m_panel->setSelection(now.selection);
    if (now.picked != before.picked) m_panel->setChosen(now.picked);
    if (!isChosen || wall == m_panel->view()) return;
    m_panel->setView(wall);
    m_services.session.workspace().change([this](ViewState& view) { view.wall = m_panel->view(); });
  });
}

void DataRoom::connectEdits() {
  DataOpening& opening = m_services.opening;
  EditController& edits = m_services.session.edits();
  connect(m_edits, &DatasetEditActions::selectAllRequested, m_panel, &DataPanel::selectShown);
  connect(m_edits, &DatasetEditActions::mergeRequested, &opening,
          [&opening] { opening.chooseFiles(DatasetRole::Addition); });
  connect(m_edits, &DatasetEditActions::folderMergeRequested, &opening,
          [&opening] { opening.chooseFolder(DatasetRole::Addition); });
  connect(&edits, &EditController::tookLong, this,
          [this](const QString& name) { m_panel->setLoading(tr("Under way: %1…").arg(name), -1); });
  connect(&edits, &EditController::progressed, this, [this](const QString& name, double fraction) {
    if (!m_services.session.datasets().isLoading())
      m_panel->setLoading(tr("Under way: %1…").arg(name), fraction);
  });
  connect(&edits, &EditController::ended, this, &DataRoom::showWork);
  connect(m_panel, &DataPanel::cancelRequested, &edits, &EditController::cancel);
}

void DataRoom::showWork() {
  if (m_services.session.datasets().isLoading())
    m_panel->setLoading(m_loadingText, -1);
  else if (m_services.session.edits().isWorking())
    m_panel->setLoading(tr("Under way…"), -1);
  else
    m_panel->setIdle();
}

}  // namespace isthmus
