#pragma once

#include "core/engine/model_snapshot.h"
#include "core/engine/vae_spec.h"

#include <ATen/core/Generator.h>
#include <torch/types.h>

#include <vector>

namespace isthmus::detail {

/// A fully connected layer's parameters.
struct Linear {
  at::Tensor weight;  ///< out x in
  at::Tensor bias;    ///< out

  at::Tensor operator()(const at::Tensor& x) const { return at::linear(x, weight, bias); }
};

/// Parameters of q(z|x), one row a sample.
struct Posterior {
  at::Tensor mean;         ///< rows x latent
  at::Tensor logVariance;  ///< rows x latent
};

/// The dense VAE with a Bernoulli decoder (Kingma and Welling, Auto-Encoding Variational Bayes, 2014).
class Vae {
 public:
  /// New weights, uniform in +-1/sqrt(fan-in) as PyTorch's Linear draws them, from `generator` alone.
  Vae(const VaeSpec& spec, at::Generator generator);
  /// The snapshot's weights, without a copy: the snapshot must outlive the object.
  explicit Vae(const ModelSnapshot& snapshot);

  Posterior encode(const at::Tensor& x) const;
  /// Logits of the intensities, rows x input.
  at::Tensor decodeLogits(const at::Tensor& z) const;

  /// In the order of weightLayout().
  std::vector<at::Tensor> parameters() const;
  std::vector<NamedTensor> copyWeights() const;
  const VaeSpec& spec() const { return m_spec; }

 private:
  std::size_t hiddenCount() const { return m_spec.hidden.size(); }

  VaeSpec m_spec;
  std::vector<Linear> m_layers;  // encoder's hidden ones, mean, log-variance, decoder's hidden ones, output
};

/// z = mean + exp(logVariance / 2) noise.
at::Tensor sampleLatent(const Posterior& posterior, const at::Tensor& noise);
/// Binary cross-entropy of intensities x given logits, summed over pixels: one value a row.
at::Tensor bernoulliCrossEntropy(const at::Tensor& logits, const at::Tensor& x);
/// KL(q(z|x) || N(0, I)) in closed form: one value a row.
at::Tensor klDivergence(const Posterior& posterior);

}  // namespace isthmus::detail
