#include "core/model/model_spec.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/model/placed_layers.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <string_view>
#include <variant>

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
  const bool encodes = spec.net(NetRole::Mean) != nullptr;
  if (!spec.net(NetRole::Decoder) || (!encodes && spec.nets.size() > 1))
    return badSetting("nets", "there must be nets to the code and back, or a decoder alone");
  if (spec.net(NetRole::LogVariance) && spec.prior == Prior::None)
    return badSetting("prior", "a model with a posterior must have a prior");
  return std::nullopt;
}

/// All but the last layer of a net that ends at the code or at a sample.
bool isHidden(const Net& net, const Layer& layer) {
  return net.role == NetRole::Encoder || &layer != &net.layers.back();
}

std::optional<Error> checkLayers(const Net& net) {
  if (net.layers.empty() || net.layers.size() > ModelSpec::kMaxLayers)
    return badSetting("nets", "a net must have between 1 and " + std::to_string(ModelSpec::kMaxLayers) +
                                  " layers, not " + std::to_string(net.layers.size()));
  for (const Layer& layer : net.layers) {
    const auto* dense = std::get_if<Dense>(&layer.type);
    if (dense && isHidden(net, layer) && !within(dense->units, 1, ModelSpec::kMaxWidth))
      return badSetting(
          "hidden", "a hidden layer must be between 1 and 8,192 wide, not " + std::to_string(dense->units));
  }
  return std::nullopt;
}

/// What a net ends with is the code, or the parameters of a sample's likelihood.
std::optional<Error> checkEnd(const ModelSpec& spec, const PlacedLayer& last) {
  if (last.role == NetRole::Encoder) return std::nullopt;
  const bool isDecoder = last.role == NetRole::Decoder;
  const std::size_t needed = isDecoder ? spec.shape.size() : static_cast<std::size_t>(spec.latent);
  const bool isPicture = last.output.height > 1 || last.output.width > 1;
  const bool fits = last.output.size() == needed && (!isPicture || (isDecoder && last.output == spec.shape));
  if (fits && last.layer->activation == Activation::None) return std::nullopt;
  return badSetting("nets", "the layer " + quotedText(last.layer->name) + " must have " +
                                withThousands(needed) + " linear units");
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

/// Of a valid model.
std::vector<PlacedLayer> layersOf(const ModelSpec& spec) {
  return placeLayers(spec).value();
}

std::uint64_t numbersOf(std::span<const NamedTensor> tensors) {
  std::uint64_t sum = 0;
  for (const NamedTensor& tensor : tensors) sum += tensor.count();
  return sum;
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
    if (auto error = checkLayers(part)) return error;
  if (auto error = checkNames(*this)) return error;
  const auto layers = placeLayers(*this);
  if (!layers) return layers.error();
  for (std::size_t i = 0; i < layers->size(); ++i) {
    const bool isLast = i + 1 == layers->size() || (*layers)[i + 1].role != (*layers)[i].role;
    if (!isLast) continue;
    if (auto error = checkEnd(*this, (*layers)[i])) return error;
  }
  if (parameters() > kMaxParameters) {
    return badSetting("hidden", "a model of the architecture " + text() + " would have " +
                                    std::to_string(parameters()) +
                                    " weights; at most 268,435,456 are allowed");
  }
  return std::nullopt;
}

std::uint64_t ModelSpec::parameters() const {
  return numbersOf(weightLayout(*this));
}

std::uint64_t ModelSpec::trainedParameters() const {
  std::uint64_t sum = 0;
  for (const PlacedLayer& placed : layersOf(*this))
    sum += numbersOf(std::span(placed.weights).first(placed.trained));
  return sum;
}

std::uint64_t ModelSpec::operations() const {
  std::uint64_t sum = 0;
  for (const PlacedLayer& placed : layersOf(*this)) sum += placed.operations;
  return sum;
}

std::uint64_t ModelSpec::activations() const {
  std::uint64_t sum = 0;
  for (const PlacedLayer& placed : layersOf(*this)) sum += placed.output.size();
  return sum;
}

std::string ModelSpec::text() const {
  std::string text = std::to_string(shape.size());
  if (const Net* encoder = net(NetRole::Encoder)) {
    for (const Layer& layer : encoder->layers) {
      const auto* dense = std::get_if<Dense>(&layer.type);
      text.append("-").append(dense ? std::to_string(dense->units) : layerText(layer));
    }
  }
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
  for (PlacedLayer& placed : layersOf(spec)) std::ranges::move(placed.weights, std::back_inserter(layout));
  return layout;
}

}  // namespace isthmus
