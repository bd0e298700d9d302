#pragma once

#include "core/base/image.h"

#include <string>
#include <variant>
#include <vector>

namespace isthmus {

/// What is done to each output of a layer.
enum class Activation {
  None,
  Relu,
  LeakyRelu,  ///< x below zero becomes 0.01 x
  Tanh,
};

// What a layer does. Samples and what lies between layers are pictures of height x width x channels, whose
// numbers go by row, column, channel; the outputs of a dense layer are the channels of one pixel.

/// Fully connected, from all numbers that come in, whatever their shape.
struct Dense {
  int units = 0;  ///< outputs
  bool operator==(const Dense&) const = default;
};

/// With a square kernel; zeros lie around the picture, so that a side of n becomes ceil(n / stride).
struct Convolution {
  int filters = 0;  ///< channels that come out
  int kernel = 3;   ///< side of the kernel, odd
  int stride = 1;
  bool operator==(const Convolution&) const = default;
};

/// Each pixel is repeated `factor` times along both sides, and a convolution without stride follows: none of
/// the checkerboards that transposed convolutions leave (Odena, Dumoulin & Olah 2016, distill.pub).
struct UpConvolution {
  int filters = 0;
  int kernel = 3;
  int factor = 2;
  bool operator==(const UpConvolution&) const = default;
};

/// The largest number of each square of `size`; what is left over at the right and below is dropped.
struct MaxPooling {
  int size = 2;
  bool operator==(const MaxPooling&) const = default;
};

/// Each channel less its mean, over its standard deviation, then scaled and shifted (Ioffe & Szegedy 2015).
/// Both are the batch's while it trains, and else a running average.
struct BatchNorm {
  bool operator==(const BatchNorm&) const = default;
};

/// While it trains each number is zero with this probability, and the others are larger by as much.
struct Dropout {
  double rate = 0.5;
  bool operator==(const Dropout&) const = default;
};

/// The same numbers in the same order as a picture of another shape.
struct Reshape {
  ImageShape shape;
  bool operator==(const Reshape&) const = default;
};

using LayerType = std::variant<Dense, Convolution, UpConvolution, MaxPooling, BatchNorm, Dropout, Reshape>;

/// A step of a net: its type, then what `adds` names is added, then the activation.
struct Layer {
  std::string name;  ///< of its tensors, NAME.weight and NAME.bias; unique in a model: "encoder.0"
  LayerType type;
  Activation activation = Activation::None;
  /// A residual link: the name of an earlier layer of the net whose outputs, of the same shape, are added; or
  /// empty.
  std::string adds = {};
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
