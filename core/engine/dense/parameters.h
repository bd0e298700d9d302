#pragma once

#include "core/engine/dense/buffer.h"
#include "core/engine/dense/network.h"
#include "core/engine/learner.h"

#include <span>
#include <vector>

namespace isthmus::dense {

/// A network's weights in training: one flat buffer each for the values, Adam's two moments and the copy in
/// bfloat16, in the order of weightLayout(), so that a step of Adam is one pass.
class Parameters {
 public:
  /// A copy of this model's weights. `products` is what matrices are multiplied in,
  /// where a layer gains by it.
  Parameters(const ModelSnapshot& model, NumberFormat products);

  /// Refers to the values here, and so follows every change of them.
  const Network& network() const { return m_network; }
  std::span<const float> values() const { return {m_values.data(), m_values.size()}; }
  /// Writes values and moments over those of `state`.
  void capture(LearnerState& state) const;
  void restore(const LearnerState& state);
  void setDecoderVariance(double variance) { m_network.outputModel.variance = variance; }

  /// A step of Adam on `rows` rows of a layer's weight, from `row` on.
  void updateWeight(const AdamStep& step, std::size_t layer, std::size_t row, std::size_t rows,
                    const float* gradient);
  void updateBias(const AdamStep& step, std::size_t layer, const float* gradient);

 private:
  void update(const AdamStep& step, std::size_t offset, std::size_t count, const float* gradient,
              bool halves);
  void refreshHalves();

  struct Offsets {
    std::size_t weight;
    std::size_t bias;
  };
  std::vector<Offsets> m_offsets;  // of each layer
  Buffer<float> m_values;
  Buffer<float> m_moment1;
  Buffer<float> m_moment2;
  Buffer<Bf16> m_halves;  // empty when no product runs in bfloat16
  Network m_network;
};

}  // namespace isthmus::dense
