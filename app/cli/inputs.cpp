#include "app/cli/inputs.h"

#include "app/bundled_model.h"
#include "core/data/library/known_datasets.h"

namespace isthmus::cli {

Result<DatasetPtr> datasetOf(const Arguments& arguments, std::string_view option) {
  if (auto given = arguments.required(option); !given) return given.error();
  return loadNamedOrFiles(arguments.values(option), {}, {});
}

Result<ModelSnapshotPtr> modelOf(const Arguments& arguments) {
  const auto file = arguments.required("model");
  if (!file) return file.error();
  return *file == "bundled" ? bundledModel() : loadModel(*file);
}

}  // namespace isthmus::cli
