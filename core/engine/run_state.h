#pragma once

#include "core/base/random.h"
#include "core/data/split.h"
#include "core/data/values/input_scaling.h"
#include "core/engine/learner.h"
#include "core/engine/training/loss_recorder.h"
#include "core/engine/training/trainer_config.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace isthmus {

/// All that a training run's next step depends on beside the data set: a run that goes on from a copy of it
/// learns the same bits as the one that it was copied from.
struct RunState {
  TrainerConfig config;
  std::shared_ptr<const std::vector<Part>> parts = {};  ///< of every sample
  InputScaling scaling = {};
  std::vector<std::size_t> train = {};     ///< training samples in the order of the present epoch
  std::vector<std::size_t> rotation = {};  ///< every sample, in the order of TrainingRun::refresh()
  Random order;                            ///< shuffles
  Random noise;                            ///< of posterior samples
  bool isOrdered = false;  ///< `train` is shuffled for an epoch none of whose batches is learnt yet
  std::size_t next = 0;    ///< first sample of the next batch in `train`
  int begunEpochs = 0;
  std::int64_t step = 0;
  LossRecorder recorder;
  LearnerState learner = {};  ///< as of capture()
};

}  // namespace isthmus
