#pragma once

#include "core/data/split.h"
#include "core/engine/model_snapshot.h"
#include "core/latent/encoding.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {

/// The loss in nats per sample: total = reconstruction + beta kl (with beta 1 the negative ELBO).
struct LossTerms {
  double total = 0;
  double reconstruction = 0;  ///< expected negative log-likelihood of a sample, by one posterior sample
  double kl = 0;              ///< KL divergence of the posterior from N(0, I)
};

/// A point of the training curve: the mean loss of the batches since the point before.
struct CurvePoint {
  double epoch = 0;  ///< passes through the training samples so far, with fraction
  LossTerms loss;
};

/// One completed epoch.
struct EpochRecord {
  int epoch = 0;       ///< from 1
  LossTerms train;     ///< mean over the epoch's batches, each before its own step
  LossTerms heldOut;   ///< of the validation samples, or of the test part where there are none
  double seconds = 0;  ///< of training alone, evaluation and display not counted
  double imagesPerSecond = 0;
};

struct LossHistory {
  std::vector<CurvePoint> train;  ///< within epochs
  std::vector<EpochRecord> epochs;
  Part heldOutPart = Part::Test;  ///< what EpochRecord::heldOut was measured on
  bool hasHeldOut = false;        ///< false when there is neither a validation nor a test sample
};

enum class TrainingPhase { Running, Paused, Finished, Stopped, Diverged };

/// All that the rest of the program sees of a training run at one moment. Immutable once shared.
struct TrainingSnapshot {
  TrainingPhase phase = TrainingPhase::Running;
  std::string message;         ///< the sentence for Diverged; empty otherwise
  int epoch = 0;               ///< epochs completed
  int epochs = 0;              ///< epochs planned
  double progress = 0;         ///< of the whole run, in [0, 1]
  double imagesPerSecond = 0;  ///< of late
  double secondsLeft = -1;     ///< estimate to the end of the run; negative while there is none
  std::uint64_t seed = 0;
  std::string arithmetic;  ///< what computes: "bfloat16, 2 threads"
  LossHistory history;
  ModelSnapshotPtr model;  ///< weights of this moment; null when the run could not even begin
  EncodingPtr
      encoding;  ///< of every sample, null until there is one; parts may be some steps old while running
  std::shared_ptr<const std::vector<Part>> parts;  ///< of every sample
};

using TrainingSnapshotPtr = std::shared_ptr<const TrainingSnapshot>;

}  // namespace isthmus
