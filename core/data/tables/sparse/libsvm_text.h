#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/tables/sparse/libsvm_rows.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string_view>
#include <vector>

namespace isthmus {

/// Rows of LIBSVM files as they stand there, without their zeros.
class LibsvmText {
 public:
  /// Appends the rows of a file. The error names the line that is wrong, or says that the rows do not fit
  /// into memory. Fails with ErrorCode::Cancelled soon after the task is cancelled.
  Result<void> addFile(const std::filesystem::path& file, const Task& task);
  /// Appends the first rows of a file, at least one: those of about its first megabyte. True when these are
  /// all. Fails likewise.
  Result<bool> addHead(const std::filesystem::path& file, const Task& task);

  std::size_t rows() const { return m_labels.size(); }
  const std::vector<double>& labels() const { return m_labels; }
  /// The number of the first feature: 0 where the files count from it or say so, as scikit-learn does in a
  /// comment; else 1.
  std::uint32_t firstIndex() const { return m_lowestIndex == 0 || m_saysZeroBased ? 0 : 1; }
  /// So many numbers a sample has at least; 0 when no row names a feature.
  std::size_t width() const { return m_pairs == 0 ? 0 : m_highestIndex - firstIndex() + 1; }
  /// Bytes of text a row has on average.
  double bytesARow() const { return m_textBytes / static_cast<double>(rows()); }
  /// The share of the features that is written, on average.
  double density() const {
    return static_cast<double>(m_pairs) / (static_cast<double>(rows()) * static_cast<double>(width()));
  }
  /// The range of all values that are no NaN, and of the zeros that are not written.
  float lowest() const { return m_lowest; }
  float highest() const { return m_highest; }
  /// Whether all values are whole numbers.
  bool isWhole() const { return m_isWhole; }

  /// Appends the first rows to dataset.values, at most `limit`, `width` numbers each (at least width()), and
  /// forgets the pairs on the way: both together would need twice the memory. Returns early when the task is
  /// cancelled.
  void moveTo(Dataset& dataset, std::size_t width, std::size_t limit, const Task& task);

 private:
  struct Block {
    std::vector<std::uint32_t> counts;  ///< of a row's pairs
    std::vector<std::uint32_t> indices;
    std::vector<float> values;
  };
  Result<bool> addRows(const std::filesystem::path& file, std::uint64_t mostBytes, const Task& task);
  /// Appends the whole lines of the text, the last one too where `last` says that nothing follows; what is
  /// left then.
  Result<std::string_view> takeLines(std::string_view text, bool last, const std::filesystem::path& file);
  void addRow(Block& block);
  /// Bytes of memory that the pairs take until moveTo().
  std::uint64_t pairBytes() const { return m_pairs * (sizeof(std::uint32_t) + sizeof(float)); }

  std::vector<Block> m_blocks;
  std::vector<double> m_labels;
  std::size_t m_line = 1;
  LibsvmRow m_row;
  std::uint64_t m_pairs = 0;
  std::uint32_t m_lowestIndex = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t m_highestIndex = 0;
  float m_lowest = 0;
  float m_highest = 0;
  bool m_isWhole = true;
  bool m_saysZeroBased = false;
  double m_textBytes = 0;
};

}  // namespace isthmus
