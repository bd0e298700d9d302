#include "core/model/model_spec.h"

#include "core/base/number_text.h"
#include "core/base/text.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMaxLayerName = 64;  // characters

bool within(int value, int low, int high) {
  return value >= low && value <= high;
}

std::optional<Error> checkShape(const ModelSpec& spec) {
  const ImageShape& shape = spec.shape;
  if (shape.channels != 1 && shape.channels != 3)
    return badSetting("shape", "a sample must have 1 or 3 channels, not " + std::to_string(shape.channels));
  if (!within(shape.height, 1, ModelSpec::kMaxInput) || !within(shape.width, 1, ModelSpec::kMaxInput) ||
      shape.size() > ModelSpec::kMaxInput) {
    const std::string text = std::to_string(shape.height) + " x " + std::to_string(shape.width) + " x " +
                             std::to_string(shape.channels);
    return badSetting(
        "shape", "a sample must have between 1 and 1,048,576 numbers, which a shape of " + text + " has not");
  }
  if (spec.samples == SampleKind::Vector && (shape.height != 1 || shape.channels != 1))
    return badSetting("shape", "a vector must be one row of numbers");
  return std::nullopt;
}

std::optional<Error> checkRoles(const ModelSpec& spec) {
  const bool inOrder =
      std::ranges::is_sorted(spec.nets, std::ranges::less_equal{}, &Net::role) || spec.nets.size() < 2;
  if (!inOrder) return badSetting("nets", "each net must be there once, in the order of their roles");
  const bool chains = spec.net(NetRole::Mean) && spec.net(NetRole::Decoder);
  if (!chains) return badSetting("nets", "there must be nets to the code and back");
  if (spec.net(NetRole::LogVariance) && spec.prior == Prior::None)
    return badSetting("prior", "a model with a posterior must have a prior");
  return std::nullopt;
}

/// A net's last layer has the width that what follows needs; the others are hidden.
std::optional<Error> checkWidths(const ModelSpec& spec, const Net& net) {
  const bool isEncoder = net.role == NetRole::Encoder;
  const std::size_t hidden = isEncoder ? net.layers.size() : net.layers.size() - (net.layers.empty() ? 0 : 1);
  if (net.layers.empty() || hidden > ModelSpec::kMaxHidden) {
    return badSetting("hidden", "there must be between 1 and " + std::to_string(ModelSpec::kMaxHidden) +
                                    " hidden layers, not " + std::to_string(hidden));
  }
  for (std::size_t i = 0; i < hidden; ++i) {
    if (!within(net.layers[i].units, 1, ModelSpec::kMaxWidth))
      return badSetting("hidden", "a hidden layer must be between 1 and 8,192 wide, not " +
                                      std::to_string(net.layers[i].units));
  }
  if (isEncoder) return std::nullopt;
  const std::size_t needed =
      net.role == NetRole::Decoder ? spec.shape.size() : static_cast<std::size_t>(spec.latent);
  const Layer& last = net.layers.back();
  if (last.units < 0 || static_cast<std::size_t>(last.units) != needed || last.activation != Activation::None)
    return badSetting("nets", "the layer " + quotedText(last.name) + " must have " + withThousands(needed) +
                                  " linear units");
  return std::nullopt;
}

std::optional<Error> checkNames(const ModelSpec& spec) {
  std::set<std::string_view> names;
  for (const Net& net : spec.nets) {
    for (const Layer& layer : net.layers) {
      if (layer.name.empty() || layer.name.size() > kMaxLayerName || !names.insert(layer.name).second)
        return badSetting("nets", "each layer must have a name of its own, of at most " +
                                      std::to_string(kMaxLayerName) + " characters");
    }
  }
  return std::nullopt;
}

/// Numbers that go into a net.
std::size_t inputOf(const ModelSpec& spec, NetRole role) {
  if (role == NetRole::Decoder) return static_cast<std::size_t>(spec.latent);
  const Net* encoder = role == NetRole::Encoder ? nullptr : spec.net(NetRole::Encoder);
  return encoder ? static_cast<std::size_t>(encoder->layers.back().units) : spec.shape.size();
}

/// Calls visit(layer, inputs, outputs) for each layer in the order of weightLayout().
template <typename Visit>
void forEachLayer(const ModelSpec& spec, Visit&& visit) {
  for (const Net& net : spec.nets) {
    std::size_t width = inputOf(spec, net.role);
    for (const Layer& layer : net.layers) {
      const auto units = static_cast<std::size_t>(layer.units);
      visit(layer, width, units);
      width = units;
    }
  }
}

}  // namespace

const Net* ModelSpec::net(NetRole role) const {
  const auto found = std::ranges::find(nets, role, &Net::role);
  return found == nets.end() ? nullptr : &*found;
}

std::optional<Error> ModelSpec::validate() const {
  if (auto error = checkShape(*this)) return error;
  if (samples == SampleKind::Vector && likelihood == Likelihood::Bernoulli)
    return badSetting("likelihood", "a model of vectors must have a Gaussian decoder");
  if (!within(latent, kMinLatent, kMaxLatent)) {
    return badSetting("latent", "the number of latent dimensions must be between " +
                                    std::to_string(kMinLatent) + " and " + std::to_string(kMaxLatent) +
                                    ", not " + std::to_string(latent));
  }
  if (auto error = checkRoles(*this)) return error;
  for (const Net& part : nets)
    if (auto error = checkWidths(*this, part)) return error;
  if (auto error = checkNames(*this)) return error;
  if (parameters() > kMaxParameters) {
    return badSetting("hidden", "a model of the architecture " + text() + " would have " +
                                    std::to_string(parameters()) +
                                    " weights; at most 268,435,456 are allowed");
  }
  return std::nullopt;
}

std::uint64_t ModelSpec::parameters() const {
  std::uint64_t sum = 0;
  forEachLayer(*this, [&](const Layer&, std::uint64_t in, std::uint64_t out) { sum += (in + 1) * out; });
  return sum;
}

std::uint64_t ModelSpec::operations() const {
  std::uint64_t sum = 0;
  forEachLayer(*this, [&](const Layer&, std::uint64_t in, std::uint64_t out) { sum += in * out; });
  return sum;
}

std::string ModelSpec::text() const {
  std::string text = std::to_string(shape.size());
  if (const Net* encoder = net(NetRole::Encoder))
    for (const Layer& layer : encoder->layers) text.append("-").append(std::to_string(layer.units));
  return text.append("-").append(std::to_string(latent));
}

Capabilities capabilitiesOf(const ModelSpec& spec) {
  return {.encodes = spec.net(NetRole::Mean) != nullptr,
          .decodes = spec.net(NetRole::Decoder) != nullptr,
          .hasPosterior = spec.net(NetRole::LogVariance) != nullptr,
          .hasPrior = spec.prior == Prior::StandardNormal};
}

std::vector<NamedTensor> weightLayout(const ModelSpec& spec) {
  std::vector<NamedTensor> layout;
  forEachLayer(spec, [&](const Layer& layer, std::size_t in, std::size_t out) {
    const auto inputs = static_cast<std::int64_t>(in);
    const auto outputs = static_cast<std::int64_t>(out);
    layout.push_back({layer.name + ".weight", {outputs, inputs}, {}});
    layout.push_back({layer.name + ".bias", {outputs}, {}});
  });
  return layout;
}

}  // namespace isthmus
