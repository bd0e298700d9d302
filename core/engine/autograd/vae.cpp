#include "core/engine/autograd/vae.h"

#include <cmath>
#include <numbers>

namespace isthmus::autograd {
namespace {

at::Tensor throughHidden(std::span<const Linear> layers, at::Tensor x) {
  for (const Linear& layer : layers) x = at::relu(layer(x));
  return x;
}

}  // namespace

Vae::Vae(std::span<const NamedTensor> weights) {
  const auto parameter = [](const NamedTensor& tensor) {
    // from_blob only reads; the clone is ours.
    return at::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, at::kFloat)
        .clone()
        .requires_grad_();
  };
  for (std::size_t i = 0; i < weights.size(); i += 2)
    m_layers.push_back({parameter(weights[i]), parameter(weights[i + 1])});
}

Posterior Vae::encode(const at::Tensor& x) const {
  const at::Tensor hidden = throughHidden(std::span(m_layers).first(hiddenCount()), x);
  return {m_layers[hiddenCount()](hidden), m_layers[hiddenCount() + 1](hidden)};
}

at::Tensor Vae::decode(const at::Tensor& z) const {
  return m_layers.back()(throughHidden(std::span(m_layers).subspan(hiddenCount() + 2, hiddenCount()), z));
}

std::vector<at::Tensor> Vae::parameters() const {
  std::vector<at::Tensor> all;
  for (const Linear& layer : m_layers) all.insert(all.end(), {layer.weight, layer.bias});
  return all;
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
