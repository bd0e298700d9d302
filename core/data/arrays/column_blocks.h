#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace isthmus {

/// Memory that ColumnBlocks may take. At a million samples of floats it holds 8 columns, a million bytes 32.
inline constexpr std::size_t kColumnBlockBytes = std::size_t{32} << 20;

/// Turns numbers that come column by column into rows. One column at a time would touch every row's memory
/// for a single number; so columns are gathered, as many as fit into kColumnBlockBytes, and then written
/// together.
template <typename Value>
class ColumnBlocks {
 public:
  /// Columns have `height` numbers, of which the first `rows` are kept: number i of column k goes to
  /// to[i * width + places[k]], or + k where `places` is empty. `to` and `places` must outlive this.
  ColumnBlocks(std::size_t height, std::size_t rows, std::size_t width, std::span<const std::uint32_t> places,
               Value* to)
      : m_height(height), m_rows(rows), m_width(width), m_places(places), m_to(to) {
    const std::size_t fitting = kColumnBlockBytes / sizeof(Value) / std::max<std::size_t>(rows, 1);
    if (fitting > 1) m_capacity = std::min(fitting, width);
    if (m_capacity > 1) m_block.resize(m_capacity * rows);
  }

  /// The next numbers of the file; all together must be `width` columns.
  void take(std::span<const Value> values) {
    while (!values.empty()) {
      const std::size_t run = std::min(values.size(), m_height - m_row);
      takeRun(values.first(run));
      values = values.subspan(run);
      m_row += run;
      if (m_row < m_height) continue;
      m_row = 0;
      ++m_column;
      if (m_capacity > 1 && (m_column - m_first == m_capacity || m_column == m_width)) flush();
    }
  }

 private:
  std::size_t placeOf(std::size_t column) const { return m_places.empty() ? column : m_places[column]; }

  void takeRun(std::span<const Value> run) {
    if (m_row >= m_rows) return;
    run = run.first(std::min(run.size(), m_rows - m_row));
    if (m_capacity > 1) {
      std::ranges::copy(run, m_block.data() + (m_column - m_first) * m_rows + m_row);
      return;
    }
    Value* to = m_to + m_row * m_width + placeOf(m_column);
    for (std::size_t i = 0; i < run.size(); ++i) to[i * m_width] = run[i];
  }

  void flush() {
    constexpr std::size_t kTile = 64 / sizeof(Value);  // rows that are one cache line of each column
    for (std::size_t row = 0; row < m_rows; row += kTile) {
      const std::size_t end = std::min(row + kTile, m_rows);
      for (std::size_t column = m_first; column < m_column; ++column) {
        const Value* from = m_block.data() + (column - m_first) * m_rows;
        Value* to = m_to + placeOf(column);
        for (std::size_t i = row; i < end; ++i) to[i * m_width] = from[i];
      }
    }
    m_first = m_column;
  }

  std::size_t m_height;
  std::size_t m_rows;
  std::size_t m_width;
  std::span<const std::uint32_t> m_places;
  Value* m_to;
  std::size_t m_capacity = 1;  ///< columns in a block; 1: each is written at once
  std::vector<Value> m_block;  ///< columns [m_first, m_column) and the part of the next that has come
  std::size_t m_first = 0;
  std::size_t m_column = 0;
  std::size_t m_row = 0;
};

}  // namespace isthmus
