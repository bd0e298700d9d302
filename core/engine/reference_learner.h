#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/model_snapshot.h"
#include "core/engine/vae_learner.h"

#include <memory>

namespace isthmus {

/// The plain training step by LibTorch's autograd, from a copy of the model `start`. The first call loads
/// LibTorch (most of a second and 180 MB): nothing else in the program needs it. Fails, saying which file,
/// when the library is not there.
Result<std::unique_ptr<VaeLearner>> makeReferenceLearner(const DatasetPtr& dataset,
                                                         const ModelSnapshot& start);

/// What the library exports under this name. It throws what LibTorch throws.
extern "C" VaeLearner* isthmusMakeReferenceLearner(const DatasetPtr* dataset, const ModelSnapshot* start);

}  // namespace isthmus
