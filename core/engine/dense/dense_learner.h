#pragma once

#include "core/base/team.h"
#include "core/engine/dense/backward.h"
#include "core/engine/dense/dataset_encoder.h"
#include "core/engine/dense/parameters.h"
#include "core/engine/learner.h"

#include <memory>
#include <vector>

namespace isthmus::dense {

/// The training step of models of dense layers, with a posterior or without, written out: every product
/// through oneDNN, everything between two products in one pass over memory that is taken once, Adam on each
/// block of weights while its gradient is still in the cache. A batch is cut into the same shards and the
/// weights into the same blocks however many threads share them out, so the result does not depend on the
/// number of threads.
class DenseLearner final : public Learner {
 public:
  /// Hidden layers on both sides, all with ReLU.
  static bool canTrain(const ModelSpec& spec);

  /// Starts from a copy of the model, which it must be able to train.
  DenseLearner(DatasetPtr dataset, const ModelSnapshot& model, const Objective& objective,
               NumberFormat products, std::size_t threads);
  ~DenseLearner() override;

  Result<LossValues> measure(const Batch& batch, const Task& task) override;
  void update(double learningRate) override;
  void store(Encoding& encoding) const override;
  Result<void> encode(std::span<const std::size_t> samples, EncodingQuality quality, Encoding& encoding,
                      const Task& task) override;
  bool isFinite() const override;
  void capture(LearnerState& state) const override;
  void restore(const LearnerState& state) override;
  void describe(ModelSnapshot& model) const override;
  std::string arithmetic() const override;

  /// The gradient of the loss that measure() found last, in the order of weightLayout(): for tests.
  std::vector<float> gradient();

 private:
  BatchPass& passFor(std::size_t rows);
  void followVariance();

  DatasetPtr m_dataset;
  InputScaling m_scaling;
  std::vector<Term> m_terms;
  std::vector<NamedTensor> m_layout;  // names and shapes
  NumberFormat m_products;
  Team m_team;
  Parameters m_parameters;
  DatasetEncoder m_encoder;
  std::vector<std::unique_ptr<BatchPass>> m_passes;  // whole batches and the rest at an epoch's end
  BatchPass* m_measured = nullptr;                   // the one measure() used last
  std::vector<std::size_t> m_samples;                // what it measured
  std::int64_t m_steps = 0;
};

}  // namespace isthmus::dense
