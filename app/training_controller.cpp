#include "app/training_controller.h"

namespace isthmus {

TrainingController::TrainingController(QObject* parent) : QObject(parent) {}

bool TrainingController::canGoOn(const DatasetPtr& dataset, const TrainerConfig& config) const {
  if (!m_trainer || m_phase == TrainingPhase::Diverged || dataset != m_dataset) return false;
  TrainerConfig same = m_config;
  same.epochs = config.epochs;
  same.learningRate = config.learningRate;
  same.beta = config.beta;
  return same == config;
}

bool TrainingController::begin(const DatasetPtr& dataset, const TrainerConfig& config) {
  auto trainer = Trainer::create(dataset, config, [this](TrainingSnapshotPtr snapshot) {  // trainer's thread
    if (m_snapshots.put(std::move(snapshot)))
      QMetaObject::invokeMethod(this, &TrainingController::deliver, Qt::QueuedConnection);
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
    setBeta(config.beta);
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
  m_trainer.reset();
  m_snapshots.tryTake();  // what an ended run still had to say
  m_phase.reset();
  m_epochsDone = 0;
  m_dataset.reset();
}

void TrainingController::setLearningRate(double learningRate) {
  if (m_trainer) m_trainer->setLearningRate(learningRate);
  m_config.learningRate = learningRate;
}

void TrainingController::setBeta(double beta) {
  if (m_trainer) m_trainer->setBeta(beta);
  m_config.beta = beta;
}

void TrainingController::deliver() {
  const auto snapshot = m_snapshots.tryTake();
  if (!snapshot) return;
  m_phase = (*snapshot)->phase;
  m_epochsDone = (*snapshot)->epoch;
  Q_EMIT snapshotReady(*snapshot);
}

}  // namespace isthmus
