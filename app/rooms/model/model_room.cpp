#include "app/rooms/model/model_room.h"

#include "app/session/explorer_session.h"
#include "core/engine/inference.h"
#include "core/latent/code_use.h"
#include "core/model/suggested_settings.h"
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
  connect(m_panel, &ModelPanel::offerAccepted, this, &ModelRoom::useOffered);
  Workspace& workspace = m_session.workspace();
  connect(m_panel, &ModelPanel::configChanged, &workspace,
          [this, &workspace] { workspace.setConfig(followed(m_panel->config())); });
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
  connect(&m_session.workspace(), &Workspace::sceneChanged, this,
          [this](const Scene& now) { showCodeUse(now); });
  connect(&m_session, &ExplorerSession::phaseChanged, this,
          [this](std::optional<TrainingPhase> phase) { m_panel->setPhase(phase); });
  connect(&m_session, &ExplorerSession::runBegan, m_panel, &ModelPanel::setPreparing);
  connect(&m_session, &ExplorerSession::snapshotReady, this,
          [this](const TrainingSnapshotPtr& snapshot) { m_panel->setProgress(*snapshot); });
}

/// With what goes by the number of epochs, where these were changed.
std::optional<TrainerConfig> ModelRoom::followed(std::optional<TrainerConfig> config) const {
  const Workspace& workspace = m_session.workspace();
  const auto& before = workspace.config();
  if (config && before && workspace.dataset() && config->model == before->model &&
      config->epochs != before->epochs)
    config->settings = followedEpochs(*config->kind(), factsOf(*workspace.dataset()), config->settings,
                                      before->epochs, config->epochs);
  return config;
}

/// Other data begin with what suits them: what was set for those before is offered alone. The kind of model,
/// the seed and the arithmetic suit any data and stay.
void ModelRoom::suggest(const Dataset& dataset) {
  const auto before = m_session.workspace().config();
  TrainerConfig suggested = before ? suggestedConfig(dataset, *before->kind()) : suggestedConfig(dataset);
  m_panel->setOffer({});
  if (before) {
    suggested.seed = before->seed;
    suggested.arithmetic = before->arithmetic;
    if (m_suggested.model != before->model) m_suggested.settings = completed(*before->kind(), {});
    // What only followed the epochs was not set by hand.
    m_suggested.settings =
        followedEpochs(*before->kind(), m_facts, m_suggested.settings, m_suggested.epochs, before->epochs);
    m_offered = setByHand(*before, m_suggested);
    const TrainerConfig offered = withHandSettings(suggested, m_offered);
    const QString text = handSettingsText(setByHand(offered, suggested), *before->kind());
    if (!m_dataName.isEmpty() && !text.isEmpty())
      m_panel->setOffer(
          tr("You had set %1 for %2. These data begin with what suits them.").arg(text, m_dataName));
  }
  m_suggested = suggested;
  m_facts = factsOf(dataset);
  m_dataName = QString::fromStdString(dataset.name);
  m_session.workspace().setConfig(suggested);
}

void ModelRoom::useOffered() {
  const auto config = m_session.workspace().config();
  m_panel->setOffer({});
  if (config) m_session.workspace().setConfig(withHandSettings(*config, m_offered));
}

void ModelRoom::showCodeUse(const Scene& scene) {
  const ModelSnapshotPtr& model = scene.inputs.model;
  const auto collapse =
      model ? findCollapse(scene.use, scene.decodedSpread, model->settings, model->step) : std::nullopt;
  m_panel->setCodeUse(scene.use, collapse ? QString::fromStdString(collapse->message) : QString());
}

void ModelRoom::showModel(const ModelSnapshotPtr& model) {
  const LossHistoryPtr losses = m_session.workspace().losses();
  const LossHistory none;
  const LossHistory& history = losses ? *losses : none;
  m_loss->setHistory(history);
  const bool isClosedForm = VariancePanel::shows(model);
  if (isClosedForm) m_variance->setModel(model, history);
  m_progress->setCurrentWidget(isClosedForm ? static_cast<QWidget*>(m_variance) : m_loss);
  auto config = m_session.workspace().config();
  if (!model || m_session.training().phase() || !config || !findKind(model->spec.kind)) return;
  const DatasetPtr& dataset = m_session.workspace().dataset();
  if (dataset && !checkFits(*model, *dataset)) return;  // its settings suit other data
  config->model = model->spec.kind;                     // Train makes another of its kind
  config->settings = model->settings;
  m_suggested.model = config->model;
  m_suggested.settings = config->settings;  // by no hand
  m_session.workspace().setConfig(config);
}

}  // namespace isthmus
