#include "app/rooms/model/model_menu.h"

#include "app/rooms/data/data_opening.h"
#include "app/rooms/model/model_keeper.h"
#include "app/rooms/model/model_text.h"
#include "core/model/suggested_settings.h"

#include <QMenu>

namespace isthmus {

ModelMenu::ModelMenu(ExplorerSession& session, DataOpening& opening, ModelKeeper& keeper, QWidget* window)
    : QObject(window), m_session(session), m_opening(opening), m_keeper(keeper) {}

void ModelMenu::fillFileMenu(QMenu& menu) {
  menu.addAction(tr("Open &model…"), QKeySequence(tr("Ctrl+M")), &m_opening, &DataOpening::chooseModel);
  menu.addAction(tr("Open the &bundled model"), &m_opening, &DataOpening::openBundledModel);
  m_save = menu.addAction(tr("&Save model…"), QKeySequence::Save, &m_keeper, &ModelKeeper::save);
  m_save->setEnabled(false);
  connect(&m_session.workspace(), &Workspace::modelChanged, m_save,
          [this](const ModelSnapshotPtr& model) { m_save->setEnabled(model != nullptr); });
}

void ModelMenu::fillMenu(QMenu& menu) {
  m_train = menu.addAction(tr("&Train"), QKeySequence(tr("Ctrl+T")), this, &ModelMenu::press);
  m_step = menu.addAction(tr("Step &one epoch"), QKeySequence(tr("Ctrl+E")), this, [this] {
    if (const auto& config = m_session.workspace().config())
      m_session.train(*config, TrainingController::Start::StepEpoch);
  });
  m_stop = menu.addAction(tr("&Stop"), QKeySequence(tr("Ctrl+.")), &m_session.training(),
                          &TrainingController::stop);
  m_reset = menu.addAction(tr("&Reset"), QKeySequence(tr("Ctrl+Shift+R")), &m_session,
                           &ExplorerSession::resetTraining);
  menu.addSeparator();
  QMenu* recent = menu.addMenu(tr("Recent &models"));
  recent->setObjectName(QStringLiteral("recentModels"));
  recent->setToolTipsVisible(true);
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(*recent); });
  connect(&m_session, &ExplorerSession::phaseChanged, this, &ModelMenu::update);
  connect(&m_session.workspace(), &Workspace::datasetChanged, this, &ModelMenu::update);
  update();
}

void ModelMenu::press() {
  const auto phase = m_session.training().phase();
  if (phase == TrainingPhase::Running)
    m_session.training().pause();
  else if (phase == TrainingPhase::Paused)
    m_session.resumeTraining();
  else
    train(std::nullopt, std::nullopt);
}

void ModelMenu::train(std::optional<int> epochs, std::optional<std::uint64_t> seed) {
  auto config = m_session.workspace().config();
  if (!config) return Q_EMIT m_session.info(tr("The form of the model has a number that cannot be used."));
  const DatasetPtr& dataset = m_session.workspace().dataset();
  if (epochs && dataset)
    config->settings =
        followedEpochs(*config->kind(), factsOf(*dataset), config->settings, config->epochs, *epochs);
  config->epochs = epochs.value_or(config->epochs);
  config->seed = seed.value_or(config->seed);
  m_session.workspace().setConfig(config);
  m_session.train(*config, TrainingController::Start::Run);
}

void ModelMenu::fillRecent(QMenu& menu) {
  menu.clear();
  const Workspace& workspace = m_session.workspace();
  for (const Models::Entry& entry : workspace.models().all()) {
    const QString name = entry.origin.isEmpty() ? tr("trained here") : entry.origin;
    const QString state = entry.isStored ? QString() : tr(" – not saved");
    QAction* action = menu.addAction(
        tr("%1 (%2)%3").arg(modelText(*entry.model), name, state), this,
        [this, model = entry.model, origin = entry.origin] { m_session.showModel(model, origin); });
    action->setCheckable(true);
    action->setChecked(entry.model == workspace.model());
  }
  if (menu.isEmpty()) menu.addAction(tr("The last models of this session appear here."))->setEnabled(false);
}

void ModelMenu::update() {
  const auto phase = m_session.training().phase();
  const bool running = phase == TrainingPhase::Running;
  const bool hasData = m_session.workspace().dataset() != nullptr;
  m_train->setText(running ? tr("&Pause") : phase == TrainingPhase::Paused ? tr("&Resume") : tr("&Train"));
  m_train->setEnabled(hasData);
  m_step->setEnabled(hasData && !running);
  m_stop->setEnabled(running || phase == TrainingPhase::Paused);
  m_reset->setEnabled(phase.has_value() && !running);
}

}  // namespace isthmus
