#include "core/stats/entropy.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace isthmus {
namespace {

constexpr std::size_t kByteValues = 256;

double entropyOf(double mean) {
  if (!(mean > 0 && mean < 1)) return 0;
  return -mean * std::log(mean) - (1 - mean) * std::log1p(-mean);
}

std::array<double, kByteValues> makeByteEntropies() {
  std::array<double, kByteValues> entropies{};
  for (std::size_t byte = 0; byte < kByteValues; ++byte)
    entropies[byte] = entropyOf(static_cast<double>(byte) / (kByteValues - 1));
  return entropies;
}

}  // namespace

double bernoulliEntropy(std::span<const float> means) {
  double sum = 0;
  for (const float mean : means) sum += entropyOf(static_cast<double>(mean));
  return sum;
}

double bernoulliEntropy(std::span<const std::uint8_t> bytes) {
  static const std::array kEntropies = makeByteEntropies();
  double sum = 0;
  for (const std::uint8_t byte : bytes) sum += kEntropies[byte];
  return sum;
}

}  // namespace isthmus
