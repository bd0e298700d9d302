#include "core/engine/dense/parameters.h"

#include <algorithm>

namespace isthmus::dense {
namespace {

std::size_t countOf(std::span<const NamedTensor> weights) {
  std::size_t count = 0;
  for (const NamedTensor& tensor : weights) count += tensor.values.size();
  return count;
}

}  // namespace

Parameters::Parameters(const ModelSnapshot& model, NumberFormat products)
    : m_values(countOf(model.weights)),
      m_moment1(m_values.size()),
      m_moment2(m_values.size()),
      m_halves(products == NumberFormat::BFloat16 ? m_values.size() : 0),
      m_network{orderOf(model.spec), {}, {model.spec.likelihood, model.decoderVariance}} {
  std::size_t offset = 0;
  forEachLayer(
      model.spec, model.weights,
      [&](Activation activation, const NamedTensor& weight, const NamedTensor& bias) {
        const std::size_t biasOffset = offset + weight.values.size();
        const auto in = static_cast<std::size_t>(weight.shape[1]);
        const auto out = static_cast<std::size_t>(weight.shape[0]);
        const bool half =
            m_halves.size() > 0 && gainsByBFloat16(m_network.order, m_network.layers.size(), in, out);
        m_offsets.push_back({offset, biasOffset});
        m_network.layers.push_back({activation, in, out, m_values.data() + offset,
                                    m_values.data() + biasOffset, half ? m_halves.data() + offset : nullptr});
        std::ranges::copy(weight.values, m_values.data() + offset);
        std::ranges::copy(bias.values, m_values.data() + biasOffset);
        offset = biasOffset + bias.values.size();
      });
  refreshHalves();
}

void Parameters::capture(LearnerState& state) const {
  state.weights.assign(m_values.data(), m_values.data() + m_values.size());
  state.moment1.assign(m_moment1.data(), m_moment1.data() + m_moment1.size());
  state.moment2.assign(m_moment2.data(), m_moment2.data() + m_moment2.size());
}

void Parameters::restore(const LearnerState& state) {
  std::ranges::copy(state.weights, m_values.data());
  std::ranges::copy(state.moment1, m_moment1.data());
  std::ranges::copy(state.moment2, m_moment2.data());
  refreshHalves();
}

void Parameters::refreshHalves() {
  if (m_halves.size() > 0) kernels().toHalf(m_values.data(), m_halves.data(), m_values.size());
}

void Parameters::update(const AdamStep& step, std::size_t offset, std::size_t count, const float* gradient,
                        bool halves) {
  kernels().adam(step, gradient, m_values.data() + offset, m_moment1.data() + offset,
                 m_moment2.data() + offset, halves ? m_halves.data() + offset : nullptr, count);
}

void Parameters::updateWeight(const AdamStep& step, std::size_t layer, std::size_t row, std::size_t rows,
                              const float* gradient) {
  const Layer& parameters = m_network.layers[layer];
  update(step, m_offsets[layer].weight + row * parameters.in, rows * parameters.in, gradient,
         parameters.half != nullptr);
}

void Parameters::updateBias(const AdamStep& step, std::size_t layer, const float* gradient) {
  update(step, m_offsets[layer].bias, m_network.layers[layer].out, gradient, false);
}

}  // namespace isthmus::dense
