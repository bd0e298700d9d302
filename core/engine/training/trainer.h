#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/training/trainer_config.h"
#include "core/engine/training/training_snapshot.h"

#include <functional>
#include <memory>
#include <string_view>

namespace isthmus {

/// A run that goes on by itself, as those see it who steer it. Every call returns at once; what becomes of it
/// is told by snapshots.
class TrainingControls {
 public:
  virtual ~TrainingControls() = default;

  /// Trains until all planned epochs are done. A new run waits for this, or for stepEpoch().
  virtual void run() = 0;
  /// Trains to the end of the present epoch and pauses; plans one more epoch if all are done.
  virtual void stepEpoch() = 0;
  virtual void pause() = 0;
  /// Like pause, but the phase becomes Stopped: the run is over unless run() or runTo() takes it up again.
  virtual void stop() = 0;
  /// Trains until so many epochs are done in all.
  virtual void runTo(int epochs) = 0;

  /// From the next step on. `key` is that of a setting that is live.
  virtual void setLearningRate(double learningRate) = 0;
  virtual void setLive(std::string_view key, double value) = 0;

  /// Ends the run without waiting: no snapshot is published any more, once this returns.
  virtual void retire() = 0;
  /// There is nothing left to do, so that destroying the run waits for nothing.
  virtual bool hasEnded() const = 0;
};

/// How a run is begun: Trainer::create(), or what a test puts in its place. `published` may be called in any
/// thread, until the run is destroyed.
using BeginTraining = std::function<Result<std::unique_ptr<TrainingControls>>(
    const DatasetPtr& dataset, const TrainerConfig& config,
    std::function<void(TrainingSnapshotPtr)> published)>;

/// Trains in a thread of its own.
class Trainer : public TrainingControls {
 public:
  /// `published` is called in the trainer's thread: at most eight times a second while training, and once the
  /// run begins, pauses, ends or fails. The error of a bad setting comes here and no thread is started.
  static Result<std::unique_ptr<Trainer>> create(DatasetPtr dataset, const TrainerConfig& config,
                                                 std::function<void(TrainingSnapshotPtr)> published);
  /// Stops within one batch (or one portion of samples being encoded) and joins; retire() first where nobody
  /// may wait.
  ~Trainer() override;
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  void run() override;
  void stepEpoch() override;
  void pause() override;
  void stop() override;
  void runTo(int epochs) override;
  void setLearningRate(double learningRate) override;
  void setLive(std::string_view key, double value) override;
  void retire() override;
  bool hasEnded() const override;

 private:
  class Impl;
  explicit Trainer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace isthmus
