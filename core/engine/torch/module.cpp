// The door of the library that carries LibTorch: it is loaded when a run asks for it and not before.
#include "core/engine/torch/make_learner.h"
#include "core/engine/torch_module.h"

namespace isthmus {

extern "C" __attribute__((visibility("default"))) Learner* isthmusMakeTorchLearner(
    const DatasetPtr* dataset, const ModelSnapshot* start, const Objective* objective) {
  return autograd::makeLearner(*dataset, *start, *objective).release();  // the caller owns it
}

}  // namespace isthmus
