#include "app/rooms/model/training_controller.h"

#include <atomic>
#include <chrono>
#include <memory>
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
    : QObject(parent), m_snapshots([this](const Said& said) {
        if (said.run == m_run.isHeard) deliver(said.snapshot);  // not of a run that was set aside since
      }) {
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
  if (!m_run.trainer || m_run.phase == TrainingPhase::Diverged || dataset != m_run.dataset) return false;
  TrainerConfig same = m_run.config;
  same.epochs = config.epochs;
  same.learningRate = config.learningRate;
  same.settings = config.settings;
  return same == config && fixedSettings(m_run.config) == fixedSettings(config);
}

bool TrainingController::begin(const DatasetPtr& dataset, const TrainerConfig& config) {
  auto isHeard = std::make_shared<std::atomic<bool>>(true);
  auto trainer = m_begin(dataset, config, [this, isHeard](TrainingSnapshotPtr snapshot) {
    if (*isHeard) m_snapshots.put({isHeard, std::move(snapshot)});  // trainer's thread
  });
  if (!trainer) {
    Q_EMIT failed(QString::fromStdString(trainer.error().text()));
    return false;
  }
  discard();
  dropAside();
  m_run.trainer = std::move(trainer).value();
  m_run.dataset = dataset;
  m_run.isHeard = std::move(isHeard);
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
      if (setting && setting->isLive) m_run.trainer->setLive(key, std::get<double>(value));
    }
  }
  m_run.config = config;
  if (how == Start::StepEpoch)
    m_run.trainer->stepEpoch();
  else
    m_run.trainer->runTo(config.epochs > m_run.epochsDone ? config.epochs : m_run.epochsDone + config.epochs);
  m_run.phase = TrainingPhase::Running;
  return goOn ? Begun::SameRun : Begun::NewRun;
}

void TrainingController::pause() {
  if (m_run.trainer) m_run.trainer->pause();
}

void TrainingController::resume() {
  if (m_run.trainer) m_run.trainer->run();
}

void TrainingController::stop() {
  if (m_run.trainer) m_run.trainer->stop();
}

void TrainingController::discard() {
  retire(std::exchange(m_run.trainer, nullptr));
  m_snapshots.clear();  // what an ended run still had to say
  m_run.phase.reset();
  m_run.epochsDone = 0;
  m_run.dataset.reset();
  m_run.last.reset();
}

void TrainingController::setAside() {
  const bool rests = m_run.trainer && m_run.last && m_run.last->model && !isRunning() &&
                     m_run.phase != TrainingPhase::Diverged;
  if (rests) {
    dropAside();
    *m_run.isHeard = false;
    m_aside = std::move(m_run);
    m_run.config = m_aside.config;
  }
  discard();
}

TrainingSnapshotPtr TrainingController::takeUp(const DatasetPtr& dataset) {
  if (m_run.trainer || !m_aside.trainer || m_aside.dataset != dataset) return nullptr;
  m_run = std::exchange(m_aside, {});
  *m_run.isHeard = true;
  return m_run.last;
}

void TrainingController::dropAside() {
  retire(std::exchange(m_aside, {}).trainer);
}

void TrainingController::retire(std::unique_ptr<TrainingControls> trainer) {
  if (!trainer) return;
  trainer->retire();
  m_retired.push_back(std::move(trainer));
  m_clearing.start();
  clearAway();
}

void TrainingController::setLearningRate(double learningRate) {
  if (m_run.trainer) m_run.trainer->setLearningRate(learningRate);
  m_run.config.learningRate = learningRate;
}

void TrainingController::setLive(const QString& key, double value) {
  if (m_run.trainer) m_run.trainer->setLive(key.toStdString(), value);
  m_run.config.settings.insert_or_assign(key.toStdString(), value);
}

void TrainingController::clearAway() {
  std::erase_if(m_retired,
                [](const std::unique_ptr<TrainingControls>& trainer) { return trainer->hasEnded(); });
  if (m_retired.empty()) m_clearing.stop();
}

void TrainingController::deliver(const TrainingSnapshotPtr& snapshot) {
  m_run.phase = snapshot->phase;
  m_run.epochsDone = snapshot->epoch;
  m_run.last = snapshot;
  Q_EMIT snapshotReady(snapshot);
}

}  // namespace isthmus
