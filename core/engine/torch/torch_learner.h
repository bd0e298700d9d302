#pragma once

#include "core/data/dataset.h"
#include "core/engine/learner.h"
#include "core/engine/output_model.h"
#include "core/engine/torch/nets.h"
#include "core/engine/torch/sample_rows.h"
#include "core/model/model_snapshot.h"
#include "core/model/objective.h"

#include <torch/optim/adam.h>

#include <vector>

namespace isthmus::autograd {

/// The reference: the same step by LibTorch's own autograd and optimizer in float32 on one thread. Slow, and
/// right by construction: what the fast step is checked against.
class TorchLearner final : public Learner {
 public:
  /// Starts from a copy of the model.
  TorchLearner(DatasetPtr dataset, const ModelSnapshot& model, const Objective& objective);

  Result<LossValues> measure(const Batch& batch, const Task& task) override;
  void update(double learningRate) override;
  void store(Encoding& encoding) const override;
  Result<void> encode(std::span<const std::size_t> samples, EncodingQuality quality, Encoding& encoding,
                      const Task& task) override;
  bool isFinite() const override;
  void capture(LearnerState& state) const override;
  void restore(const LearnerState& state) override;
  void describe(ModelSnapshot& model) const override;
  std::string arithmetic() const override { return "float32, LibTorch autograd"; }

  /// The gradient of the loss that measure() found last, for the weights that are trained, in the order of
  /// weightLayout(): for tests.
  std::vector<float> gradient();

 private:
  SampleRows rows() const { return {m_dataset.get(), &m_scaling}; }
  LossValues measured(const Batch& batch, const Pass& pass);
  torch::optim::AdamParamState* momentsOf(std::size_t parameter) const;

  DatasetPtr m_dataset;
  InputScaling m_scaling;
  OutputModel m_outputModel;
  std::size_t m_portion;  // samples encoded together
  std::vector<Term> m_terms;
  std::vector<NamedTensor> m_layout;  // names and shapes
  Nets m_nets;
  std::vector<at::Tensor> m_parameters;
  torch::optim::Adam m_adam;
  std::int64_t m_steps = 0;

  // What measure() found.
  std::vector<std::size_t> m_samples;
  Posterior m_posterior;
  at::Tensor m_nll;
  at::Tensor m_loss;
  double m_meanSquaredError = 0;
};

}  // namespace isthmus::autograd
