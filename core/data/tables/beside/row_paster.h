#pragma once

#include "core/base/result.h"
#include "core/data/tables/beside/table_file.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace isthmus {

/// Writes the values of column files behind the lines of a table, as if all stood in one file.
class RowPaster {
 public:
  explicit RowPaster(TableFile file) : m_file(std::move(file)) {}

  /// Appends the next bytes of the table to `text` with the values of each line that ends in them. An error
  /// when the table has more rows than there are values.
  Result<void> append(std::string_view bytes, std::string& text);
  /// Ends the last line, where no line end does. An error when there are values left.
  Result<void> finish(std::string& text);

 private:
  Result<void> endLine(std::string& text);
  Error otherCount(const std::string& more) const;

  TableFile m_file;
  std::size_t m_row = 0;  ///< of data
  bool m_isBlank = true;  ///< nothing but spaces stands in the line so far
  bool m_isHeadDone = false;
};

}  // namespace isthmus
