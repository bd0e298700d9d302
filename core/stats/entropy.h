#pragma once

#include <cstdint>
#include <span>

namespace isthmus {

/// The entropy in nats of independent Bernoulli variables with these means, summed: of a picture whose
/// intensities in [0, 1] count as probabilities the least that its cross-entropy to any reconstruction can
/// be. 0 for black and white pixels, ln 2 for one of 0.5.
double bernoulliEntropy(std::span<const float> means);
/// The same of bytes as intensities, byte / 255.
double bernoulliEntropy(std::span<const std::uint8_t> bytes);

}  // namespace isthmus
