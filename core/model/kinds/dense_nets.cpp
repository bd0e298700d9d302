#include "core/model/kinds/dense_nets.h"

#include <string>

namespace isthmus {

Setting hiddenSetting() {
  return {.key = "hidden",
          .label = "Hidden &layers",
          .noun = "the widths of the hidden layers",
          .explanation =
              "Units in each layer from the sample to the latent space; the decoder has the same "
              "in reverse.",
          .unit = "",
          .usual = std::vector<int>{256, 128},
          .lowest = 1,
          .highest = ModelSpec::kMaxWidth};
}

ModelSettings suggestedHidden(const DataFacts& data) {
  if (!hasFewNumbers(data)) return {};
  return {{"hidden", std::vector<int>{64, 64, 64}}};
}

Setting latentSetting() {
  return {.key = "latent",
          .label = "La&tent space",
          .noun = "the number of latent dimensions",
          .explanation =
              "How many numbers the bottleneck keeps of each sample; with 2 the plane shows all of it.",
          .unit = "dimensions",
          .usual = 2,
          .lowest = ModelSpec::kMinLatent,
          .highest = ModelSpec::kMaxLatent};
}

std::vector<Net> denseNets(std::size_t outputs, const std::vector<int>& hidden, int latent,
                           bool hasPosterior) {
  const auto stack = [](const char* name, auto begin, auto end) {
    std::vector<Layer> layers;
    for (; begin != end; ++begin)
      layers.push_back({name + std::to_string(layers.size()), Dense{*begin}, Activation::Relu});
    return layers;
  };
  std::vector<Net> nets;
  if (!hidden.empty()) nets.push_back({NetRole::Encoder, stack("encoder.", hidden.begin(), hidden.end())});
  nets.push_back({NetRole::Mean, {{"mean", Dense{latent}}}});
  if (hasPosterior) nets.push_back({NetRole::LogVariance, {{"log_variance", Dense{latent}}}});
  nets.push_back({NetRole::Decoder, stack("decoder.", hidden.rbegin(), hidden.rend())});
  nets.back().layers.push_back({"output", Dense{static_cast<int>(outputs)}});
  return nets;
}

}  // namespace isthmus
