#pragma once

#include "core/data/dataset.h"
#include "core/engine/training/trainer.h"
#include "widgets/jobs/mailbox.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <atomic>
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
  /// Puts a run that rests aside instead, to be resumed when its data are back; discards any other. One is
  /// kept.
  void setAside();
  /// Makes the run that was set aside the one there is, if it was of these data and there is no other: what
  /// it said last, or null.
  TrainingSnapshotPtr takeUp(const DatasetPtr& dataset);
  /// Ends what was set aside, if anything.
  void dropAside();

  void setLearningRate(double learningRate);
  /// Of a setting that is live.
  void setLive(const QString& key, double value);

  /// Nothing when there is no run.
  std::optional<TrainingPhase> phase() const { return m_run.phase; }
  bool isRunning() const { return m_run.phase == TrainingPhase::Running; }

 Q_SIGNALS:
  void snapshotReady(const isthmus::TrainingSnapshotPtr& snapshot);
  void failed(const QString& message);

 private:
  using IsHeard = std::shared_ptr<std::atomic<bool>>;  // false: what the run says is dropped
  struct Said {
    IsHeard run;
    TrainingSnapshotPtr snapshot;
  };
  struct Run {
    DatasetPtr dataset;
    TrainerConfig config;
    std::optional<TrainingPhase> phase;
    int epochsDone = 0;
    TrainingSnapshotPtr last;  // what it said
    IsHeard isHeard;
    std::unique_ptr<TrainingControls> trainer;
  };

  bool begin(const DatasetPtr& dataset, const TrainerConfig& config);
  void deliver(const TrainingSnapshotPtr& snapshot);
  void retire(std::unique_ptr<TrainingControls> trainer);
  void clearAway();

  Mailbox<Said> m_snapshots;
  BeginTraining m_begin;
  QTimer m_clearing;  // looks for trainers that have ended
  std::vector<std::unique_ptr<TrainingControls>> m_retired;
  Run m_aside;
  Run m_run;  // last, as those retired and set aside: their threads end before what they use goes away
};

}  // namespace isthmus
