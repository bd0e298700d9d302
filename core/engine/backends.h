#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/learner.h"
#include "core/engine/runner.h"
#include "core/engine/training/trainer_config.h"
#include "core/model/model_snapshot.h"
#include "core/model/objective.h"

#include <memory>

namespace isthmus {

/// A learner that starts from a copy of the model, of the first backend that can train it: closed forms, the
/// fast path for dense layers, or LibTorch, which trains all that Adam can and is the reference for the
/// others; its library is loaded when it is first needed, which costs most of a second and 180 MB. Fails
/// where what the backend needs is not there.
Result<std::unique_ptr<Learner>> makeLearner(const DatasetPtr& dataset, const ModelSnapshot& start,
                                             const Objective& objective, Arithmetic arithmetic);

/// What runs the model, of the first backend that can: the fast path for dense layers, or LibTorch for all
/// others. The model must outlive it. Fails likewise.
Result<std::unique_ptr<Runner>> makeRunner(const ModelSnapshot& model);

}  // namespace isthmus
