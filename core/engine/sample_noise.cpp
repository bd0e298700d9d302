#include "core/engine/sample_noise.h"

#include "core/base/random.h"

namespace isthmus {

void noiseOfSample(std::size_t sample, float* noise, std::size_t n) {
  for (std::size_t k = 0; k < n; ++k) noise[k] = static_cast<float>(normalAt(sample, k));
}

}  // namespace isthmus
