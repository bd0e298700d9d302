#include "core/engine/backends.h"

#include "core/engine/closed/pca_learner.h"
#include "core/engine/dense/dense_learner.h"
#include "core/engine/dense/dense_runner.h"
#include "core/engine/dense/network.h"
#include "core/engine/torch_module.h"

#include <algorithm>
#include <array>

namespace isthmus {
namespace {

/// A way to train models; each has a folder here.
struct Backend {
  bool (*canTrain)(const ModelSpec& spec, const Objective& objective, Arithmetic arithmetic);
  Result<std::unique_ptr<Learner>> (*learner)(const DatasetPtr& dataset, const ModelSnapshot& start,
                                              const Objective& objective, Arithmetic arithmetic);
};

constexpr std::array kBackends = {
    Backend{[](const ModelSpec& spec, const Objective& objective, Arithmetic) {
              return objective.solver == Objective::Solver::ClosedForm && closed::PcaLearner::canTrain(spec);
            },
            [](const DatasetPtr& dataset, const ModelSnapshot& start, const Objective&,
               Arithmetic) -> Result<std::unique_ptr<Learner>> {
              return std::unique_ptr<Learner>(std::make_unique<closed::PcaLearner>(dataset, start));
            }},
    Backend{[](const ModelSpec& spec, const Objective& objective, Arithmetic arithmetic) {
              return arithmetic != Arithmetic::Reference && objective.solver == Objective::Solver::Adam &&
                     dense::DenseLearner::canTrain(spec);
            },
            [](const DatasetPtr& dataset, const ModelSnapshot& start, const Objective& objective,
               Arithmetic arithmetic) -> Result<std::unique_ptr<Learner>> {
              const bool halves = arithmetic == Arithmetic::Automatic && dense::hasFastBFloat16();
              return std::unique_ptr<Learner>(std::make_unique<dense::DenseLearner>(
                  dataset, start, objective,
                  halves ? dense::NumberFormat::BFloat16 : dense::NumberFormat::Float32, computeThreads()));
            }},
    Backend{[](const ModelSpec&, const Objective& objective, Arithmetic) {
              return objective.solver == Objective::Solver::Adam;
            },
            [](const DatasetPtr& dataset, const ModelSnapshot& start, const Objective& objective,
               Arithmetic) { return makeTorchLearner(dataset, start, objective); }},
};

}  // namespace

Result<std::unique_ptr<Learner>> makeLearner(const DatasetPtr& dataset, const ModelSnapshot& start,
                                             const Objective& objective, Arithmetic arithmetic) {
  const auto able = std::ranges::find_if(
      kBackends, [&](const Backend& backend) { return backend.canTrain(start.spec, objective, arithmetic); });
  if (able == kBackends.end())
    return Error{ErrorCode::Internal, "no engine of this program trains a model of this architecture"};
  return able->learner(dataset, start, objective, arithmetic);
}

Result<std::unique_ptr<Runner>> makeRunner(const ModelSnapshot& model) {
  if (dense::isDense(model.spec)) return std::unique_ptr<Runner>(std::make_unique<dense::DenseRunner>(model));
  return makeTorchRunner(model);
}

}  // namespace isthmus
