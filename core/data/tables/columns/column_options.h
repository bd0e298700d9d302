#pragma once

#include "core/base/result.h"
#include "core/data/load_options.h"
#include "core/data/tables/columns/table_columns.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace isthmus {

/// What a person asked of columns.
struct AskedUses {
  std::vector<std::optional<ColumnUse>> of;  ///< one a column; nothing where nothing was asked
  std::optional<std::size_t> label = {};
  bool isOneHot = false;  ///< label=one-hot: the label is spread over the last columns
};

/// Finds the columns that options name (columns, dropped, factors, names, label). An error that tells similar
/// names for one that is not there, and one for a column that two options want for different things.
Result<AskedUses> askedUses(const TableHead& head, const LoadOptions& options,
                            const std::filesystem::path& file);

}  // namespace isthmus
