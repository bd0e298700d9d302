#include "core/engine/vae_spec.h"

#include <string_view>
#include <utility>

namespace isthmus {
namespace {

bool within(int value, int low, int high) {
  return value >= low && value <= high;
}

std::optional<Error> validateShape(const ImageShape& shape) {
  const std::string text = std::to_string(shape.height) + " x " + std::to_string(shape.width) + " x " +
                           std::to_string(shape.channels);
  if (shape.channels != 1 && shape.channels != 3)
    return badSetting("shape", "a sample must have 1 or 3 channels, not " + std::to_string(shape.channels));
  if (!within(shape.height, 1, VaeSpec::kMaxInput) || !within(shape.width, 1, VaeSpec::kMaxInput) ||
      shape.size() > VaeSpec::kMaxInput) {
    return badSetting(
        "shape", "a sample must have between 1 and 1,048,576 numbers, which a shape of " + text + " has not");
  }
  return std::nullopt;
}

}  // namespace

Likelihood likelihoodFor(SampleKind kind) {
  return kind == SampleKind::Vector ? Likelihood::Gaussian : Likelihood::Bernoulli;
}

std::optional<Error> VaeSpec::validate() const {
  if (auto error = validateShape(shape)) return error;
  if (kind == SampleKind::Vector && (shape.height != 1 || shape.channels != 1))
    return badSetting("shape", "a vector must be one row of numbers");
  if (likelihood != likelihoodFor(kind))
    return badSetting("likelihood", kind == SampleKind::Vector
                                        ? "a model of vectors must have a Gaussian decoder"
                                        : "a model of pictures must have a Bernoulli decoder");
  if (hidden.empty() || hidden.size() > kMaxLayers) {
    return badSetting("hidden", "there must be between 1 and " + std::to_string(kMaxLayers) +
                                    " hidden layers, not " + std::to_string(hidden.size()));
  }
  for (const int width : hidden) {
    if (!within(width, 1, kMaxWidth))
      return badSetting("hidden",
                        "a hidden layer must be between 1 and 8,192 wide, not " + std::to_string(width));
  }
  if (!within(latent, kMinLatent, kMaxLatent)) {
    return badSetting("latent", "the number of latent dimensions must be between " +
                                    std::to_string(kMinLatent) + " and " + std::to_string(kMaxLatent) +
                                    ", not " + std::to_string(latent));
  }
  if (parameters() > kMaxParameters) {
    return badSetting("hidden", "a model of the architecture " + text() + " would have " +
                                    std::to_string(parameters()) +
                                    " weights; at most 268,435,456 are allowed");
  }
  return std::nullopt;
}

std::uint64_t VaeSpec::parameters() const {
  const auto layer = [](std::uint64_t in, std::uint64_t out) { return (in + 1) * out; };
  const auto code = static_cast<std::uint64_t>(latent);
  std::uint64_t encoderIn = shape.size();
  std::uint64_t sum = 0;
  for (const int width : hidden) {
    const auto out = static_cast<std::uint64_t>(width);
    sum += layer(encoderIn, out) + layer(out, encoderIn);  // and its mirror image in the decoder
    encoderIn = out;
  }
  return sum + 2 * layer(encoderIn, code) + layer(code, encoderIn);
}

std::string VaeSpec::text() const {
  std::string text = std::to_string(shape.size());
  for (const int width : hidden) text.append("-").append(std::to_string(width));
  return text.append("-").append(std::to_string(latent));
}

}  // namespace isthmus
