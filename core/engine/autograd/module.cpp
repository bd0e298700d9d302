// The door of the library that carries LibTorch: it is loaded when a run asks for it and not before.
#include "core/engine/autograd/make_learner.h"
#include "core/engine/reference_learner.h"

namespace isthmus {

extern "C" __attribute__((visibility("default"))) VaeLearner* isthmusMakeReferenceLearner(
    const DatasetPtr* dataset, const ModelSnapshot* start) {
  return autograd::makeLearner(*dataset, *start).release();  // the caller owns it
}

}  // namespace isthmus
