#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/tables/columns/table_columns.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace isthmus {

/// Gathers the rows of a table and makes a data set of them.
class TableBuilder {
 public:
  static constexpr std::int32_t kUnknown = -1;  ///< the number of a text that is missing

  /// `offsets`: what numbers of features are held less of (Dataset::offsets), one each or none.
  TableBuilder(const TableHead& head, const TableUse& use, std::vector<double> offsets = {});

  /// Makes sure that so many more numbers of features can come; an error, which names `where`, when they
  /// would take more than a data set may.
  Result<void> makeRoom(std::uint64_t numbers, const std::string& where);
  bool isBytes() const { return m_use.bytes; }
  const std::vector<double>& offsets() const { return m_offsets; }
  /// Room for the numbers of one more row, to be filled before endRow(); only one of the two may be used.
  std::uint8_t* byteRow();
  float* floatRow();  ///< NaN stands for a missing one
  /// Ends a row with the texts of textColumns(), in that order, trimmed. An error names no file.
  Result<void> endRow(std::span<const std::string_view> texts);
  /// Passes over a row of data that is no sample, so that the rows behind it keep their numbers.
  void skipRow() { m_skipped.push_back(m_rows); }
  /// Takes the last row back.
  void dropLastRow();
  /// Whether what stands in a column of the last row stands there alone, or is not known to be anywhere else.
  /// False for features.
  bool isOnlyInLastRow(std::size_t column) const;
  /// The rows to come are those of another file, counted from 1 again.
  void endFile() { m_laterFiles.push_back({m_rows, m_skipped.size()}); }
  const std::vector<std::size_t>& textColumns() const { return m_textColumns; }
  std::size_t rows() const { return m_rows; }

  /// All rows; those from `trainRows` on are the test part. Treats missing values. The builder is empty then.
  Result<Dataset> finish(std::size_t trainRows, const LoadOptions& options, const Task& task);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  /// A column of text: each different one has a number, in the order in which they came.
  struct TextColumn {
    std::size_t column = 0;
    ColumnUse use = ColumnUse::Ignored;
    bool isNumbers = false;  ///< a factor with too many numbers for levels
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> numbers = {};
    std::vector<std::string> texts = {};   ///< by number; for names one a row
    std::vector<std::int32_t> ofRow = {};  ///< none for names
    std::vector<float> values = {};        ///< of numbers alone
  };
  Result<void> add(TextColumn& column, std::string_view text);
  Result<void> transpose(Dataset& dataset) const;
  void numberSamples(Dataset& dataset) const;
  void moveTexts(Dataset& dataset);
  void moveLabels(TextColumn& column, Dataset& dataset) const;
  std::vector<std::size_t> levelOrder(const TextColumn& column) const;
  Factor factorOf(TextColumn& column, const std::string& name) const;
  void addOneHot(std::span<const std::string_view> texts);
  void moveOneHot(Dataset& dataset);

  struct FileStart {
    std::size_t row = 0;
    std::size_t skipped = 0;  ///< before it
  };

  const TableHead& m_head;
  const TableUse& m_use;
  std::size_t m_features;
  bool m_isOneHot;
  std::vector<std::size_t> m_featureColumns;
  std::vector<std::size_t> m_textColumns;
  std::vector<TextColumn> m_texts;
  std::vector<std::int32_t> m_hot;  ///< the class of each row, where columns are OneHot
  std::vector<double> m_offsets;
  std::vector<std::uint8_t> m_bytes;
  std::vector<float> m_floats;
  std::size_t m_rows = 0;
  std::vector<std::size_t> m_skipped;  ///< the number of samples before each row passed over
  std::vector<FileStart> m_laterFiles;
  std::size_t m_textBytes = 0;
};

}  // namespace isthmus
