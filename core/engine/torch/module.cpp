// The doors of the library that carries LibTorch: it is loaded when a model asks for it and not before.
#include "core/engine/torch/doors.h"
#include "core/engine/torch_module.h"

namespace isthmus {

// The callers own what they get.
extern "C" __attribute__((visibility("default"))) Learner* isthmusMakeTorchLearner(
    const DatasetPtr* dataset, const ModelSnapshot* start, const Objective* objective) {
  return autograd::makeLearner(*dataset, *start, *objective).release();
}

extern "C" __attribute__((visibility("default"))) Runner* isthmusMakeTorchRunner(const ModelSnapshot* model) {
  return autograd::makeRunner(*model).release();
}

}  // namespace isthmus
