#pragma once

#include "core/data/dataset.h"
#include "core/engine/training/trainer.h"
#include "widgets/jobs/mailbox.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace isthmus {

/// The one training run there is, if any, seen from the GUI thread.
class TrainingController : public QObject {
  Q_OBJECT

 public:
  explicit TrainingController(QObject* parent = nullptr);

  /// How runs are begun from now on: by Trainer::create() unless this says otherwise.
  void setBegin(BeginTraining begin) { m_begin = std::move(begin); }

  /// Whether start() would go on with the run there is.
  bool canGoOn(const DatasetPtr& dataset, const TrainerConfig& config) const;
  enum class Start { Run, StepEpoch };
  enum class Begun { Nothing, NewRun, SameRun };
  /// Goes on with the run there is when the data and everything that cannot change midway are the same (for
  /// the epochs asked for once more when so many are done); otherwise begins a new run. Nothing begins with a
  /// wrong setting: failed() says which.
  Begun start(const DatasetPtr& dataset, const TrainerConfig& config, Start how);
  void pause();
  void resume();
  void stop();
  /// Ends the run and forgets it, without waiting for what it is in the middle of.
  void discard();

  void setLearningRate(double learningRate);
  /// Of a setting that is live.
  void setLive(const QString& key, double value);

  /// Nothing when there is no run.
  std::optional<TrainingPhase> phase() const { return m_phase; }
  bool isRunning() const { return m_phase == TrainingPhase::Running; }

 Q_SIGNALS:
  void snapshotReady(const isthmus::TrainingSnapshotPtr& snapshot);
  void failed(const QString& message);

 private:
  bool begin(const DatasetPtr& dataset, const TrainerConfig& config);
  void deliver(const TrainingSnapshotPtr& snapshot);
  void clearAway();

  Mailbox<TrainingSnapshotPtr> m_snapshots;
  BeginTraining m_begin;
  DatasetPtr m_dataset;
  TrainerConfig m_config;
  std::optional<TrainingPhase> m_phase;
  int m_epochsDone = 0;
  QTimer m_clearing;  // looks for trainers that have ended
  std::vector<std::unique_ptr<TrainingControls>> m_retired;
  std::unique_ptr<TrainingControls>
      m_trainer;  // last, as those retired: their threads end before what they use goes away
};

}  // namespace isthmus
