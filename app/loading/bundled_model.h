#pragma once

#include "core/base/result.h"
#include "core/model/model_snapshot.h"

namespace isthmus {

/// The pre-trained model that the program carries inside: a 2-D VAE of MNIST (resources/models/README.md).
Result<ModelSnapshotPtr> bundledModel();

}  // namespace isthmus
