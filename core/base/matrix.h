#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace isthmus {

/// A dense row-major matrix of float: one row a sample, one column a variable.
struct Matrix {
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::vector<float> values;  ///< rows x cols

  Matrix() = default;
  Matrix(std::size_t rowCount, std::size_t colCount) : rows(rowCount), cols(colCount), values(rowCount * colCount) {}

  std::span<const float> row(std::size_t index) const { return {values.data() + index * cols, cols}; }
  std::span<float> row(std::size_t index) { return {values.data() + index * cols, cols}; }
  float at(std::size_t rowIndex, std::size_t colIndex) const { return values[rowIndex * cols + colIndex]; }
};

}  // namespace isthmus
