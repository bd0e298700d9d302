#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// What loading some files would do, found out from their names and headers alone.
struct LoadPlan {
  std::string format;                             ///< DatasetFormat::name
  std::string name;                               ///< of the data set to come: "fashion-mnist"
  std::vector<std::filesystem::path> trainFiles;  ///< in the order the format wants them, e.g. images, labels
  std::vector<std::filesystem::path> testFiles;   ///< likewise; may be empty
  std::string summary;  ///< one line for the person: "60,000 + 10,000 images of 28 x 28, labelled"
};

/// One file format. The registry below is the only list of them: dialogs, drops and the command line use it.
struct DatasetFormat {
  std::string_view name;         ///< "IDX"
  std::string_view description;  ///< for file dialogs: "IDX images and labels"
  std::vector<std::string_view>
      patterns;  ///< for file dialogs: "*ubyte", "*ubyte.gz". In a folder a file of such a
                 ///< name is taken at its word: when it is broken, that is an error
  /// True when the file's first bytes are of this format. Reads a few bytes.
  bool (*recognises)(const std::filesystem::path& file);
  /// Sorts files of this format (no folders) into a plan; the error names the file and what was expected.
  Result<LoadPlan> (*plan)(std::span<const std::filesystem::path> files);
  Result<DatasetPtr> (*load)(const LoadPlan& plan, const Task& task);
};

/// Every format that can be read.
std::span<const DatasetFormat> datasetFormats();

/// What loading these files and folders would do. A folder stands for the files in it (and, where it has none
/// that can be read, in its direct subfolders); files of no known format in a folder are passed over, given
/// by name they are an error.
Result<LoadPlan> planLoading(std::span<const std::filesystem::path> paths);

/// Carries a plan out. All or nothing.
Result<DatasetPtr> loadDataset(const LoadPlan& plan, const Task& task);

}  // namespace isthmus
