#include "app/cli/inputs.h"

#include "app/bundled_model.h"
#include "app/load_tools.h"
#include "core/data/library/known_datasets.h"

#include <cstdio>

namespace isthmus::cli {
namespace {

/// Says what was guessed where a person had a choice and made none.
void printGuess(const std::string& path, const LoadPlan& plan, bool asGuessed) {
  if (!asGuessed || !plan.hasChoices()) return;
  std::string text = "isthmus-cli: " + plan.name + ": " + plan.summary + ". ";
  for (const std::string& remark : plan.preview.remarks) text += remark + " ";
  text += "To choose otherwise, change what was taken: " + path + ":" + loadOptionsText(plan.options);
  std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace

Result<DatasetPtr> datasetOf(const Arguments& arguments, std::string_view option) {
  if (auto given = arguments.required(option); !given) return given.error();
  const std::vector<std::string> names = arguments.values(option);
  return loadNamedOrFiles(names, loadTools(), {}, [&names](const LoadPlan& plan, bool asGuessed) {
    printGuess(names.back(), plan, asGuessed);
  });
}

Result<ModelSnapshotPtr> modelOf(const Arguments& arguments) {
  const auto file = arguments.required("model");
  if (!file) return file.error();
  return *file == "bundled" ? bundledModel() : loadModel(*file);
}

}  // namespace isthmus::cli
