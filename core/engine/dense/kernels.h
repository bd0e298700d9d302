#pragma once

#include <cstddef>
#include <cstdint>

namespace isthmus::dense {

/// A bfloat16 number: the upper half of a float32.
using Bf16 = std::uint16_t;

/// What one step of Adam needs beside the parameters (Kingma and Ba, 2015): the step number t is in the
/// corrections.
struct AdamStep {
  float rate;                ///< learning rate / (1 - beta1^t)
  float varianceCorrection;  ///< 1 / sqrt(1 - beta2^t)
};
inline constexpr float kAdamBeta1 = 0.9F;
inline constexpr float kAdamBeta2 = 0.999F;
inline constexpr float kAdamEpsilon = 1e-8F;

/// Rows and columns of what addProducts adds to at a time.
inline constexpr std::size_t kProductTile = 12;

/// Errors of one reconstruction with a Bernoulli decoder.
struct BernoulliErrors {
  float bce;  ///< binary cross-entropy, summed over outputs, nats
  float sse;  ///< squared error of the intensities, summed over outputs
};

/// The loops over single numbers, one pass each, compiled for several instruction sets. Arrays do not
/// overlap; pointers marked "or null" leave out what they would receive.
struct Kernels {
  const char* name;  ///< "AVX-512"

  /// Bytes as intensities value / 255.
  void (*intensities)(const std::uint8_t* bytes, float* to, std::size_t n);
  void (*intensitiesToHalf)(const std::uint8_t* bytes, Bf16* to, std::size_t n);
  void (*toHalf)(const float* from, Bf16* to, std::size_t n);
  /// x = max(x + bias, 0) for a row of n; `half` or null gets it in bfloat16 too.
  void (*biasRelu)(float* x, const float* bias, Bf16* half, std::size_t n);
  /// gradient = 0 wherever the activation is not above 0; `half` or null gets it in bfloat16 too.
  void (*reluGradient)(float* gradient, const float* activation, Bf16* half, std::size_t n);
  /// Binary cross-entropy of a row with logits + bias against bytes / 255, and its gradient by the logits
  /// times `scale` into one of `gradient` and `half`, the other being null.
  float (*bernoulliGradient)(const float* logits, const float* bias, const std::uint8_t* bytes, float scale,
                             float* gradient, Bf16* half, std::size_t n);
  BernoulliErrors (*bernoulliErrors)(const float* logits, const float* bias, const std::uint8_t* bytes,
                                     std::size_t n);
  /// The same two against intensities in [0, 1] that did not come as bytes.
  float (*bernoulliGradientOfNumbers)(const float* logits, const float* bias, const float* x, float scale,
                                      float* gradient, Bf16* half, std::size_t n);
  BernoulliErrors (*bernoulliErrorsOfNumbers)(const float* logits, const float* bias, const float* x,
                                              std::size_t n);
  /// Squared error of a row with outputs + bias against x, summed; `gradient` and `half`, either or both
  /// null, get scale (output + bias - x).
  float (*squaredErrors)(const float* outputs, const float* bias, const float* x, float scale,
                         float* gradient, Bf16* half, std::size_t n);
  /// to = sigmoid(logits + bias)
  void (*sigmoid)(const float* logits, const float* bias, float* to, std::size_t n);
  /// to[j] = sum over rows of from[row stride + j], j < n.
  void (*columnSums)(const float* from, std::size_t rows, std::size_t stride, float* to, std::size_t n);
  void (*columnSumsOfHalf)(const Bf16* from, std::size_t rows, std::size_t stride, float* to, std::size_t n);
  /// One step of Adam in one pass; `half` or null gets the new parameters in bfloat16 too.
  void (*adam)(const AdamStep& step, const float* gradient, float* parameters, float* moment1, float* moment2,
               Bf16* half, std::size_t n);
  /// to[i kProductTile + j] += sum over r of a[r step + i stride] b[r kProductTile + j], r < n, i and j <
  /// kProductTile, in double.
  void (*addProducts)(const double* a, std::size_t step, std::size_t stride, const double* b, std::size_t n,
                      double* to);
};

/// The best for this processor.
const Kernels& kernels();
/// All that this processor can run, the plainest first: for tests.
const Kernels* const* runnableKernels(std::size_t& count);

}  // namespace isthmus::dense
