#pragma once

#include "core/base/latest_slot.h"
#include "core/data/dataset.h"
#include "core/engine/trainer.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace isthmus {

/// The one training run there is, if any, seen from the GUI thread.
class TrainingController : public QObject {
  Q_OBJECT

 public:
  explicit TrainingController(QObject* parent = nullptr);

  enum class Start { Run, StepEpoch };
  enum class Begun { Nothing, NewRun, SameRun };
  /// Goes on with the run there is when the data and everything that cannot change midway are the same (for
  /// the epochs asked for once more when so many are done); otherwise begins a new run. Nothing begins with a
  /// wrong setting: failed() says which.
  Begun start(const DatasetPtr& dataset, const TrainerConfig& config, Start how);
  void pause();
  void resume();
  void stop();
  /// Ends the run and forgets it; waits for at most one batch, or one portion of samples being encoded.
  void discard();

  void setLearningRate(double learningRate);
  void setBeta(double beta);

  /// Nothing when there is no run.
  std::optional<TrainingPhase> phase() const { return m_phase; }
  bool isRunning() const { return m_phase == TrainingPhase::Running; }

 Q_SIGNALS:
  void snapshotReady(const isthmus::TrainingSnapshotPtr& snapshot);
  void failed(const QString& message);

 private:
  bool canGoOn(const DatasetPtr& dataset, const TrainerConfig& config) const;
  bool begin(const DatasetPtr& dataset, const TrainerConfig& config);
  void deliver();

  LatestSlot<TrainingSnapshotPtr> m_snapshots;
  DatasetPtr m_dataset;
  TrainerConfig m_config;
  std::optional<TrainingPhase> m_phase;
  int m_epochsDone = 0;
  std::unique_ptr<Trainer> m_trainer;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
