#pragma once

#include "core/base/team.h"
#include "core/engine/dense/backward.h"
#include "core/engine/dense/dataset_encoder.h"
#include "core/engine/dense/parameters.h"
#include "core/engine/vae_learner.h"

#include <memory>
#include <vector>

namespace isthmus::dense {

/// The dense VAE's training step, written out: every product through oneDNN, everything between two products
/// in one pass over memory that is taken once, Adam on each block of weights while its gradient is still in
/// the cache. A batch is cut into the same shards and the weights into the same blocks however many threads
/// share them out, so the result does not depend on the number of threads.
class DenseLearner final : public VaeLearner {
 public:
  /// Starts from a copy of the model.
  DenseLearner(DatasetPtr dataset, const ModelSnapshot& model, NumberFormat products, std::size_t threads);
  ~DenseLearner() override;

  LossTerms measure(std::span<const std::size_t> samples, std::span<const float> noise, double beta) override;
  void update(double learningRate) override;
  void store(Encoding& encoding) const override;
  Result<void> encode(std::span<const std::size_t> samples, EncodingDetail detail, Encoding& encoding,
                      const Task& task) override;
  bool isFinite() const override;
  void keepWeights() override;
  void restoreWeights() override;
  std::vector<NamedTensor> weights() const override;
  double decoderVariance() const override { return m_parameters.network().outputModel.variance; }
  std::string arithmetic() const override;

  /// The gradient of the loss that measure() found last, in the order of weightLayout(): for tests.
  std::vector<float> gradient();

 private:
  BatchPass& passFor(std::size_t rows);
  void followVariance();

  DatasetPtr m_dataset;
  InputScaling m_scaling;
  std::vector<NamedTensor> m_layout;  // names and shapes
  NumberFormat m_products;
  Team m_team;
  Parameters m_parameters;
  DatasetEncoder m_encoder;
  std::vector<std::unique_ptr<BatchPass>> m_passes;  // whole batches and the rest at an epoch's end
  BatchPass* m_measured = nullptr;                   // the one measure() used last
  std::vector<std::size_t> m_samples;                // what it measured
  std::vector<float> m_kept;
  double m_keptVariance = 1;
  std::int64_t m_steps = 0;
};

}  // namespace isthmus::dense
