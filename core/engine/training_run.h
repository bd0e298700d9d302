#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/engine/encoding_quality.h"
#include "core/engine/trainer_config.h"
#include "core/engine/training_snapshot.h"

#include <chrono>
#include <memory>
#include <stop_token>

namespace isthmus {

/// One training run of a VAE on one data set: the work without the thread. Everything random comes from the
/// seed and from streams of its own, so neither watching nor pausing changes what is learnt. Not thread-safe:
/// one thread at a time.
class TrainingRun {
 public:
  /// The first setting that is wrong, by name. Quick: create() takes as long as its weights are many.
  static Result<void> check(const Dataset& dataset, const TrainerConfig& config);
  /// Fails as check() does. The weights are drawn here; nothing is encoded yet.
  static Result<std::unique_ptr<TrainingRun>> create(DatasetPtr dataset, const TrainerConfig& config);
  ~TrainingRun();
  TrainingRun(const TrainingRun&) = delete;
  TrainingRun& operator=(const TrainingRun&) = delete;

  /// Learns from one batch. Fails when the loss is not finite (divergence): the weights are then the last
  /// good ones.
  Result<void> step();
  /// True right after the last batch of an epoch, until the next step.
  bool atEpochEnd() const;
  /// Measures the held-out samples (Part::Validation, or Part::Test where there are none) and records the
  /// epoch. Call once at each epoch's end. Fails when cancelled (the epoch then is recorded at the next call)
  /// or diverged.
  Result<void> finishEpoch(const Task& task);
  /// All planned epochs are recorded.
  bool finished() const;
  int epochsRecorded() const;
  /// Plans so many epochs in all.
  void planEpochs(int count);

  /// From the next step on.
  void setLearningRate(double learningRate);
  void setBeta(double beta);

  /// Encodes samples in rotation for about this long, so that all positions and errors follow the weights.
  void refresh(std::chrono::milliseconds budget, const std::stop_token& stop = {});
  /// Encodes every sample with the present weights.
  Result<void> refreshAll(const Task& task, EncodingQuality quality = EncodingQuality::Exact);

  /// Every sample has been encoded at least once.
  bool allEncoded() const;

  /// A copy of everything to show; without an encoding until allEncoded(). `phase` and `message` are the
  /// caller's.
  TrainingSnapshot snapshot() const;

 private:
  class Impl;
  explicit TrainingRun(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace isthmus
