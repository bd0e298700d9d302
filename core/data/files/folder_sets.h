#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset_format.h"
#include "core/data/files/file_collection.h"
#include "core/data/load_options.h"

namespace isthmus {

/// The plan for what was gathered. Pictures and the tables that name them are one data set, and so are files
/// of one format that their reader takes together; otherwise they are told apart by their folders, by their
/// names and at last one by one. Where a folder holds several data sets the plan lists them. Files that were
/// added by name must be one. What else lies in the folder is counted in the plan's notes.
Result<LoadPlan> planCollection(const FileCollection& collection, const LoadOptions& options,
                                const LoadTools& tools, const Task& task);

}  // namespace isthmus
