#pragma once

#include "core/engine/dense/buffer.h"
#include "core/engine/dense/input_batch.h"
#include "core/engine/dense/network.h"

#include <cstddef>
#include <vector>

namespace isthmus::dense {

/// Rows of numbers that layers hand on: in float32, in bfloat16, or both.
class Rows {
 public:
  Rows() = default;
  Rows(std::size_t rows, std::size_t columns, bool values, bool halves)
      : m_columns(columns), m_values(values ? rows * columns : 0), m_halves(halves ? rows * columns : 0) {}

  std::size_t columns() const { return m_columns; }
  bool hasValues() const { return m_values.size() > 0; }
  bool hasHalves() const { return m_halves.size() > 0; }
  /// Null when there are none, as with halves().
  float* values(std::size_t row) { return hasValues() ? m_values.data() + row * m_columns : nullptr; }
  const float* values(std::size_t row) const {
    return hasValues() ? m_values.data() + row * m_columns : nullptr;
  }
  Bf16* halves(std::size_t row) { return hasHalves() ? m_halves.data() + row * m_columns : nullptr; }
  const Bf16* halves(std::size_t row) const {
    return hasHalves() ? m_halves.data() + row * m_columns : nullptr;
  }

 private:
  std::size_t m_columns = 0;
  Buffer<float> m_values;
  Buffer<Bf16> m_halves;
};

/// What a pass through a network leaves: memory for so many samples.
struct Activations {
  Activations(const Network& network, std::size_t rows, InputForm form);

  InputForm form;
  Rows input;  ///< as floats too where the form is Numbers: they are what outputs are compared with
  std::vector<Rows> outputs;  ///< of each layer, in the network's order; the output layer's are
                              ///< logits or means without their bias
  Rows code;                  ///< what goes into the decoder
};

/// Passes of some rows of the activations through a network. One thread at a time; different rows may go
/// through in different threads.
class Forward {
 public:
  /// Rows [begin, begin + rows); network and activations must outlive it.
  Forward(const Network& network, Activations& activations, std::size_t begin, std::size_t rows);

  std::size_t begin() const { return m_begin; }
  std::size_t rows() const { return m_rows; }
  /// From rows() samples to mean and log-variance.
  void encode(const InputBatch& samples);
  /// From the code to the outputs.
  void decode();

 private:
  void pass(std::size_t layer, const Rows& from);
  const Rows& passHidden(std::size_t layer, const Rows& from);
  void addBias(std::size_t layer);
  void takeInput(const InputBatch& samples);

  const Network* m_network;
  Activations* m_activations;
  std::size_t m_begin;
  std::size_t m_rows;
  std::vector<MatrixProduct> m_products;  // of each layer
};

/// z = mean + exp(logVariance / 2) noise for n numbers.
void sampleCode(const float* mean, const float* logVariance, const float* noise, float* z, std::size_t n);
/// KL(q(z|x) || N(0, I)) in closed form for one sample.
float klDivergence(const float* mean, const float* logVariance, std::size_t latent);
/// product(A, B, C) with whichever of the two formats both operands are there in.
void multiply(const MatrixProduct& product, NumberFormat format, const float* a, const Bf16* halfA,
              const float* b, const Bf16* halfB, float* c);

}  // namespace isthmus::dense
