#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"

namespace isthmus {

/// Reads the tables of a plan, the training file and perhaps a test file, as planTable() has understood them.
/// Everything is found out and checked anew, for files change. An error names file and line.
Result<Dataset> loadTable(const LoadPlan& plan, const LoadTools& tools, const Task& task);

/// The format's entry in datasetFormats(). It takes any text in columns, so it comes last there.
DatasetFormat tableFormat();

}  // namespace isthmus
