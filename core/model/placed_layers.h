#pragma once

#include "core/base/result.h"
#include "core/io/safetensors.h"
#include "core/model/model_spec.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// How the names of batch norm's running averages end.
inline constexpr std::string_view kRunningMean = ".running_mean";
inline constexpr std::string_view kRunningVariance = ".running_variance";

/// A layer where it stands in a model, and what follows from that.
struct PlacedLayer {
  NetRole role = NetRole::Encoder;
  const Layer* layer = nullptr;  ///< of the spec, which must outlive this
  ImageShape input;
  ImageShape output;
  /// Names and shapes, without values: NAME.weight [outputs, inputs] (of convolutions [filters, channels,
  /// kernel, kernel]) and NAME.bias [outputs]; of batch norm NAME.weight and NAME.bias, then
  /// NAME.running_mean and NAME.running_variance, each [channels].
  std::vector<NamedTensor> weights = {};
  std::size_t trained = 0;       ///< so many of the weights, the first, are found by gradients
  std::uint64_t operations = 0;  ///< multiplications for one sample
};

/// All layers of a model, net by net. Fails at the first that cannot follow on what is before it or passes a
/// limit; Error::where is the field's name. The model need not be valid otherwise, but each net has a layer.
Result<std::vector<PlacedLayer>> placeLayers(const ModelSpec& spec);

/// "dense 128", "convolution 64 3x3": for people.
std::string layerText(const Layer& layer);

}  // namespace isthmus
