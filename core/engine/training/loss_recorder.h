#pragma once

#include "core/engine/training/training_snapshot.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace isthmus {

/// Running mean of losses, weighted by samples.
struct LossMean {
  LossValues sum;
  double samples = 0;

  void add(const LossValues& loss, double count);
  /// The mean so far; begins anew.
  LossValues take();
};

/// Writes the history of a run's loss: a curve of a limited number of points, and the epochs.
class LossRecorder {
 public:
  /// All that was recorded, and what the next numbers are added to.
  struct State {
    LossHistory history;
    LossMean epoch;
    LossMean curve;
    std::int64_t curveInterval = 20;  ///< steps between two points of the training curve
  };

  /// Of a run whose loss has these terms; nothing is recorded yet.
  explicit LossRecorder(const Objective& objective = {});
  explicit LossRecorder(State state) : m_state(std::move(state)) {}

  const State& state() const { return m_state; }
  const LossHistory& history() const { return m_state.history; }
  void setHeldOut(Part part, bool isThere);
  /// The loss of a batch in step `step` (from 1), which ended `epochs` passes through the training samples
  /// after the run's beginning.
  void addBatch(const LossValues& loss, std::size_t samples, std::int64_t step, double epochs,
                bool isEndOfEpoch);
  /// Ends an epoch; its training loss is the mean of its batches.
  void addEpoch(EpochRecord epoch);
  /// Changes of one setting between the same two steps become one; before the first step there are none, for
  /// nothing was learnt with the value before.
  void addChange(SettingChange change);

 private:
  State m_state;
};

}  // namespace isthmus
