#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace isthmus {

/// What a training step computes with.
enum class Arithmetic {
  Automatic,  ///< bfloat16 products with float32 weights where the processor has them in hardware, else
              ///< Float32
  Float32,    ///< our own step in float32
  Reference,  ///< LibTorch's autograd in float32: several times slower, to check the others against
};

/// How a VAE is trained. The defaults are the reference VAE's.
struct TrainerConfig {
  std::vector<int> hidden = {256, 128};  ///< widths of the hidden layers, as in VaeSpec
  int latent = 2;                        ///< latent dimensions, as in VaeSpec
  double beta = 1;                       ///< weight of the KL divergence in the loss, 0 to 1000
  double learningRate = 1e-3;            ///< of Adam, above 0 and at most 10
  int batchSize = 100;                   ///< samples a step, 1 to 65,536
  int epochs = 50;                       ///< passes through the training samples, 1 to 100,000
  double validationShare = 0;            ///< of the training part, held out to watch over-fitting, 0 to 0.9
  std::uint64_t seed = 7;                ///< of the weights, the order of the samples and the noise
  Arithmetic arithmetic = Arithmetic::Automatic;

  /// The first setting that is out of its range, if any; Error::where is the field's name.
  std::optional<Error> validate() const;
  bool operator==(const TrainerConfig&) const = default;
};

/// The settings to begin with for a data set: the defaults, but a small set gets smaller batches and more
/// epochs, so that it is not left after a hundred steps; and suggestedValidationShare().
TrainerConfig suggestedConfig(const Dataset& dataset);

}  // namespace isthmus
