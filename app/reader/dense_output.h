#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace isthmus::reader {

/// A sparse matrix in compressed rows (or columns; then "row" reads "column").
struct CompressedRows {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::uint64_t> starts;  ///< rows + 1 of them: where each row's entries begin
  /// Fills values and columns of the entries from `first`.
  std::function<void(std::uint64_t first, std::span<float> values, std::span<std::int64_t> columns)> fetch;
};

/// Ends the process unless `starts` goes from 0 to `entries` and never back.
void checkStarts(const CompressedRows& matrix, std::uint64_t entries);

/// Writes the whole matrix, row after row, as float32; entries of the same place are added.
void writeDense(const CompressedRows& matrix);

}  // namespace isthmus::reader
