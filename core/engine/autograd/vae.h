#pragma once

#include "core/io/safetensors.h"

#include <torch/types.h>

#include <span>
#include <vector>

namespace isthmus::autograd {

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

/// The dense VAE (Kingma and Welling, Auto-Encoding Variational Bayes, 2014).
class Vae {
 public:
  /// A copy of these weights, in the order of weightLayout(), that collects gradients.
  explicit Vae(std::span<const NamedTensor> weights);

  Posterior encode(const at::Tensor& x) const;
  /// Logits of the intensities, or means of a Gaussian decoder: rows x input.
  at::Tensor decode(const at::Tensor& z) const;

  /// In the order of weightLayout().
  std::vector<at::Tensor> parameters() const;

 private:
  std::size_t hiddenCount() const { return (m_layers.size() - 3) / 2; }

  std::vector<Linear> m_layers;  // encoder's hidden ones, mean, log-variance, decoder's hidden ones, output
};

/// z = mean + exp(logVariance / 2) noise.
at::Tensor sampleLatent(const Posterior& posterior, const at::Tensor& noise);
/// Binary cross-entropy of intensities x given logits, summed over pixels: one value a row.
at::Tensor bernoulliCrossEntropy(const at::Tensor& logits, const at::Tensor& x);
/// Negative log-likelihood of x under a Gaussian with these means and one variance, summed over numbers: one
/// value a row.
at::Tensor gaussianNegativeLogLikelihood(const at::Tensor& means, const at::Tensor& x, double variance);
/// KL(q(z|x) || N(0, I)) in closed form: one value a row.
at::Tensor klDivergence(const Posterior& posterior);

}  // namespace isthmus::autograd
