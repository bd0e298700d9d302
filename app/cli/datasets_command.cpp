#include "app/cli/commands.h"
#include "core/data/library/known_datasets.h"

#include <cstdio>

namespace isthmus::cli {
namespace {

Result<void> runDatasets(const Arguments&) {
  for (const KnownDataset& known : knownDatasets())
    std::printf("%-16s %-28s %s\n", known.id.c_str(), known.title.c_str(), known.origin.c_str());
  return {};
}

}  // namespace

Command datasetsCommand() {
  return {"datasets", "lists the data sets that can be loaded here by name", {}, runDatasets};
}

}  // namespace isthmus::cli
