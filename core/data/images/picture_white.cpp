#include "core/data/images/picture_white.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace isthmus {
namespace {

constexpr std::uint32_t kByteWhite = 255;
constexpr std::uint32_t kHighestWhite = 65'535;
constexpr std::size_t kWhiteAtATime = 1 << 20;  // at the stop token

/// The highest of whole numbers from 0 to kHighestWhite; nothing where others are among them.
std::optional<std::uint32_t> highestWhole(std::span<const float> values, const Task& task) {
  float highest = 0;
  while (!values.empty()) {
    if (task.cancelled()) return std::nullopt;
    const auto portion = values.first(std::min(values.size(), kWhiteAtATime));
    for (const float value : portion) {
      if (!(value >= 0 && value <= static_cast<float>(kHighestWhite)) || value != std::trunc(value))
        return std::nullopt;
      highest = std::max(highest, value);
    }
    values = values.subspan(portion.size());
  }
  return static_cast<std::uint32_t>(highest);
}

void makeBytes(Dataset& dataset, const Task& task) {
  dataset.pixels.reserve(dataset.values.size());
  for (std::size_t i = 0; i < dataset.values.size(); ++i) {
    if (i % kWhiteAtATime == 0 && task.cancelled()) return;
    dataset.pixels.push_back(static_cast<std::uint8_t>(dataset.values[i]));
  }
  std::vector<float>().swap(dataset.values);
  dataset.scaling = Scaling::None;  // bytes are intensities
}

std::uint32_t highestByte(std::span<const std::uint8_t> pixels, const Task& task) {
  std::uint8_t highest = 0;
  while (!pixels.empty() && highest < kByteWhite && !task.cancelled()) {
    const auto portion = pixels.first(std::min(pixels.size(), kWhiteAtATime));
    highest = std::max(highest, std::ranges::max(portion));
    pixels = pixels.subspan(portion.size());
  }
  return highest;
}

}  // namespace

float whiteFor(std::uint32_t highest) {
  constexpr double kLittleAbove = 0.9;  // 14 of 15, but not 16 of 31 and not 100 of 127
  constexpr double kWiderAbove = 0.7;   // of numbers that no byte holds: 900 of 1,023
  if (highest > kByteWhite / 2 && highest <= kByteWhite) return kByteWhite;
  std::uint32_t power = 1;
  while (power < highest) power = 2 * power + 1;
  const double share = static_cast<double>(highest) / power;
  const double needed = highest < kByteWhite ? kLittleAbove : kWiderAbove;
  return static_cast<float>(share >= needed ? power : std::max(highest, 1U));
}

std::string whiteRemark(std::uint32_t highest, float white) {
  return "Whole numbers from 0 to " + withThousands(highest) + ": " +
         withThousands(static_cast<std::uint64_t>(white)) + " is white; \"white=\" takes another.";
}

void settleWhite(Dataset& dataset, std::optional<int> given, const Task& task) {
  if (dataset.kind != SampleKind::Image || dataset.white > 0 || dataset.count() == 0) return;
  std::optional<std::uint32_t> highest;
  if (dataset.isBytes()) {
    highest = highestByte(dataset.pixels, task);
  } else {
    highest = highestWhole(dataset.values, task);
    if (highest && *highest <= kByteWhite) makeBytes(dataset, task);
  }
  if (task.cancelled()) return;
  if (given) {
    dataset.white = static_cast<float>(*given);
  } else if (highest && *highest > 0) {
    dataset.white = whiteFor(*highest);
    if (!dataset.isPlainBytes()) dataset.notes.push_back(whiteRemark(*highest, dataset.white));
  }
}

}  // namespace isthmus
