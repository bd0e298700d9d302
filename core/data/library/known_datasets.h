#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A data set that can be loaded on this machine by name.
struct KnownDataset {
  std::string id;                ///< for the command line: "fashion-mnist"
  std::string title;             ///< as shown: "Fashion-MNIST"
  std::string origin;            ///< "built in", or the folder
  std::filesystem::path folder;  ///< empty for a built-in one
  /// Of a built-in one as readParameters() takes them, of another as parseLoadOptions() does; empty: the
  /// usual ones.
  std::string parameters = {};
};

/// What is here: the built-in sets, then those found in the folders that Debian's packages, torchvision and
/// Keras use, in downloadsFolder() and in those that the variable ISTHMUS_DATA names (separated by ':').
/// Looks at the disk; not for the GUI thread.
std::vector<KnownDataset> knownDatasets();

/// Loads one of them; the data set is called by its title.
Result<DatasetPtr> loadKnownDataset(const KnownDataset& known, const LoadTools& tools, const Task& task);

/// Told of the plan for files before they are read; `asGuessed` when no option was given but which of
/// a folder's data sets it is.
using PlanListener = std::function<void(const LoadPlan& plan, bool asGuessed)>;

/// What becomes of files that bring no test part, where no option says it.
enum class PartsOfNone {
  AsGuessed,  ///< to learn from: a part is kept apart where the format proposes it
  Whole,      ///< to be looked at: all samples, none apart
};

/// What a person names on the command line: an id of knownDatasets(), or files and folders. Several names are
/// one set of files. Behind a built-in set's name its parameters may stand ("swiss-roll:dimensions=10"),
/// behind another set's and behind the last file's options: "file.csv:label=species" (splitOptions()).
Result<DatasetPtr> loadNamedOrFiles(const std::vector<std::string>& names, const LoadTools& tools,
                                    const Task& task, const PlanListener& planned = {},
                                    PartsOfNone partsOfNone = PartsOfNone::AsGuessed);

}  // namespace isthmus
