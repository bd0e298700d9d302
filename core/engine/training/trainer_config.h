#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/model/model_kind.h"

#include <cstdint>
#include <optional>
#include <string>

namespace isthmus {

/// What a training step computes with; closed forms have one way alone.
enum class Arithmetic {
  Automatic,  ///< bfloat16 products with float32 weights where the processor has them in hardware, else
              ///< Float32
  Float32,    ///< our own step in float32
  Reference,  ///< LibTorch's autograd in float32: several times slower, to check the others against
};

/// Which model is made, and how it is trained. The defaults are the reference VAE's.
struct TrainerConfig {
  std::string model = "vae";    ///< ModelKind::id
  ModelSettings settings = {};  ///< of that kind; what is missing has its usual value
  double learningRate = 1e-3;   ///< of Adam, above 0 and at most 10
  int batchSize = 100;          ///< samples a step, 1 to 65,536
  int epochs = 50;              ///< passes through the training samples, 1 to 100,000
  double validationShare = 0;   ///< of the training part, held out to watch over-fitting, 0 to 0.9
  std::uint64_t seed = 7;       ///< of the weights, the order of the samples and the noise
  Arithmetic arithmetic = Arithmetic::Automatic;

  /// The first setting that is out of its range, if any; Error::where is the field's name or the setting's
  /// key.
  std::optional<Error> validate() const;
  /// Null for a model that there is not.
  const ModelKind* kind() const { return findKind(model); }
  bool operator==(const TrainerConfig&) const = default;
};

/// What to begin with for a data set: suggestedSteps(), suggestedSettings() of the kind, and
/// suggestedValidationShare().
TrainerConfig suggestedConfig(const Dataset& dataset, const ModelKind& kind = *findKind("vae"));

}  // namespace isthmus
