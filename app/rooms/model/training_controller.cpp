#include "app/rooms/model/training_controller.h"

#include <chrono>
#include <string>
#include <utility>

namespace isthmus {

namespace {

constexpr std::chrono::milliseconds kClearing{200};

/// The settings without those that may be changed while it trains.
ModelSettings fixedSettings(const TrainerConfig& config) {
  const ModelKind* kind = config.kind();
  if (!kind) return config.settings;
  ModelSettings settings = completed(*kind, config.settings);
  for (const Setting& setting : kind->settings)
    if (setting.isLive) settings.erase(std::string(setting.key));
  return settings;
}

}  // namespace

TrainingController::TrainingController(QObject* parent)
    : QObject(parent), m_snapshots([this](const TrainingSnapshotPtr& snapshot) { deliver(snapshot); }) {
  m_begin =
      [](const DatasetPtr& dataset, const TrainerConfig& config,
         std::function<void(TrainingSnapshotPtr)> published) -> Result<std::unique_ptr<TrainingControls>> {
    auto trainer = Trainer::create(dataset, config, std::move(published));
    if (!trainer) return trainer.error();
    return std::unique_ptr<TrainingControls>(std::move(trainer).value());
  };
  m_clearing.setInterval(kClearing);
  connect(&m_clearing, &QTimer::timeout, this, &TrainingController::clearAway);
}

bool TrainingController::canGoOn(const DatasetPtr& dataset, const TrainerConfig& config) const {
  if (!m_trainer || m_phase == TrainingPhase::Diverged || dataset != m_dataset) return false;
  TrainerConfig same = m_config;
  same.epochs = config.epochs;
  same.learningRate = config.learningRate;
  same.settings = config.settings;
  return same == config && fixedSettings(m_config) == fixedSettings(config);
}

bool TrainingController::begin(const DatasetPtr& dataset, const TrainerConfig& config) {
  auto trainer = m_begin(dataset, config, [this](TrainingSnapshotPtr snapshot) {  // trainer's thread
    m_snapshots.put(std::move(snapshot));
  });
  if (!trainer) {
    Q_EMIT failed(QString::fromStdString(trainer.error().text()));
    return false;
  }
  discard();
  m_trainer = std::move(trainer).value();
  m_dataset = dataset;
  return true;
}

TrainingController::Begun TrainingController::start(const DatasetPtr& dataset, const TrainerConfig& config,
                                                    Start how) {
  const bool goOn = canGoOn(dataset, config);
  if (!goOn && !begin(dataset, config)) return Begun::Nothing;
  if (goOn) {
    setLearningRate(config.learningRate);
    for (const auto& [key, value] : config.settings) {
      const Setting* setting = config.kind()->setting(key);
      if (setting && setting->isLive) m_trainer->setLive(key, std::get<double>(value));
    }
  }
  m_config = config;
  if (how == Start::StepEpoch)
    m_trainer->stepEpoch();
  else
    m_trainer->runTo(config.epochs > m_epochsDone ? config.epochs : m_epochsDone + config.epochs);
  m_phase = TrainingPhase::Running;
  return goOn ? Begun::SameRun : Begun::NewRun;
}

void TrainingController::pause() {
  if (m_trainer) m_trainer->pause();
}

void TrainingController::resume() {
  if (m_trainer) m_trainer->run();
}

void TrainingController::stop() {
  if (m_trainer) m_trainer->stop();
}

void TrainingController::discard() {
  if (m_trainer) {
    m_trainer->retire();
    m_retired.push_back(std::move(m_trainer));
    m_clearing.start();
    clearAway();
  }
  m_snapshots.clear();  // what an ended run still had to say
  m_phase.reset();
  m_epochsDone = 0;
  m_dataset.reset();
}

void TrainingController::setLearningRate(double learningRate) {
  if (m_trainer) m_trainer->setLearningRate(learningRate);
  m_config.learningRate = learningRate;
}

void TrainingController::setLive(const QString& key, double value) {
  if (m_trainer) m_trainer->setLive(key.toStdString(), value);
  m_config.settings.insert_or_assign(key.toStdString(), value);
}

void TrainingController::clearAway() {
  std::erase_if(m_retired,
                [](const std::unique_ptr<TrainingControls>& trainer) { return trainer->hasEnded(); });
  if (m_retired.empty()) m_clearing.stop();
}

void TrainingController::deliver(const TrainingSnapshotPtr& snapshot) {
  m_phase = snapshot->phase;
  m_epochsDone = snapshot->epoch;
  Q_EMIT snapshotReady(snapshot);
}

}  // namespace isthmus
