#include "core/engine/torch/nets.h"

#include "core/model/placed_layers.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <variant>

namespace isthmus::autograd {
namespace {

constexpr double kLeak = 0.01;         // of Activation::LeakyRelu
constexpr double kNormMomentum = 0.1;  // of batch norm's running averages: what a batch adds
constexpr double kNormEpsilon = 1e-5;  // beside its variance

at::Tensor parameterFrom(const NamedTensor& tensor, bool isTrained, Nets::Use use) {
  // from_blob only reads, and what it reads is nobody's to change.
  const at::Tensor borrowed =
      at::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, at::kFloat);
  if (use == Nets::Use::Inference) return borrowed;
  return borrowed.clone().requires_grad_(isTrained);
}

/// Rows of numbers as LibTorch's pictures, rows x channels x height x width: the same memory, seen another
/// way.
at::Tensor picturesFrom(const at::Tensor& x, const ImageShape& shape) {
  return x.view({x.size(0), shape.height, shape.width, shape.channels}).permute({0, 3, 1, 2});
}

at::Tensor rowsFrom(const at::Tensor& pictures) {
  return pictures.permute({0, 2, 3, 1}).reshape({pictures.size(0), -1});
}

at::Tensor activated(const at::Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::None:
      return x;
    case Activation::Relu:
      return at::relu(x);
    case Activation::LeakyRelu:
      return at::leaky_relu(x, kLeak);
    case Activation::Tanh:
      return at::tanh(x);
  }
  return x;
}

at::Tensor convolved(const at::Tensor& pictures, std::span<const at::Tensor> weights, int kernel,
                     int stride) {
  return at::conv2d(pictures, weights[0], weights[1], stride, kernel / 2);
}

/// What a type of layer makes of rows of numbers.
struct ApplyType {
  const at::Tensor& x;
  const ImageShape& input;
  std::span<const at::Tensor> weights;
  const Pass& pass;

  at::Tensor operator()(const Dense&) const { return at::linear(x, weights[0], weights[1]); }
  at::Tensor operator()(const Convolution& layer) const {
    return rowsFrom(convolved(picturesFrom(x, input), weights, layer.kernel, layer.stride));
  }
  at::Tensor operator()(const UpConvolution& layer) const {
    const at::Tensor larger = at::upsample_nearest2d(
        picturesFrom(x, input), {input.height * layer.factor, input.width * layer.factor});
    return rowsFrom(convolved(larger, weights, layer.kernel, 1));
  }
  at::Tensor operator()(const MaxPooling& layer) const {
    return rowsFrom(at::max_pool2d(picturesFrom(x, input), {layer.size, layer.size}));
  }
  at::Tensor operator()(const BatchNorm&) const {
    const bool trains = pass.training.has_value();
    return rowsFrom(at::batch_norm(picturesFrom(x, input), weights[0], weights[1], weights[2], weights[3],
                                   trains, kNormMomentum, kNormEpsilon, false));
  }
  at::Tensor operator()(const Dropout& layer) const {
    if (!pass.training || layer.rate == 0) return x;
    const double kept = 1 - layer.rate;
    return x * at::empty_like(x).bernoulli_(kept, *pass.training).div_(kept);
  }
  at::Tensor operator()(const Reshape&) const { return x; }
};

}  // namespace

Nets::Nets(const ModelSpec& spec, std::span<const NamedTensor> weights, Use use) {
  const std::vector<PlacedLayer> layers = placeLayers(spec).value();
  auto weight = weights.begin();
  for (const PlacedLayer& placed : layers) {
    for (std::size_t i = 0; i < placed.weights.size(); ++i)
      m_parameters.push_back(parameterFrom(*weight++, i < placed.trained, use));
  }
  std::size_t first = 0;
  for (const PlacedLayer& placed : layers) {
    std::vector<RunLayer>& net = m_nets[placed.role];
    const std::vector<Layer>& named = spec.net(placed.role)->layers;
    const auto added = std::ranges::find(named, placed.layer->adds, &Layer::name);
    net.push_back({.type = placed.layer->type,
                   .activation = placed.layer->activation,
                   .adds = added == named.end()
                               ? std::nullopt
                               : std::optional(static_cast<std::size_t>(added - named.begin())),
                   .input = placed.input,
                   .weights = std::span(m_parameters).subspan(first, placed.weights.size())});
    first += placed.weights.size();
  }
}

at::Tensor Nets::apply(const RunLayer& layer, const at::Tensor& x, const Pass& pass) const {
  if (pass.stop.stop_requested()) throw Stopped{};
  return std::visit(ApplyType{x, layer.input, layer.weights, pass}, layer.type);
}

at::Tensor Nets::run(NetRole role, at::Tensor x, const Pass& pass) const {
  const auto net = m_nets.find(role);
  if (net == m_nets.end()) return x;
  std::vector<at::Tensor> outputs;
  for (const RunLayer& layer : net->second) {
    x = apply(layer, x, pass);
    if (layer.adds) x = x + outputs[*layer.adds];
    x = activated(x, layer.activation);
    outputs.push_back(x);
  }
  return x;
}

Posterior Nets::encode(const at::Tensor& x, const Pass& pass) const {
  const at::Tensor hidden = run(NetRole::Encoder, x, pass);
  return {run(NetRole::Mean, hidden, pass),
          hasPosterior() ? run(NetRole::LogVariance, hidden, pass) : at::Tensor()};
}

at::Tensor Nets::decode(const at::Tensor& z, const Pass& pass) const {
  return run(NetRole::Decoder, z, pass);
}

at::Tensor sampleLatent(const Posterior& posterior, const at::Tensor& noise) {
  return posterior.mean + at::exp(posterior.logVariance * 0.5) * noise;
}

at::Tensor bernoulliCrossEntropy(const at::Tensor& logits, const at::Tensor& x) {
  // -x log s(l) - (1 - x) log(1 - s(l)) = softplus(l) - x l, which neither overflows nor takes a log of zero.
  return (at::softplus(logits) - x * logits).sum(1);
}

at::Tensor gaussianNegativeLogLikelihood(const at::Tensor& means, const at::Tensor& x, double variance) {
  return (0.5 * (means - x).square() / variance + 0.5 * std::log(2 * std::numbers::pi * variance)).sum(1);
}

at::Tensor klDivergence(const Posterior& posterior) {
  return -0.5 * (1 + posterior.logVariance - posterior.mean.square() - posterior.logVariance.exp()).sum(1);
}

}  // namespace isthmus::autograd
