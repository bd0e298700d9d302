#pragma once

#include "core/model/model_spec.h"

namespace isthmus {

/// The distribution that a decoder's outputs are the parameters of.
struct OutputModel {
  Likelihood likelihood = Likelihood::Bernoulli;
  double variance = 1;  ///< of every output, where it is Gaussian
};

}  // namespace isthmus
