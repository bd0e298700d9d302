#pragma once

#include "core/model/model_kind.h"

#include <vector>

namespace isthmus {

/// The dense variational autoencoder (Kingma and Welling, Auto-Encoding Variational Bayes, 2014; beta:
/// Higgins and others, beta-VAE, 2017).
ModelKind vaeKind();

/// Its architecture: through `hidden` to mean and log-variance, and back through the same widths in reverse.
/// Pictures are modelled as Bernoulli, vectors as Gaussian. Not checked.
ModelSpec vaeSpec(const ImageShape& shape, const std::vector<int>& hidden = {256, 128}, int latent = 2,
                  SampleKind samples = SampleKind::Image);

/// Its settings, as a form or a test has them.
ModelSettings vaeSettings(const std::vector<int>& hidden, int latent, double beta = 1, int warmUp = 0);

}  // namespace isthmus
