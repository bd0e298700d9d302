#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/engine/encoding_quality.h"
#include "core/engine/learner.h"
#include "core/engine/run_state.h"
#include "core/engine/training/trainer_config.h"
#include "core/engine/training/training_snapshot.h"
#include "core/model/model_kind.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace isthmus {

/// One training run of a model on one data set: the work without the thread. Everything random comes from the
/// seed and from streams of its own, so neither watching nor pausing changes what is learnt. Not thread-safe:
/// one thread at a time.
class TrainingRun {
 public:
  using Clock = std::chrono::steady_clock;

  /// The first setting that is wrong, by name. Quick: create() takes as long as its weights are many.
  static Result<void> check(const Dataset& dataset, const TrainerConfig& config);
  /// Fails as check() does. The weights are drawn here; nothing is encoded yet.
  static Result<std::unique_ptr<TrainingRun>> create(DatasetPtr dataset, const TrainerConfig& config);
  /// Goes on where capture() was called, with the same data set.
  static Result<std::unique_ptr<TrainingRun>> resume(DatasetPtr dataset, RunState state);

  /// Learns from one batch; of a closed form from all training samples. Fails when cancelled (nothing is
  /// learnt then), or when the loss is not finite (divergence): the weights are then the last good ones.
  Result<void> step(const Task& task = {});
  /// True right after the last batch of an epoch, until the next step.
  bool atEpochEnd() const;
  /// Measures the held-out samples (Part::Validation, or Part::Test where there are none) and records the
  /// epoch. Call once at each epoch's end. Fails when cancelled (the epoch then is recorded at the next call)
  /// or diverged.
  Result<void> finishEpoch(const Task& task);
  /// All planned epochs are recorded.
  bool finished() const { return epochsRecorded() >= m_state.config.epochs; }
  int epochsRecorded() const { return static_cast<int>(m_state.recorder.history().epochs.size()); }
  /// Plans so many epochs in all; a closed form has one.
  void planEpochs(int count);
  /// Solved for in one step.
  bool isClosedForm() const { return m_plan.objective.solver == Objective::Solver::ClosedForm; }

  /// From the next step on; the history of the loss says so. `key` is that of a setting that is live.
  void setLearningRate(double learningRate);
  void setLive(std::string_view key, double value);

  /// Encodes samples in rotation for about this long, so that all positions and errors follow the weights.
  void refresh(std::chrono::milliseconds budget, const std::stop_token& stop = {});
  /// Encodes every sample with the present weights.
  Result<void> refreshAll(const Task& task, EncodingQuality quality = EncodingQuality::Exact);

  /// Every sample has been encoded at least once.
  bool allEncoded() const { return m_allEncoded; }

  /// A copy of everything to show; without an encoding until allEncoded(). `phase` and `message` are the
  /// caller's.
  TrainingSnapshot snapshot() const;
  /// A copy of all that the next step depends on.
  RunState capture() const;

 private:
  TrainingRun(DatasetPtr dataset, ModelPlan plan, RunState state, std::unique_ptr<Learner> learner);

  /// What the weights of this moment need to be used.
  ModelSnapshot model() const;
  double epochPosition() const;
  std::vector<double> weightsOfStep() const;
  double weightedSum(std::span<const double> terms) const;
  LossValues heldOutLoss() const;
  Result<void> encode(std::span<const std::size_t> samples, const Task& task);
  void keepWeights();
  void record(const LossValues& loss, std::size_t count);
  Error diverged();
  void forgetErrors();
  std::span<const float> drawNoise(std::size_t samples);

  DatasetPtr m_dataset;
  ModelPlan m_plan;
  Capabilities m_can;
  RunState m_state;
  std::unique_ptr<Learner> m_learner;
  std::vector<std::size_t> m_heldOut;
  std::vector<double> m_weights;  // of each term
  std::vector<float> m_noiseOfBatch;

  std::size_t m_refreshed = 0;       // position in the rotation
  double m_refreshBudget = 0;        // seconds; saved up where a single sample takes longer than one budget
  double m_secondsPerRefreshed = 0;  // of late

  LearnerState m_kept;  // what gave a finite loss
  std::int64_t m_keptStep = 0;

  Clock::duration m_epochTime{};  // of this epoch's steps
  double m_secondsPerImage = 0;   // of late
  Clock::duration m_busy{};  // what the run took so far: steps, measuring, refreshing; not what a pause or
                             // the first encoding took
  bool m_allEncoded = false;
  Encoding m_encoding;  // what of it is up to date moves with m_refreshed
};

}  // namespace isthmus
