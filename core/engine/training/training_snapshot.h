#pragma once

#include "core/data/split.h"
#include "core/latent/encoding.h"
#include "core/model/model_snapshot.h"
#include "core/model/objective.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {

/// The loss in nats per sample: the weighted sum of an objective's terms (of a VAE with beta 1 the negative
/// ELBO), and each term without its weight. Weights that warm up count in full: what is measured is what the
/// run is for, not what its present step lowers.
struct LossValues {
  double total = 0;
  std::array<double, Objective::kMaxTerms> terms = {};  ///< in the order of LossHistory::terms
};

/// A point of the training curve: the mean loss of the batches since the point before.
struct CurvePoint {
  double epoch = 0;  ///< passes through the training samples so far, with fraction
  LossValues loss;
};

/// One completed epoch.
struct EpochRecord {
  int epoch = 0;       ///< from 1
  LossValues train;    ///< mean over the epoch's batches, each before its own step
  LossValues heldOut;  ///< of the validation samples, or of the test part where there are none
  double seconds = 0;  ///< of training alone, evaluation and display not counted
  double imagesPerSecond = 0;
};

/// The SettingChange::key of the learning rate.
inline constexpr const char* kLearningRateKey = "learning_rate";

/// A setting that was changed while the run trained.
struct SettingChange {
  double epoch = 0;       ///< passes through the training samples before the first step with the new value
  std::int64_t step = 0;  ///< steps before that one
  std::string key;        ///< of the setting, or kLearningRateKey
  double before = 0;
  double after = 0;
  bool operator==(const SettingChange&) const = default;
};

struct LossHistory {
  std::vector<Term> terms;        ///< of the loss; empty in the history of no run
  bool isClosedForm = false;      ///< the model was solved for at once: there is no curve
  std::vector<CurvePoint> train;  ///< within epochs
  std::vector<EpochRecord> epochs;
  Part heldOutPart = Part::Test;       ///< what EpochRecord::heldOut was measured on
  bool hasHeldOut = false;             ///< false when there is neither a validation nor a test sample
  std::vector<SettingChange> changes;  ///< in the order of their steps
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
  ModelSnapshotPtr model;  ///< weights of this moment; null while there are none: the run could not even
                           ///< begin, or a closed form is not solved yet
  EncodingPtr
      encoding;  ///< of every sample, null until there is one; parts may be some steps old while running
  std::shared_ptr<const std::vector<Part>> parts;  ///< of every sample
};

using TrainingSnapshotPtr = std::shared_ptr<const TrainingSnapshot>;

}  // namespace isthmus
