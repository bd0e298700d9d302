#include "core/latent/encoding.h"

#include <limits>

namespace isthmus {

Encoding emptyEncoding(std::size_t count, std::size_t latent, bool hasPosterior) {
  constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
  Encoding encoding;
  encoding.means = Matrix(count, latent);
  for (auto* column : {&encoding.nll, &encoding.mse, &encoding.inputEntropy}) column->resize(count, kUnknown);
  if (!hasPosterior) return encoding;
  encoding.logVariances = Matrix(count, latent);
  for (auto* column : {&encoding.kl, &encoding.sampledNll}) column->resize(count, kUnknown);
  return encoding;
}

}  // namespace isthmus
