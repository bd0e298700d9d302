#pragma once

#include "core/model/model_spec.h"

#include <ATen/core/Generator.h>
#include <torch/types.h>

#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace isthmus::autograd {

/// Codes, and where there is a posterior its log-variances, one row a sample.
struct Posterior {
  at::Tensor mean;         ///< rows x latent
  at::Tensor logVariance;  ///< rows x latent; undefined without a posterior
};

/// How a batch goes through nets.
struct Pass {
  /// Draws what dropout drops, and batch norm then takes the batch's statistics and adds them to the running
  /// ones; none: the nets as they are, without dropout.
  std::optional<at::Generator> training = {};
  std::stop_token stop = {};  ///< looked at between layers
};

/// Thrown by a pass that was asked to stop: one layer can take a second, and a batch has many.
struct Stopped {};

/// A model's nets as LibTorch runs them, whatever they are made of.
class Nets {
 public:
  enum class Use {
    Training,   ///< a copy of the weights, of which those that are trained collect gradients
    Inference,  ///< borrows the weights, which must outlive it
  };
  /// `weights` are in the order of weightLayout(spec).
  Nets(const ModelSpec& spec, std::span<const NamedTensor> weights, Use use = Use::Training);

  // Layers refer to the parameters.
  Nets(const Nets&) = delete;
  Nets& operator=(const Nets&) = delete;
  ~Nets() = default;

  bool hasPosterior() const { return m_nets.contains(NetRole::LogVariance); }
  /// x: rows x input, numbers in the samples' order.
  Posterior encode(const at::Tensor& x, const Pass& pass = {}) const;
  /// Logits of the intensities, or means of a Gaussian decoder: rows x input.
  at::Tensor decode(const at::Tensor& z, const Pass& pass = {}) const;

  /// In the order of weightLayout(); those that are not trained among them collect no gradients.
  const std::vector<at::Tensor>& parameters() const { return m_parameters; }

 private:
  struct RunLayer {
    LayerType type;
    Activation activation = Activation::None;
    std::optional<std::size_t> adds = {};      ///< the layer of the net whose outputs are added
    ImageShape input;                          ///< of one row
    std::span<const at::Tensor> weights = {};  ///< as PlacedLayer::weights
  };

  at::Tensor run(NetRole role, at::Tensor x, const Pass& pass) const;
  at::Tensor apply(const RunLayer& layer, const at::Tensor& x, const Pass& pass) const;

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
