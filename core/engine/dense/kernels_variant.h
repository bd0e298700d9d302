// The loops of kernels.h, to be included by one file for each instruction set, which defines KERNELS_VARIANT
// (the table's name) and KERNELS_NAME. Includes nothing with inline functions: the linker might keep the copy
// that was compiled for a newer processor than the user's.
#include "core/engine/dense/kernels.h"

namespace isthmus::dense {
namespace {

using Size = std::size_t;

inline float bitsToFloat(std::uint32_t bits) {
  return __builtin_bit_cast(float, bits);
}
inline std::uint32_t floatToBits(float value) {
  return __builtin_bit_cast(std::uint32_t, value);
}

/// To the nearest, ties to even; not a number becomes infinite or stays one, both of which a loss shows.
inline Bf16 half(float value) {
  const std::uint32_t bits = floatToBits(value);
  return static_cast<Bf16>((bits + 0x7fffU + ((bits >> 16U) & 1U)) >> 16U);
}
inline float fromHalf(Bf16 value) {
  return bitsToFloat(static_cast<std::uint32_t>(value) << 16U);
}

/// exp(-x) for x >= 0 within 2 units of the last place: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2]
/// (coefficients of the Cephes library's expf). Below exp(-87) it stays at exp(-87), which is nothing
/// beside 1.
inline float expNegative(float x) {
  constexpr float kRound = 12582912.0F;  // adding it rounds to an integer
  const float y = x > 87.0F ? -87.0F : -x;
  const float shifted = y * 1.44269504F + kRound;
  const float n = shifted - kRound;
  const float r = y - n * 0.693359375F + n * 2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  return p * bitsToFloat((floatToBits(shifted) << 23U) + 0x3f800000U);
}

/// log(1 + e) for e in [0, 1]: 2 artanh(e / (2 + e)) as its series, whose next term is below 1e-7.
inline float log1pUnit(float e) {
  const float s = e / (2.0F + e);
  const float t = s * s;
  float p = 2.0F / 13;
  p = p * t + 2.0F / 11;
  p = p * t + 2.0F / 9;
  p = p * t + 2.0F / 7;
  p = p * t + 2.0F / 5;
  p = p * t + 2.0F / 3;
  return s * (p * t + 2.0F);
}

struct Bernoulli {
  float bce;
  float mean;  // sigmoid of the logit
};

/// -x log s(l) - (1 - x) log(1 - s(l)) = softplus(l) - x l, which neither overflows nor takes a log of zero.
inline Bernoulli bernoulli(float logit, float x) {
  const float size = logit < 0 ? -logit : logit;
  const float e = expNegative(size);
  const float larger = 1.0F / (1.0F + e);
  const float positive = logit > 0 ? logit : 0.0F;
  // A logit that is not a number has to show in the sum: `positive` alone would hide it.
  return {positive - x * logit + log1pUnit(e), logit < 0 ? e * larger : larger};
}

constexpr float kPerByte = 1.0F / 255;

void intensities(const std::uint8_t* __restrict bytes, float* __restrict to, Size n) {
#pragma omp simd
  for (Size i = 0; i < n; ++i) to[i] = static_cast<float>(bytes[i]) * kPerByte;
}

void intensitiesToHalf(const std::uint8_t* __restrict bytes, Bf16* __restrict to, Size n) {
#pragma omp simd
  for (Size i = 0; i < n; ++i) to[i] = half(static_cast<float>(bytes[i]) * kPerByte);
}

void toHalf(const float* __restrict from, Bf16* __restrict to, Size n) {
#pragma omp simd
  for (Size i = 0; i < n; ++i) to[i] = half(from[i]);
}

void biasRelu(float* __restrict x, const float* __restrict bias, Bf16* __restrict halves, Size n) {
#pragma omp simd
  for (Size i = 0; i < n; ++i) {
    const float y = x[i] + bias[i];
    x[i] = y < 0 ? 0.0F : y;  // what is not a number stays so
  }
  if (halves) toHalf(x, halves, n);
}

void reluGradient(float* __restrict gradient, const float* __restrict activation, Bf16* __restrict halves,
                  Size n) {
#pragma omp simd
  for (Size i = 0; i < n; ++i) gradient[i] = activation[i] > 0 ? gradient[i] : 0.0F;
  if (halves) toHalf(gradient, halves, n);
}

inline float intensity(std::uint8_t byte) {
  return static_cast<float>(byte) * kPerByte;
}
inline float intensity(float number) {
  return number;
}

template <typename Number>
float bernoulliGradient(const float* __restrict logits, const float* __restrict bias,
                        const Number* __restrict from, float scale, float* __restrict gradient,
                        Bf16* __restrict halves, Size n) {
  float sum = 0;
  if (halves) {
#pragma omp simd reduction(+ : sum)
    for (Size i = 0; i < n; ++i) {
      const float x = intensity(from[i]);
      const Bernoulli at = bernoulli(logits[i] + bias[i], x);
      sum += at.bce;
      halves[i] = half((at.mean - x) * scale);
    }
  } else {
#pragma omp simd reduction(+ : sum)
    for (Size i = 0; i < n; ++i) {
      const float x = intensity(from[i]);
      const Bernoulli at = bernoulli(logits[i] + bias[i], x);
      sum += at.bce;
      gradient[i] = (at.mean - x) * scale;
    }
  }
  return sum;
}

template <typename Number>
BernoulliErrors bernoulliErrors(const float* __restrict logits, const float* __restrict bias,
                                const Number* __restrict from, Size n) {
  float bce = 0;
  float sse = 0;
#pragma omp simd reduction(+ : bce, sse)
  for (Size i = 0; i < n; ++i) {
    const float x = intensity(from[i]);
    const Bernoulli at = bernoulli(logits[i] + bias[i], x);
    bce += at.bce;
    sse += (at.mean - x) * (at.mean - x);
  }
  return {bce, sse};
}

float squaredErrors(const float* __restrict outputs, const float* __restrict bias, const float* __restrict x,
                    float scale, float* __restrict gradient, Bf16* __restrict halves, Size n) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (Size i = 0; i < n; ++i) {
    const float error = outputs[i] + bias[i] - x[i];
    sum += error * error;
  }
  if (gradient) {
#pragma omp simd
    for (Size i = 0; i < n; ++i) gradient[i] = (outputs[i] + bias[i] - x[i]) * scale;
  }
  if (halves) {
#pragma omp simd
    for (Size i = 0; i < n; ++i) halves[i] = half((outputs[i] + bias[i] - x[i]) * scale);
  }
  return sum;
}

void sigmoid(const float* __restrict logits, const float* __restrict bias, float* __restrict to, Size n) {
#pragma omp simd
  for (Size i = 0; i < n; ++i) to[i] = bernoulli(logits[i] + bias[i], 0).mean;
}

void columnSums(const float* __restrict from, Size rows, Size stride, float* __restrict to, Size n) {
  for (Size j = 0; j < n; ++j) to[j] = 0;
  for (Size row = 0; row < rows; ++row, from += stride) {
#pragma omp simd
    for (Size j = 0; j < n; ++j) to[j] += from[j];
  }
}

void columnSumsOfHalf(const Bf16* __restrict from, Size rows, Size stride, float* __restrict to, Size n) {
  for (Size j = 0; j < n; ++j) to[j] = 0;
  for (Size row = 0; row < rows; ++row, from += stride) {
#pragma omp simd
    for (Size j = 0; j < n; ++j) to[j] += fromHalf(from[j]);
  }
}

void adam(const AdamStep& step, const float* __restrict gradient, float* __restrict parameters,
          float* __restrict moment1, float* __restrict moment2, Bf16* __restrict halves, Size n) {
  const float rate = step.rate;
  const float correction = step.varianceCorrection;
  const auto next = [=](float g, float& m, float& v, float& p) {
    m = kAdamBeta1 * m + (1 - kAdamBeta1) * g;
    v = kAdamBeta2 * v + (1 - kAdamBeta2) * g * g;
    p -= rate * m / (__builtin_sqrtf(v) * correction + kAdamEpsilon);
  };
  if (halves) {
#pragma omp simd
    for (Size i = 0; i < n; ++i) {
      next(gradient[i], moment1[i], moment2[i], parameters[i]);
      halves[i] = half(parameters[i]);
    }
  } else {
#pragma omp simd
    for (Size i = 0; i < n; ++i) next(gradient[i], moment1[i], moment2[i], parameters[i]);
  }
}

// As many doubles as a register holds, at any address of a double.
#if defined(__AVX__)
using Doubles = double __attribute__((vector_size(32), aligned(8), may_alias));
#else
using Doubles = double __attribute__((vector_size(16), aligned(8), may_alias));
#endif

/// Four rows and three registers of columns at a time: their sums stay in 12 of the 16 registers there are.
void addProducts(const double* __restrict a, Size step, Size stride, const double* __restrict b, Size n,
                 double* __restrict to) {
  constexpr Size kRows = 4;
  constexpr Size kRegisters = 3;
  constexpr Size kLanes = sizeof(Doubles) / sizeof(double);
  static_assert(kProductTile % kRows == 0 && kProductTile % (kRegisters * kLanes) == 0);
  const auto at = [](auto* place) { return reinterpret_cast<const Doubles*>(place); };
  for (Size column = 0; column < kProductTile; column += kRegisters * kLanes) {
    for (Size row = 0; row < kProductTile; row += kRows) {
      double* corner = to + row * kProductTile + column;
      Doubles sums[kRows][kRegisters];
      for (Size i = 0; i < kRows; ++i)
        for (Size j = 0; j < kRegisters; ++j) sums[i][j] = *at(corner + i * kProductTile + j * kLanes);
      const double* left = a + row * stride;
      const double* right = b + column;
      for (Size r = 0; r < n; ++r, left += step, right += kProductTile) {
        for (Size i = 0; i < kRows; ++i)
          for (Size j = 0; j < kRegisters; ++j) sums[i][j] += left[i * stride] * *at(right + j * kLanes);
      }
      for (Size i = 0; i < kRows; ++i)
        for (Size j = 0; j < kRegisters; ++j)
          *reinterpret_cast<Doubles*>(corner + i * kProductTile + j * kLanes) = sums[i][j];
    }
  }
}

}  // namespace

extern const Kernels KERNELS_VARIANT;
const Kernels KERNELS_VARIANT = {KERNELS_NAME,
                                 intensities,
                                 intensitiesToHalf,
                                 toHalf,
                                 biasRelu,
                                 reluGradient,
                                 bernoulliGradient<std::uint8_t>,
                                 bernoulliErrors<std::uint8_t>,
                                 bernoulliGradient<float>,
                                 bernoulliErrors<float>,
                                 squaredErrors,
                                 sigmoid,
                                 columnSums,
                                 columnSumsOfHalf,
                                 adam,
                                 addProducts};

}  // namespace isthmus::dense
