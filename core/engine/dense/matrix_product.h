#pragma once

#include "core/engine/dense/kernels.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace isthmus::dense {

/// The numbers that enter a product; sums and results are always float32.
enum class NumberFormat { Float32, BFloat16 };

/// Whether this processor multiplies bfloat16 matrices in hardware (AMX or AVX512-BF16). Without, it would be
/// slower than float32.
bool hasFastBFloat16();

/// A size as a dimension of a product.
inline std::int64_t dimension(std::size_t size) {
  return static_cast<std::int64_t>(size);
}

/// C = op(A) op(B) for one shape: op(A) is rows x inner, op(B) inner x columns; all row-major. Through
/// oneDNN, whose kernels fit the processor whatever the BLAS of the machine is. Not for two threads at once;
/// every thread that uses it calls prepareComputeThread() first.
class MatrixProduct {
 public:
  struct Shape {
    std::int64_t rows;
    std::int64_t columns;
    std::int64_t inner;
  };
  struct Layout {
    bool transposed;      ///< the matrix lies in memory as its transpose
    std::int64_t stride;  ///< numbers from one row in memory to the next
  };

  MatrixProduct(NumberFormat format, Shape shape, Layout a, Layout b);
  ~MatrixProduct();
  MatrixProduct(MatrixProduct&&) noexcept;
  MatrixProduct& operator=(MatrixProduct&&) noexcept;

  /// A product in Float32; `c` is dense, rows x columns.
  void operator()(const float* a, const float* b, float* c) const;
  /// A product in BFloat16.
  void operator()(const Bf16* a, const Bf16* b, float* c) const;

 private:
  struct Primitive;  // oneDNN's, for bfloat16
  Shape m_shape;
  Layout m_a;
  Layout m_b;
  std::unique_ptr<Primitive> m_primitive;
};

}  // namespace isthmus::dense
