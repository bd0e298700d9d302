#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/engine/encoding_quality.h"
#include "core/engine/training/training_snapshot.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// What a step learns from.
struct Batch {
  std::span<const std::size_t> samples;
  /// A row of latent dimensions for each sample, drawn from N(0, I); empty where there is no posterior.
  std::span<const float> noise;
  std::span<const double> weights;  ///< of each term of the objective
  std::uint64_t seed = 0;           ///< of what layers draw in this step: which numbers dropout drops
};

/// All that a learner's next step depends on beside the batch, so that one that is restored goes on to the
/// same bits.
struct LearnerState {
  std::vector<float> weights = {};  ///< in the order of weightLayout(), as the two below
  std::vector<float> moment1 = {};  ///< of Adam; empty where there is none
  std::vector<float> moment2 = {};
  double decoderVariance = 1;
  std::int64_t steps = 0;
};

/// The weights of a model in training (and a Gaussian decoder's variance, which goes with them) and what a
/// step does to them. Made for one data set and one objective. Not thread-safe. Whatever it draws on is
/// given: the same calls give the same weights.
class Learner {
 public:
  virtual ~Learner() = default;

  /// The mean loss of a batch with the present weights (of a closed form: with those that it gives), and what
  /// update() needs. Fails only when cancelled.
  virtual Result<LossValues> measure(const Batch& batch, const Task& task) = 0;
  /// Changes the weights by what measure() found last.
  virtual void update(double learningRate) = 0;
  /// Writes what measure() found of each sample into its row, where that costs nothing: code, posterior, KL
  /// divergence and Measure::SampledNll.
  virtual void store(Encoding& encoding) const = 0;

  /// Encodes samples with the present weights into their rows. Fails only when cancelled.
  virtual Result<void> encode(std::span<const std::size_t> samples, EncodingQuality quality,
                              Encoding& encoding, const Task& task) = 0;

  virtual bool isFinite() const = 0;
  /// Writes the state over `state`, whose memory is used again.
  virtual void capture(LearnerState& state) const = 0;
  /// The state must come from a learner of the same model and objective.
  virtual void restore(const LearnerState& state) = 0;
  /// Sets the model's weights, decoder variance and statistics.
  virtual void describe(ModelSnapshot& model) const = 0;
  /// What computes, for people: "bfloat16, 2 threads".
  virtual std::string arithmetic() const = 0;
};

}  // namespace isthmus
