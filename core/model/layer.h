#pragma once

#include <string>
#include <vector>

namespace isthmus {

/// What is done to each output of a layer.
enum class Activation { None, Relu };

/// A fully connected layer.
struct Layer {
  std::string name;  ///< of its tensors, NAME.weight and NAME.bias; unique in a model: "encoder.0"
  int units = 0;     ///< outputs
  Activation activation = Activation::None;
  bool operator==(const Layer&) const = default;
};

/// What a net is for. Encoder, Mean and LogVariance lead from a sample to its code, Decoder back.
enum class NetRole {
  Encoder,      ///< from the sample to what the code's nets begin with; may be left out
  Mean,         ///< from the encoder to the code, or to its mean where there is a posterior
  LogVariance,  ///< from the encoder to the posterior's log-variance
  Decoder,      ///< from a code to the parameters of the likelihood
};

/// Layers one behind the other.
struct Net {
  NetRole role = NetRole::Encoder;
  std::vector<Layer> layers;
  bool operator==(const Net&) const = default;
};

}  // namespace isthmus
