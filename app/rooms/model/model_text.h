#pragma once

#include "core/model/model_snapshot.h"

#include <QString>

namespace isthmus {

/// A model in a line: "VAE 784-256-128-2 of MNIST, 50 epochs"; of a closed form how much of the variance its
/// components explain.
QString modelText(const ModelSnapshot& model);

}  // namespace isthmus
