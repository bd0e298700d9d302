#include "core/latent/encoding.h"

#include <limits>

namespace isthmus {

Encoding emptyEncoding(std::size_t count, std::size_t latent, bool hasPosterior) {
  constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
  Encoding encoding;
  encoding.means = Matrix(count, latent);
  for (const Measure measure : {Measure::Nll, Measure::Mse, Measure::InputEntropy})
    encoding.measures[measure].assign(count, kUnknown);
  if (!hasPosterior) return encoding;
  encoding.logVariances = Matrix(count, latent);
  for (const Measure measure : {Measure::Kl, Measure::SampledNll})
    encoding.measures[measure].assign(count, kUnknown);
  return encoding;
}

}  // namespace isthmus
