#pragma once

#include <cstddef>

namespace isthmus {

/// Noise for a sample's Measure::SampledNll, n numbers from N(0, I): a function of the sample's index alone.
void noiseOfSample(std::size_t sample, float* noise, std::size_t n);

}  // namespace isthmus
