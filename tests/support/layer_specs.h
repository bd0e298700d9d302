#pragma once

#include "core/model/model_spec.h"

#include <string>
#include <utility>
#include <vector>

namespace isthmus::test {

/// The convolutional autoencoder that a well-known course publishes: 416,262 parameters, of which 415,494 are
/// found by gradients; its code, which the course leaves 49 wide, is the model's.
inline ModelSpec publishedConvolutional() {
  return {.kind = "published",
          .shape = {28, 28, 1},
          .likelihood = Likelihood::Bernoulli,
          .prior = Prior::None,
          .latent = 49,
          .nets = {{NetRole::Encoder,
                    {{"conv1", Convolution{64}},
                     {"conv2", Convolution{128}},
                     {"norm1", BatchNorm{}, Activation::Relu},
                     {"pool1", MaxPooling{}},
                     {"conv3", Convolution{256}},
                     {"norm2", BatchNorm{}, Activation::Relu},
                     {"pool2", MaxPooling{}},
                     {"squeeze", Convolution{1, 1}},
                     {"dropout", Dropout{0.3}}}},
                   {NetRole::Mean, {{"dense1", Dense{49}}}},
                   {NetRole::Decoder,
                    {{"dense2", Dense{49}, Activation::Relu},
                     {"dense3", Dense{784}, Activation::Relu},
                     {"picture", Reshape{{28, 28, 1}}},
                     {"conv4", Convolution{64}, Activation::Relu},
                     {"output", Convolution{1, 1}}}}}};
}

/// A small VAE of 6 x 6 pictures with a layer of every type, every activation and a residual link.
inline ModelSpec everyLayer() {
  return {.kind = "every-layer",
          .shape = {6, 6, 1},
          .likelihood = Likelihood::Bernoulli,
          .prior = Prior::StandardNormal,
          .latent = 2,
          .nets = {{NetRole::Encoder,
                    {{"e1", Convolution{4, 3, 2}, Activation::LeakyRelu},
                     {"e2", Convolution{4, 3}, Activation::Tanh},
                     {"e3", BatchNorm{}, Activation::Relu, "e1"},
                     {"e4", MaxPooling{2}},
                     {"e5", Dropout{0.25}}}},
                   {NetRole::Mean, {{"mean", Dense{2}}}},
                   {NetRole::LogVariance, {{"log_variance", Dense{2}}}},
                   {NetRole::Decoder,
                    {{"d1", Dense{18}, Activation::Relu},
                     {"d2", Reshape{{3, 3, 2}}},
                     {"d3", UpConvolution{3, 3, 2}, Activation::LeakyRelu},
                     {"d4", Convolution{1, 3}}}}}};
}

}  // namespace isthmus::test
