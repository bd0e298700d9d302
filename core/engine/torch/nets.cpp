#include "core/engine/torch/nets.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace isthmus::autograd {
namespace {

at::Tensor parameterFrom(const NamedTensor& tensor) {
  // from_blob only reads; the clone is ours.
  return at::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, at::kFloat)
      .clone()
      .requires_grad_();
}

}  // namespace

Nets::Nets(const ModelSpec& spec, std::span<const NamedTensor> weights) {
  for (const NamedTensor& tensor : weights) m_parameters.push_back(parameterFrom(tensor));
  auto parameter = m_parameters.begin();
  for (const Net& net : spec.nets) {
    std::vector<RunLayer>& layers = m_nets[net.role];
    for (const Layer& layer : net.layers) {
      layers.push_back({parameter[0], parameter[1], layer.activation});
      parameter += 2;
    }
  }
}

at::Tensor Nets::run(NetRole role, at::Tensor x) const {
  const auto net = m_nets.find(role);
  if (net == m_nets.end()) return x;
  for (const RunLayer& layer : net->second) {
    x = at::linear(x, layer.weight, layer.bias);
    if (layer.activation == Activation::Relu) x = at::relu(x);
  }
  return x;
}

Posterior Nets::encode(const at::Tensor& x) const {
  const at::Tensor hidden = run(NetRole::Encoder, x);
  return {run(NetRole::Mean, hidden), hasPosterior() ? run(NetRole::LogVariance, hidden) : at::Tensor()};
}

at::Tensor Nets::decode(const at::Tensor& z) const {
  return run(NetRole::Decoder, z);
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
