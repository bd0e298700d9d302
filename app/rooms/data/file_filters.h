#pragma once

#include "core/data/dataset_format.h"

#include <QString>

#include <span>

namespace isthmus {

/// What file dialogs offer to filter by: all data sets, each format, all files. A filter ends in all its
/// patterns in brackets, which a dialog need not show; what stands before names a few of them.
QString datasetFilter(std::span<const DatasetFormat> formats);
QString modelFilter();

}  // namespace isthmus
