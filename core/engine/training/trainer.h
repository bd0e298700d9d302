#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/training/trainer_config.h"
#include "core/engine/training/training_snapshot.h"

#include <functional>
#include <memory>
#include <string_view>

namespace isthmus {

/// Trains in a thread of its own. Every call returns at once; what becomes of it is told by snapshots.
class Trainer {
 public:
  /// `published` is called in the trainer's thread: at most eight times a second while training, and once the
  /// run begins, pauses, ends or fails. The error of a bad setting comes here and no thread is started.
  static Result<std::unique_ptr<Trainer>> create(DatasetPtr dataset, const TrainerConfig& config,
                                                 std::function<void(TrainingSnapshotPtr)> published);
  /// Stops within one batch (or one portion of samples being encoded) and joins; retire() first where nobody
  /// may wait.
  ~Trainer();
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  /// Trains until all planned epochs are done. A new trainer waits for this, or for stepEpoch().
  void run();
  /// Trains to the end of the present epoch and pauses; plans one more epoch if all are done.
  void stepEpoch();
  void pause();
  /// Like pause, but the phase becomes Stopped: the run is over unless run() or runTo() takes it up again.
  void stop();
  /// Trains until so many epochs are done in all.
  void runTo(int epochs);

  /// From the next step on. `key` is that of a setting that is live.
  void setLearningRate(double learningRate);
  void setLive(std::string_view key, double value);

  /// Ends the run without waiting: no snapshot is published any more, once this returns.
  void retire();
  /// The thread has nothing left to do, so that destroying the trainer waits for nothing.
  bool hasEnded() const;

 private:
  class Impl;
  explicit Trainer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace isthmus
