#include "app/cli/inputs.h"

#include "app/loading/bundled_model.h"
#include "app/loading/load_tools.h"
#include "core/io/result_file.h"
#include "core/model/file/model_file.h"

#include <algorithm>
#include <cstdio>

namespace isthmus::cli {
namespace {

/// Says what loading did, unless the guess said it already.
void printNotes(const Dataset& dataset, const std::vector<std::string>& said) {
  for (const std::string& note : dataset.notes) {
    const bool isSaid = std::ranges::any_of(
        said, [&](const std::string& remark) { return remark == note || remark == note + "."; });
    if (isSaid) continue;
    std::fprintf(stderr, "isthmus-cli: %s: %s%s\n", dataset.name.c_str(), note.c_str(),
                 note.ends_with('.') ? "" : ".");
  }
}

/// Says what was guessed where a person had a choice and made none.
void printGuess(const std::string& path, const LoadPlan& plan, bool asGuessed) {
  if (!asGuessed || !plan.hasChoices()) return;
  std::string text = "isthmus-cli: " + plan.name + ": " + plan.summary + ". ";
  for (const std::string& remark : plan.preview.remarks) text += remark + " ";
  text += "To choose otherwise, change what was taken: " + path + ":" + loadOptionsText(plan.options);
  std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace

Result<DatasetPtr> datasetOf(const Arguments& arguments, std::string_view option, PartsOfNone partsOfNone) {
  if (auto given = arguments.required(option); !given) return given.error();
  const std::vector<std::string> names = arguments.values(option);
  std::vector<std::string> said;
  Result<DatasetPtr> loaded = loadNamedOrFiles(
      names, loadTools(), {},
      [&](const LoadPlan& plan, bool asGuessed) {
        printGuess(names.back(), plan, asGuessed);
        if (asGuessed && plan.hasChoices()) said = plan.preview.remarks;
      },
      partsOfNone);
  if (loaded) printNotes(**loaded, said);
  return loaded;
}

Result<ModelSnapshotPtr> modelOf(const Arguments& arguments) {
  const auto file = arguments.required("model");
  if (!file) return file.error();
  return *file == "bundled" ? bundledModel() : loadModel(*file);
}

Result<std::vector<ErrorMeasure>> measuresIn(const Arguments& arguments, const ModelSpec& spec) {
  if (!arguments.has("measure")) return std::vector<ErrorMeasure>();
  const std::string name = arguments.text("measure");
  const ErrorTraits traits = errorTraits(spec);
  const auto offered = measuresOf(traits);
  if (name == "all") return offered;
  const auto measure = measureFromName(name);
  if (measure && std::ranges::find(offered, *measure) != offered.end())
    return std::vector<ErrorMeasure>{*measure};
  return Error{ErrorCode::BadSetting,
               (measure ? "'" + name + "' says nothing about samples of this model; expected "
                        : "'" + name + "' is no measure; expected ") +
                   measureNamesText(traits) + ", or all",
               "--measure"};
}

Result<void> checkResultOption(const Arguments& arguments) {
  return arguments.has("out") ? checkResultFile(arguments.text("out")) : Result<void>();
}

void printFileBeside(const std::string& file) {
  const std::string beside = fileBeside(file).string();
  if (!beside.empty())
    std::fprintf(stderr, "isthmus-cli: rows, names, labels and parts of the lines of %s stand in %s\n",
                 file.c_str(), beside.c_str());
}

}  // namespace isthmus::cli
