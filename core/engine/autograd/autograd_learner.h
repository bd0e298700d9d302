#pragma once

#include "core/data/dataset.h"
#include "core/engine/autograd/vae.h"
#include "core/engine/model_snapshot.h"
#include "core/engine/vae_learner.h"

#include <torch/optim/adam.h>

#include <vector>

namespace isthmus::autograd {

/// The reference: the same step by LibTorch's own autograd and optimizer in float32 on one thread. Slow, and
/// right by construction: what the fast step is checked against.
class AutogradLearner final : public VaeLearner {
 public:
  /// Starts from a copy of the model.
  AutogradLearner(DatasetPtr dataset, const ModelSnapshot& model);

  LossTerms measure(std::span<const std::size_t> samples, std::span<const float> noise, double beta) override;
  void update(double learningRate) override;
  void store(Encoding& encoding) const override;
  Result<void> encode(std::span<const std::size_t> samples, EncodingDetail detail, Encoding& encoding,
                      const Task& task) override;
  bool isFinite() const override;
  void keepWeights() override;
  void restoreWeights() override;
  std::vector<NamedTensor> weights() const override;
  double decoderVariance() const override { return m_variance; }
  std::string arithmetic() const override { return "float32, LibTorch autograd"; }

  /// The gradient of the loss that measure() found last, in the order of weightLayout(): for tests.
  std::vector<float> gradient();

 private:
  at::Tensor gather(std::span<const std::size_t> samples) const;
  at::Tensor negativeLogLikelihood(const at::Tensor& outputs, const at::Tensor& x) const;
  /// What the decoder takes x for: intensities, or scaled numbers.
  at::Tensor meansOf(const at::Tensor& outputs) const;
  void encodePortion(std::span<const std::size_t> samples, EncodingDetail detail, Encoding& encoding) const;

  DatasetPtr m_dataset;
  InputScaling m_scaling;
  Likelihood m_likelihood;
  double m_variance;
  std::vector<NamedTensor> m_layout;  // names and shapes
  Vae m_vae;
  std::vector<at::Tensor> m_parameters;
  torch::optim::Adam m_adam;
  std::vector<at::Tensor> m_kept;
  double m_keptVariance = 1;
  std::int64_t m_steps = 0;

  // What measure() found.
  std::vector<std::size_t> m_samples;
  Posterior m_posterior;
  at::Tensor m_nll;
  at::Tensor m_loss;
  double m_meanSquaredError = 0;
};

}  // namespace isthmus::autograd
