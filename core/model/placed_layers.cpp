#include "core/model/placed_layers.h"

#include "core/base/number_text.h"
#include "core/base/text.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace isthmus {
namespace {

constexpr int kMaxKernel = 31;
constexpr int kMaxStep = 16;  // of strides, factors and pools
constexpr double kMaxDropout = 0.95;

std::int64_t length(int count) {
  return count;
}

int numbersIn(const ImageShape& shape) {
  return static_cast<int>(shape.size());  // at most kMaxActivations
}

std::string sidesText(const ImageShape& shape) {
  return std::to_string(shape.height) + " x " + std::to_string(shape.width) + " x " +
         std::to_string(shape.channels);
}

/// Says what a layer makes of what comes in, or what is wrong with it.
class Placing {
 public:
  Placing(const Layer& layer, const ImageShape& input) : m_layer(layer), m_in(input) {}

  /// Fills in all but role and layer.
  std::optional<Error> operator()(PlacedLayer& placed) {
    m_placed = &placed;
    placed.input = m_in;
    auto error = std::visit([this](const auto& type) { return place(type); }, m_layer.type);
    if (!error && (placed.output.height < 1 || placed.output.width < 1))
      error = bad("leaves nothing of pictures of " + sidesText(m_in));
    return error;
  }

 private:
  std::optional<Error> place(const Dense& dense) {
    // The output layer is as wide as a sample; hidden ones have the width's limit (see model_spec.cpp).
    if (auto error = expect(dense.units, 1, ModelSpec::kMaxInput, "units")) return error;
    m_placed->output = {1, 1, dense.units};
    m_placed->operations = std::uint64_t{m_in.size()} * static_cast<std::uint64_t>(dense.units);
    addWeights({length(dense.units), length(numbersIn(m_in))});
    return std::nullopt;
  }

  std::optional<Error> place(const Convolution& convolution) {
    if (auto error = expect(convolution.stride, 1, kMaxStep, "the stride")) return error;
    return convolve(convolution.filters, convolution.kernel,
                    {(m_in.height + convolution.stride - 1) / convolution.stride,
                     (m_in.width + convolution.stride - 1) / convolution.stride, convolution.filters});
  }

  std::optional<Error> place(const UpConvolution& convolution) {
    if (auto error = expect(convolution.factor, 1, kMaxStep, "the factor")) return error;
    return convolve(convolution.filters, convolution.kernel,
                    {m_in.height * convolution.factor, m_in.width * convolution.factor, convolution.filters});
  }

  std::optional<Error> convolve(int filters, int kernel, const ImageShape& output) {
    if (auto error = expect(filters, 1, ModelSpec::kMaxWidth, "filters")) return error;
    if (kernel % 2 != 1 || kernel < 1 || kernel > kMaxKernel)
      return bad("must have an odd kernel from 1 to " + std::to_string(kMaxKernel) + ", not " +
                 std::to_string(kernel));
    m_placed->output = output;
    const std::uint64_t perPixel = std::uint64_t{static_cast<unsigned>(kernel * kernel)} *
                                   static_cast<unsigned>(m_in.channels) * static_cast<unsigned>(filters);
    m_placed->operations =
        perPixel * static_cast<unsigned>(output.height) * static_cast<unsigned>(output.width);
    addWeights({length(filters), length(m_in.channels), length(kernel), length(kernel)});
    return std::nullopt;
  }

  std::optional<Error> place(const MaxPooling& pooling) {
    if (auto error = expect(pooling.size, 1, kMaxStep, "the size")) return error;
    m_placed->output = {m_in.height / pooling.size, m_in.width / pooling.size, m_in.channels};
    return std::nullopt;
  }

  std::optional<Error> place(const BatchNorm&) {
    m_placed->output = m_in;
    addWeights({length(m_in.channels)});
    for (const std::string_view statistic : {kRunningMean, kRunningVariance})
      m_placed->weights.push_back({m_layer.name + std::string(statistic), {length(m_in.channels)}, {}});
    return std::nullopt;
  }

  std::optional<Error> place(const Dropout& dropout) {
    m_placed->output = m_in;
    if (dropout.rate >= 0 && dropout.rate <= kMaxDropout) return std::nullopt;
    return bad("must drop a share from 0 to " + numberText(kMaxDropout) + ", not " +
               numberText(dropout.rate));
  }

  std::optional<Error> place(const Reshape& reshape) {
    m_placed->output = reshape.shape;
    const auto inLimits = [](int side) { return side >= 1 && side <= ModelSpec::kMaxInput; };
    const bool isShape =
        inLimits(reshape.shape.height) && inLimits(reshape.shape.width) && inLimits(reshape.shape.channels);
    // Three sides of a million each stay far below what a size holds.
    if (isShape && reshape.shape.size() == m_in.size()) return std::nullopt;
    return bad("cannot make " + sidesText(reshape.shape) + " of " + withThousands(m_in.size()) + " numbers");
  }

  void addWeights(std::vector<std::int64_t> shape) {
    m_placed->weights.push_back({m_layer.name + ".weight", shape, {}});
    m_placed->weights.push_back({m_layer.name + ".bias", {shape.front()}, {}});
    m_placed->trained = 2;
  }

  std::optional<Error> expect(int value, int low, int high, const char* what) const {
    if (value >= low && value <= high) return std::nullopt;
    return bad("must have " + std::string(what) + " from " + withThousands(static_cast<std::size_t>(low)) +
               " to " + withThousands(static_cast<std::size_t>(high)) + ", not " + std::to_string(value));
  }

  Error bad(const std::string& what) const {
    return badSetting("nets", "the layer " + quotedText(m_layer.name) + " " + what);
  }

  const Layer& m_layer;
  ImageShape m_in;
  PlacedLayer* m_placed = nullptr;
};

/// What a layer's residual link adds must be there already and have the shape of what it is added to.
std::optional<Error> checkLink(const PlacedLayer& placed, std::span<const PlacedLayer> before) {
  const std::string& name = placed.layer->adds;
  if (name.empty()) return std::nullopt;
  const auto found = std::ranges::find_if(before, [&](const PlacedLayer& earlier) {
    return earlier.role == placed.role && earlier.layer->name == name;
  });
  if (found != before.end() && found->output == placed.output) return std::nullopt;
  return badSetting("nets", "the layer " + quotedText(placed.layer->name) + " adds " + quotedText(name) +
                                ", which is no earlier layer of its net with outputs of the same shape");
}

/// What goes into a net, when the nets before it have been placed.
ImageShape inputOf(const ModelSpec& spec, NetRole role, std::span<const PlacedLayer> before) {
  if (role == NetRole::Decoder) return {1, 1, spec.latent};
  const auto last = std::ranges::find(before.rbegin(), before.rend(), NetRole::Encoder, &PlacedLayer::role);
  return role == NetRole::Encoder || last == before.rend() ? spec.shape : last->output;
}

std::string kernelText(const char* type, int filters, int kernel) {
  const std::string side = std::to_string(kernel);
  return std::string(type) + " " + std::to_string(filters) + " " + side + "x" + side;
}

struct TypeText {
  std::string operator()(const Dense& dense) const { return "dense " + std::to_string(dense.units); }
  std::string operator()(const Convolution& convolution) const {
    const std::string text = kernelText("convolution", convolution.filters, convolution.kernel);
    return convolution.stride == 1 ? text : text + " / " + std::to_string(convolution.stride);
  }
  std::string operator()(const UpConvolution& convolution) const {
    return kernelText("up-convolution", convolution.filters, convolution.kernel) + " x " +
           std::to_string(convolution.factor);
  }
  std::string operator()(const MaxPooling& pooling) const {
    return "max pooling " + std::to_string(pooling.size);
  }
  std::string operator()(const BatchNorm&) const { return "batch norm"; }
  std::string operator()(const Dropout& dropout) const { return "dropout " + numberText(dropout.rate); }
  std::string operator()(const Reshape& reshape) const { return "reshape " + sidesText(reshape.shape); }
};

}  // namespace

Result<std::vector<PlacedLayer>> placeLayers(const ModelSpec& spec) {
  std::vector<PlacedLayer> placed;
  std::uint64_t activations = 0;
  for (const Net& net : spec.nets) {
    ImageShape input = inputOf(spec, net.role, placed);
    for (const Layer& layer : net.layers) {
      PlacedLayer next{.role = net.role, .layer = &layer, .input = input, .output = {}};
      if (auto error = Placing(layer, input)(next)) return *std::move(error);
      if (auto error = checkLink(next, placed)) return *std::move(error);
      activations += next.output.size();
      if (activations > ModelSpec::kMaxActivations)
        return badSetting("nets", "the outputs of the layers up to " + quotedText(layer.name) + " would be " +
                                      withThousands(activations) + " numbers a sample; at most " +
                                      withThousands(ModelSpec::kMaxActivations) + " are allowed");
      input = next.output;
      placed.push_back(std::move(next));
    }
  }
  return placed;
}

std::string layerText(const Layer& layer) {
  return std::visit(TypeText{}, layer.type);
}

}  // namespace isthmus
