#include "core/model/decoder_variance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isthmus {

double gaussianNll(double sse, std::size_t n, double variance) {
  return sse / (2 * variance) + static_cast<double>(n) / 2 * std::log(2 * std::numbers::pi * variance);
}

double nextDecoderVariance(double variance, double mse, std::int64_t step) {
  constexpr double kWeight = 0.1;
  const double weight = std::max(kWeight, 1 / static_cast<double>(step));
  return std::clamp(variance + weight * (mse - variance), kMinDecoderVariance, kMaxDecoderVariance);
}

}  // namespace isthmus
