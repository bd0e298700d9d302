#pragma once

#include "core/base/result.h"
#include "core/data/images/picture_guess.h"
#include "core/data/load_options.h"
#include "core/data/tables/columns/table_columns.h"

#include <filesystem>

namespace isthmus {

/// The first rows as their features stand in the file.
RowSample featureRows(const TableHead& head, const TableUse& use);

/// Decides whether a table's rows are pictures, and of what shape, once use.columns is decided: as the
/// options say, or by guessPictures(). Sets use.shape, use.picture and use.bytes, and says in use.remarks
/// what was guessed. An error when the shape that the options ask for does not fit.
Result<void> decideShape(const TableHead& head, const LoadOptions& options, const std::filesystem::path& file,
                         TableUse& use);

}  // namespace isthmus
