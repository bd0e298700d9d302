#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/tables/projector_files.h"

#include <string>
#include <vector>

namespace isthmus {

/// What becomes of a column of metadata.
struct MetadataUse {
  FieldUse use = FieldUse::Unknown;
  std::string description;  ///< "text, 7 different"
  bool canBeLabels = false;
  bool isNumeric = false;
};

/// One a column: the label is the one that the options name, or the first with few different values; other
/// numbers and columns of few values are factors; the first of other words names the samples. Errors have no
/// `where`. Fails with ErrorCode::Cancelled soon after the task is cancelled.
Result<std::vector<MetadataUse>> usesOf(const ProjectorMetadata& metadata, const LoadOptions& options,
                                        const Task& task);

/// Gives what the metadata says to the data set, whose samples are in the same order. Likewise.
Result<void> giveMetadata(const ProjectorMetadata& metadata, const LoadOptions& options, Dataset& dataset,
                          const Task& task);

}  // namespace isthmus
