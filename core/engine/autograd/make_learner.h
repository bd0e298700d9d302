#pragma once

#include "core/data/dataset.h"
#include "core/engine/model_snapshot.h"
#include "core/engine/vae_learner.h"

#include <memory>

namespace isthmus::autograd {

/// An AutogradLearner that starts from a copy of the model, for those who do without LibTorch's headers.
std::unique_ptr<VaeLearner> makeLearner(const DatasetPtr& dataset, const ModelSnapshot& model);

}  // namespace isthmus::autograd
