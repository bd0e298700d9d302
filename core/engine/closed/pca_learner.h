#pragma once

#include "core/data/dataset.h"
#include "core/engine/learner.h"
#include "core/model/model_snapshot.h"

#include <cstdint>
#include <string>

namespace isthmus::closed {

/// Principal component analysis as a learner: measure() solves for the samples that it is given, all at once,
/// update() takes the solution on. The mean's layer holds the components as rows and their product with the
/// samples' mean as bias, the output layer the components as columns and the mean as bias. The decoder's
/// variance is the mean squared residual of a number.
class PcaLearner final : public Learner {
 public:
  /// No layer but one to the code and one back, both linear.
  static bool canTrain(const ModelSpec& spec);

  PcaLearner(DatasetPtr dataset, const ModelSnapshot& start);

  Result<LossValues> measure(const Batch& batch, const Task& task) override;
  void update(double learningRate) override;
  void store(Encoding& encoding) const override;
  Result<void> encode(std::span<const std::size_t> samples, EncodingQuality quality, Encoding& encoding,
                      const Task& task) override;
  bool isFinite() const override { return true; }
  void capture(LearnerState& state) const override;
  void restore(const LearnerState& state) override;
  void describe(ModelSnapshot& model) const override;
  std::string arithmetic() const override;

 private:
  DatasetPtr m_dataset;
  ModelSnapshot m_model;
  ModelSnapshot m_solved;  // what measure() found, until update()
  std::string m_method = "closed form";
};

}  // namespace isthmus::closed
