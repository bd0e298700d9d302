#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/learner.h"
#include "core/engine/runner.h"
#include "core/model/model_snapshot.h"
#include "core/model/objective.h"

#include <memory>

namespace isthmus {

/// The plain training step by LibTorch's autograd, from a copy of the model `start`. The first call loads
/// LibTorch (most of a second and 180 MB). Fails, saying which file, when the library is not there.
Result<std::unique_ptr<Learner>> makeTorchLearner(const DatasetPtr& dataset, const ModelSnapshot& start,
                                                  const Objective& objective);

/// Runs a model by LibTorch. The model must outlive it. As above.
Result<std::unique_ptr<Runner>> makeTorchRunner(const ModelSnapshot& model);

// What the library exports under these names. They throw what LibTorch throws.
extern "C" Learner* isthmusMakeTorchLearner(const DatasetPtr* dataset, const ModelSnapshot* start,
                                            const Objective* objective);
extern "C" Runner* isthmusMakeTorchRunner(const ModelSnapshot* model);

}  // namespace isthmus
