#pragma once

#include "core/engine/dense/network.h"
#include "core/engine/runner.h"
#include "core/model/model_snapshot.h"

namespace isthmus::dense {

/// Runs stacks of dense layers (isDense()); the fast path.
class DenseRunner final : public Runner {
 public:
  /// Borrows the weights: the model must outlive it.
  explicit DenseRunner(const ModelSnapshot& model);

  Result<void> encode(const Dataset& dataset, std::span<const std::size_t> samples, EncodingQuality quality,
                      Encoding& encoding, const Task& task) override;
  Matrix codes(const Dataset& dataset, std::span<const std::size_t> samples) override;
  Matrix decode(const Matrix& z) override;

 private:
  const ModelSnapshot* m_model;
  Network m_network;
};

}  // namespace isthmus::dense
