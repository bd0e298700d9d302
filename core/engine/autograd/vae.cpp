#include "core/engine/detail/vae.h"

#include <cmath>
#include <span>

namespace isthmus::detail {
namespace {

at::Tensor throughHidden(std::span<const Linear> layers, at::Tensor x) {
  for (const Linear& layer : layers) x = at::relu(layer(x));
  return x;
}

}  // namespace

Vae::Vae(const VaeSpec& spec, at::Generator generator) : m_spec(spec) {
  const auto layout = weightLayout(spec);
  for (auto tensor = layout.begin(); tensor != layout.end(); tensor += 2) {
    const double bound = 1 / std::sqrt(static_cast<double>(tensor->shape[1]));
    const auto draw = [&](const std::vector<std::int64_t>& shape) {
      return at::empty(shape).uniform_(-bound, bound, generator).requires_grad_();
    };
    const at::Tensor weight = draw(tensor[0].shape);
    m_layers.push_back({weight, draw(tensor[1].shape)});
  }
}

Vae::Vae(const ModelSnapshot& snapshot) : m_spec(snapshot.spec) {
  const auto view = [](const NamedTensor& tensor) {
    return at::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, at::kFloat);  // only read
  };
  for (auto tensor = snapshot.weights.begin(); tensor != snapshot.weights.end(); tensor += 2)
    m_layers.push_back({view(tensor[0]), view(tensor[1])});
}

Posterior Vae::encode(const at::Tensor& x) const {
  const at::Tensor hidden = throughHidden(std::span(m_layers).first(hiddenCount()), x);
  return {m_layers[hiddenCount()](hidden), m_layers[hiddenCount() + 1](hidden)};
}

at::Tensor Vae::decodeLogits(const at::Tensor& z) const {
  return m_layers.back()(throughHidden(std::span(m_layers).subspan(hiddenCount() + 2, hiddenCount()), z));
}

std::vector<at::Tensor> Vae::parameters() const {
  std::vector<at::Tensor> all;
  for (const Linear& layer : m_layers) all.insert(all.end(), {layer.weight, layer.bias});
  return all;
}

std::vector<NamedTensor> Vae::copyWeights() const {
  std::vector<NamedTensor> weights = weightLayout(m_spec);
  const auto tensors = parameters();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const float* from = tensors[i].data_ptr<float>();
    weights[i].values.assign(from, from + tensors[i].numel());
  }
  return weights;
}

at::Tensor sampleLatent(const Posterior& posterior, const at::Tensor& noise) {
  return posterior.mean + at::exp(posterior.logVariance * 0.5) * noise;
}

at::Tensor bernoulliCrossEntropy(const at::Tensor& logits, const at::Tensor& x) {
  // -x log s(l) - (1 - x) log(1 - s(l)) = softplus(l) - x l, which neither overflows nor takes a log of zero.
  return (at::softplus(logits) - x * logits).sum(1);
}

at::Tensor klDivergence(const Posterior& posterior) {
  return -0.5 * (1 + posterior.logVariance - posterior.mean.square() - posterior.logVariance.exp()).sum(1);
}

}  // namespace isthmus::detail
