#pragma once

#include "core/model/model_spec.h"

#include <torch/types.h>

#include <map>
#include <span>
#include <vector>

namespace isthmus::autograd {

/// Codes, and where there is a posterior its log-variances, one row a sample.
struct Posterior {
  at::Tensor mean;         ///< rows x latent
  at::Tensor logVariance;  ///< rows x latent; undefined without a posterior
};

/// A model's nets as LibTorch runs them, whatever they are made of.
class Nets {
 public:
  /// A copy of these weights, in the order of weightLayout(spec), that collects gradients.
  Nets(const ModelSpec& spec, std::span<const NamedTensor> weights);

  bool hasPosterior() const { return m_nets.contains(NetRole::LogVariance); }
  Posterior encode(const at::Tensor& x) const;
  /// Logits of the intensities, or means of a Gaussian decoder: rows x input.
  at::Tensor decode(const at::Tensor& z) const;

  /// In the order of weightLayout().
  const std::vector<at::Tensor>& parameters() const { return m_parameters; }

 private:
  struct RunLayer {
    at::Tensor weight;  ///< out x in
    at::Tensor bias;    ///< out
    Activation activation;
  };

  at::Tensor run(NetRole role, at::Tensor x) const;

  std::map<NetRole, std::vector<RunLayer>> m_nets;
  std::vector<at::Tensor> m_parameters;
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
