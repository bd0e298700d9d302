#pragma once

#include "core/model/model_kind.h"

namespace isthmus {

/// The dense autoencoder with a deterministic code (Hinton and Salakhutdinov, Reducing the Dimensionality of
/// Data with Neural Networks, 2006).
ModelKind autoencoderKind();

}  // namespace isthmus
