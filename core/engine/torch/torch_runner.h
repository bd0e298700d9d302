#pragma once

#include "core/engine/output_model.h"
#include "core/engine/runner.h"
#include "core/engine/torch/nets.h"
#include "core/model/model_snapshot.h"

namespace isthmus::autograd {

/// Runs whatever a model is made of by LibTorch, in float32 on one thread.
class TorchRunner final : public Runner {
 public:
  /// Borrows the weights: the model must outlive it.
  explicit TorchRunner(const ModelSnapshot& model);

  Result<void> encode(const Dataset& dataset, std::span<const std::size_t> samples, EncodingQuality quality,
                      Encoding& encoding, const Task& task) override;
  Matrix codes(const Dataset& dataset, std::span<const std::size_t> samples) override;
  Matrix decode(const Matrix& z) override;

 private:
  const ModelSnapshot* m_model;
  OutputModel m_outputModel;
  std::size_t m_portion;  // samples that go through together
  Nets m_nets;
};

}  // namespace isthmus::autograd
