#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/tables/projector/projector_files.h"

#include <cstddef>
#include <string>
#include <vector>

namespace isthmus {

/// What becomes of a column of metadata.
struct MetadataUse {
  FieldUse use = FieldUse::Unknown;
  std::string description;  ///< "text, 7 different"
  bool canBeLabels = false;
  bool isNumeric = false;
  std::size_t different = 0;  ///< values; of more than a label may have, one more than those
};

struct MetadataUses {
  std::vector<MetadataUse> of;       ///< one a column
  std::string guess;                 ///< a sentence on the label where it was guessed
  std::vector<std::string> remarks;  ///< a sentence each on what is not used
};

/// The label is the column that the options name, or of those of few different values the one that is called
/// a label, else the first text, else the first; other numbers and columns of few values are factors; the
/// first of other words names the samples, or else numbers that only tell them apart. Errors have no `where`.
/// Fails with ErrorCode::Cancelled soon after the task is cancelled.
Result<MetadataUses> usesOf(const ProjectorMetadata& metadata, const LoadOptions& options, const Task& task);

/// Gives what the metadata says to the data set, whose samples are in the same order. Likewise.
Result<void> giveMetadata(const ProjectorMetadata& metadata, const LoadOptions& options, Dataset& dataset,
                          const Task& task);

}  // namespace isthmus
