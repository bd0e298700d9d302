#pragma once

#include "core/model/model_kind.h"

namespace isthmus {

/// How a model is trained step by step, where nobody says otherwise.
struct SuggestedSteps {
  double learningRate = 1e-3;
  int batchSize = 100;
  int epochs = 50;
};

/// For such data: a small set gets smaller batches and more epochs, so that it is not left after a hundred
/// steps. Samples of a few numbers (hasFewNumbers()) get larger and more steps, for their narrow nets can
/// take them and what they learn is fine: a rolled-up sheet has to be followed round.
SuggestedSteps suggestedSteps(const DataFacts& data);

/// All settings of the kind for such data, in a run of so many epochs: the usual ones but for what the kind
/// suggests (ModelKind::suggest).
ModelSettings suggestedSettings(const ModelKind& kind, const DataFacts& data, int epochs);

/// The settings for a run of another length: those that are as suggested for `before` epochs become as
/// suggested for `now`.
ModelSettings followedEpochs(const ModelKind& kind, const DataFacts& data, ModelSettings settings, int before,
                             int now);

}  // namespace isthmus
