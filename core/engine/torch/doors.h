#pragma once

#include "core/data/dataset.h"
#include "core/engine/learner.h"
#include "core/engine/runner.h"
#include "core/model/model_snapshot.h"
#include "core/model/objective.h"

#include <memory>

namespace isthmus::autograd {

/// A TorchLearner that starts from a copy of the model, for those who do without LibTorch's headers.
std::unique_ptr<Learner> makeLearner(const DatasetPtr& dataset, const ModelSnapshot& model,
                                     const Objective& objective);

/// A TorchRunner of the model, which must outlive it; likewise.
std::unique_ptr<Runner> makeRunner(const ModelSnapshot& model);

}  // namespace isthmus::autograd
