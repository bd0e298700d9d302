#include "app/reader/dense_output.h"

#include "app/reader/listing.h"
#include "app/reader/process.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace isthmus::reader {
namespace {

constexpr std::uint64_t kMaxRowEntries = 64U
                                         << 20;  // of one row; more is damage, for rows hold distinct columns

void addEntries(std::span<const float> values, std::span<const std::int64_t> columns, std::span<float> row) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (columns[i] < 0 || static_cast<std::uint64_t>(columns[i]) >= row.size())
      fail("is damaged: its sparse matrix has an entry outside of itself");
    row[static_cast<std::size_t>(columns[i])] += values[i];
  }
}

}  // namespace

void checkStarts(const CompressedRows& matrix, std::uint64_t entries) {
  if (matrix.starts.size() != matrix.rows + 1 || matrix.starts.front() != 0 ||
      matrix.starts.back() != entries || !std::ranges::is_sorted(matrix.starts))
    fail("is damaged: the parts of its sparse matrix do not fit together");
}

void writeDense(const CompressedRows& matrix) {
  const std::size_t rowBytes = product(matrix.columns, sizeof(float));
  const std::size_t block = std::max<std::size_t>(1, kPortionBytes / std::max<std::size_t>(rowBytes, 1));
  std::vector<float> dense;
  std::vector<float> values;
  std::vector<std::int64_t> columns;
  for (std::size_t first = 0; first < matrix.rows; first += block) {
    const std::size_t rows = std::min(block, matrix.rows - first);
    const std::uint64_t start = matrix.starts[first];
    const std::uint64_t entries = matrix.starts[first + rows] - start;
    if (entries > kMaxRowEntries) fail("is damaged: a row of its sparse matrix has too many entries");
    values.resize(entries);
    columns.resize(entries);
    if (entries > 0) matrix.fetch(start, values, columns);
    dense.assign(rows * matrix.columns, 0.0F);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t begin = matrix.starts[first + row] - start;
      const std::size_t count = matrix.starts[first + row + 1] - matrix.starts[first + row];
      addEntries(std::span(values).subspan(begin, count), std::span(columns).subspan(begin, count),
                 std::span(dense).subspan(row * matrix.columns, matrix.columns));
    }
    writeOut({reinterpret_cast<const std::uint8_t*>(dense.data()), dense.size() * sizeof(float)});
  }
}

}  // namespace isthmus::reader
