#include "app/rooms/model/model_room.h"

#include "app/session/explorer_session.h"
#include "widgets/model/model_panel.h"
#include "widgets/plot/loss_plot.h"
#include "widgets/plot/variance_panel.h"

#include <QStackedWidget>

namespace isthmus {

ModelRoom::ModelRoom(const Services& services, QWidget* parent)
    : QObject(parent),
      m_session(services.session),
      m_panel(new ModelPanel(parent)),
      m_progress(new QStackedWidget(parent)),
      m_loss(new LossPlot),
      m_variance(new VariancePanel) {
  m_progress->addWidget(m_loss);
  m_progress->addWidget(m_variance);
  connectPanel();
  connectSession();
  m_session.workspace().setConfig(m_panel->config());
}

void ModelRoom::connectPanel() {
  TrainingController& training = m_session.training();
  using Start = TrainingController::Start;
  connect(m_panel, &ModelPanel::trainRequested, &m_session,
          [this](const TrainerConfig& config) { m_session.train(config, Start::Run); });
  connect(m_panel, &ModelPanel::stepRequested, &m_session,
          [this](const TrainerConfig& config) { m_session.train(config, Start::StepEpoch); });
  connect(m_panel, &ModelPanel::pauseRequested, &training, &TrainingController::pause);
  connect(m_panel, &ModelPanel::resumeRequested, &m_session, &ExplorerSession::resumeTraining);
  connect(m_panel, &ModelPanel::stopRequested, &training, &TrainingController::stop);
  connect(m_panel, &ModelPanel::resetRequested, &m_session, &ExplorerSession::resetTraining);
  connect(m_panel, &ModelPanel::learningRateChanged, &training, &TrainingController::setLearningRate);
  connect(m_panel, &ModelPanel::liveSettingChanged, &training, &TrainingController::setLive);
  Workspace& workspace = m_session.workspace();
  connect(m_panel, &ModelPanel::configChanged, &workspace,
          [this, &workspace] { workspace.setConfig(m_panel->config()); });
  connect(&workspace, &Workspace::configChanged, m_panel, [this](const std::optional<TrainerConfig>& config) {
    if (config && config != m_panel->config()) m_panel->setConfig(*config);
  });
}

void ModelRoom::connectSession() {
  connect(&m_session.workspace(), &Workspace::datasetChanged, this,
          [this](const DatasetPtr& dataset, DatasetChange change) {
            m_panel->setData(factsOf(*dataset));
            if (change == DatasetChange::Loaded) suggest(*dataset);
          });
  connect(&m_session.workspace(), &Workspace::modelChanged, this, &ModelRoom::showModel);
  connect(&m_session, &ExplorerSession::phaseChanged, this,
          [this](std::optional<TrainingPhase> phase) { m_panel->setPhase(phase); });
  connect(&m_session, &ExplorerSession::snapshotReady, this,
          [this](const TrainingSnapshotPtr& snapshot) { m_panel->setProgress(*snapshot); });
}

/// For other data, but for what was set by hand.
void ModelRoom::suggest(const Dataset& dataset) {
  auto config = m_session.workspace().config();
  if (!config) return;
  const TrainerConfig suggested = suggestedConfig(dataset);
  config->validationShare = suggested.validationShare;
  if (config->batchSize == m_suggested.batchSize && config->epochs == m_suggested.epochs) {
    config->batchSize = suggested.batchSize;
    config->epochs = suggested.epochs;
  }
  m_suggested = suggested;
  m_session.workspace().setConfig(config);
}

void ModelRoom::showModel(const ModelSnapshotPtr& model) {
  const LossHistoryPtr losses = m_session.workspace().losses();
  m_loss->setHistory(losses ? *losses : LossHistory());
  const bool isClosedForm = VariancePanel::shows(model);
  if (isClosedForm) m_variance->setModel(model);
  m_progress->setCurrentWidget(isClosedForm ? static_cast<QWidget*>(m_variance) : m_loss);
  auto config = m_session.workspace().config();
  if (!model || m_session.training().phase() || !config || !findKind(model->spec.kind)) return;
  config->model = model->spec.kind;  // Train makes another of its kind
  config->settings = model->settings;
  m_session.workspace().setConfig(config);
}

}  // namespace isthmus
