#pragma once

#include "core/data/dataset.h"
#include "core/engine/training/trainer.h"
#include "tests/bench/timing.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace isthmus::bench {

/// The reference VAE's settings for a run that does not end by itself.
TrainerConfig referenceConfig(int batchSize, Arithmetic arithmetic = Arithmetic::Automatic);

/// The real Trainer, driven epoch by epoch.
class TrainerSide {
 public:
  TrainerSide(DatasetPtr dataset, TrainerConfig config);

  struct Epoch {
    double wall = 0;   ///< seconds from the command to the snapshot that tells the epoch's end
    double steps = 0;  ///< seconds of its steps alone, as the trainer itself says
  };
  /// Trains for one epoch and waits until the trainer rests. The first one includes the encoding of all
  /// samples that every run begins with. Throws std::runtime_error when the run fails.
  Epoch epoch();
  /// After the last epoch.
  TrainingSnapshotPtr last() const { return m_last; }

 private:
  struct Arrival {
    Clock::time_point at;
    TrainingSnapshotPtr snapshot;
  };
  template <typename Condition>
  Arrival waitFor(const Condition& condition);

  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::vector<Arrival> m_arrivals;  // guarded by m_mutex
  int m_epochs = 0;
  TrainingSnapshotPtr m_last;
  std::unique_ptr<Trainer> m_trainer;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus::bench
