#pragma once

#include "core/base/result.h"
#include "core/data/dataset_format.h"
#include "core/data/tables/text/table_dialect.h"

#include <filesystem>
#include <string_view>

namespace isthmus {

/// Whether a text begins like Weka's ARFF: "@relation", behind comments.
bool isArff(std::string_view head);

/// What the header of an ARFF file says of its rows, which are those of a table, dense or sparse. The label
/// is the nominal attribute that is called class, or else the last one. The error names a line that is none
/// of a header.
Result<TableDialect> arffDialect(std::string_view head, bool whole, const std::filesystem::path& file);

/// The format's entry in datasetFormats(); tables do all the work.
DatasetFormat arffFormat();

}  // namespace isthmus
