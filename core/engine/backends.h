#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/learner.h"
#include "core/engine/trainer_config.h"
#include "core/model/model_snapshot.h"
#include "core/model/objective.h"

#include <memory>
#include <span>
#include <string_view>

namespace isthmus {

/// A way to train models.
struct Backend {
  std::string_view name;  ///< of its folder here
  bool (*canTrain)(const ModelSpec& spec, const Objective& objective, Arithmetic arithmetic);
  /// A learner that starts from a copy of the model. Fails where what it needs is not there.
  Result<std::unique_ptr<Learner>> (*learner)(const DatasetPtr& dataset, const ModelSnapshot& start,
                                              const Objective& objective, Arithmetic arithmetic);
};

/// Closed forms, the fast path for dense layers, and LibTorch, which trains all that Adam can and is the
/// reference for the others; its library is loaded when it is first asked for a learner, which costs most of
/// a second and 180 MB.
std::span<const Backend> backends();

/// Of the first backend that can train it.
Result<std::unique_ptr<Learner>> makeLearner(const DatasetPtr& dataset, const ModelSnapshot& start,
                                             const Objective& objective, Arithmetic arithmetic);

}  // namespace isthmus
