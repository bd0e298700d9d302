#include "core/data/dataset_format.h"

#include "core/data/arrays/formats/isolated_formats.h"
#include "core/data/arrays/formats/npy_reader.h"
#include "core/data/arrays/formats/npz_reader.h"
#include "core/data/arrays/formats/safetensors_reader.h"
#include "core/data/files/file_collection.h"
#include "core/data/files/file_rows.h"
#include "core/data/files/folder_sets.h"
#include "core/data/files/load_errors.h"
#include "core/data/idx/idx_reader.h"
#include "core/data/images/files/picture_formats.h"
#include "core/data/images/picture_white.h"
#include "core/data/split.h"
#include "core/data/tables/projector/projector_reader.h"
#include "core/data/tables/sparse/libsvm_reader.h"
#include "core/data/tables/table_reader.h"
#include "core/data/tables/text/arff_header.h"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

/// The file, or the folder of several; empty when the working folder is gone.
std::string sourceOf(const LoadPlan& plan) {
  if (plan.trainFiles.empty()) return {};
  std::error_code noWorkingFolder;
  const fs::path first = fs::absolute(plan.trainFiles.front(), noWorkingFolder).lexically_normal();
  const bool isOne = plan.trainFiles.size() + plan.testFiles.size() == 1;
  return (isOne ? first : first.parent_path()).string();
}

/// Where the test part was a file of its own, or lost rows of its own. Pictures are told apart by their
/// names.
void nameFiles(const LoadPlan& plan, Dataset& dataset) {
  const bool arePictureFiles = dataset.kind == SampleKind::Image && !dataset.sampleNames.empty();
  if (!dataset.files.empty() || plan.trainFiles.empty() || arePictureFiles) return;
  const std::string file = plan.trainFiles.front().filename().string();
  if (!plan.testFiles.empty())
    nameTestFile(dataset, file, plan.testFiles.front().filename().string());
  else if (!dataset.rows.empty())
    nameTestFile(dataset, file, file + " (test part)");
}

const DatasetFormat* formatNamed(std::string_view name) {
  const auto found = std::ranges::find(datasetFormats(), name, &DatasetFormat::name);
  return found == datasetFormats().end() ? nullptr : &*found;
}

/// A sentence for each option that says nothing about files of this format.
std::vector<std::string> unusedOptions(const LoadOptions& options, const DatasetFormat& format) {
  constexpr std::array<std::string_view, 5> kOfAll = {"scale", "split", "seed", "set", "white"};
  std::vector<std::string> sentences;
  for (const std::string_view key : givenKeys(options)) {
    if (std::ranges::find(kOfAll, key) != kOfAll.end() ||
        std::ranges::find(format.options, key) != format.options.end())
      continue;
    sentences.push_back("The option " + std::string(key) + "= was not used: it says nothing about " +
                        std::string(format.description));
  }
  return sentences;
}

}  // namespace

std::span<const DatasetFormat> datasetFormats() {
  // A new format joins by one line.
  static const std::array kFormats = {
      idxFormat(),       npyFormat(),    npzFormat(),          safetensorsFormat(),
      hdf5Format(),      matlabFormat(), pictureFilesFormat(), pictureZipFormat(),
      projectorFormat(), libsvmFormat(), arffFormat(),
      tableFormat(),  // any text in columns is a table: last
  };
  return kFormats;
}

Result<LoadPlan> planLoading(std::span<const fs::path> paths, const LoadOptions& options,
                             const LoadTools& tools, const Task& task) {
  if (paths.empty())
    return Error{ErrorCode::NotFound, "there is nothing to load; expected files or a folder"};
  FileCollection collection(task);
  for (const fs::path& path : paths) {
    if (const Result<void> added = collection.addPath(path); !added) return added.error();
  }
  Result<LoadPlan> planned = planCollection(collection, options, tools, task);
  if (task.cancelled()) return cancelledLoading();
  if (!planned) return planned;
  LoadPlan plan = std::move(planned).value();
  plan.isFromFolder = !collection.hasNamedFiles();
  if (const DatasetFormat* format = formatNamed(plan.format)) {
    for (std::string& sentence : unusedOptions(options, *format)) {
      plan.preview.remarks.push_back(sentence + ".");
      plan.notes.push_back(std::move(sentence));
    }
  }
  if (plan.isTestPart && plan.options.testShare.value_or(0) == 0) {
    plan.notes.emplace_back(
        "By its name this is a test part: all of it is there to be scored, and nothing of it was kept apart");
    plan.preview.remarks.push_back(plan.notes.back() + "; merged into other data it joins their test part.");
    plan.summary += ", a test part of which nothing is kept apart";
  }
  return plan;
}

Result<DatasetPtr> loadDataset(const LoadPlan& plan, const LoadTools& tools, const Task& task) {
  const DatasetFormat* format = formatNamed(plan.format);
  if (!format) return Error{ErrorCode::Internal, "there is no format called \"" + plan.format + "\""};
  try {
    Result<Dataset> loaded = format->load(plan, tools, task);
    if (!loaded) return loaded.error();
    Dataset dataset = std::move(loaded).value();
    settleWhite(dataset, plan.options.white, task);
    nameFiles(plan, dataset);
    if (dataset.testCount() == 0 && plan.options.testShare)
      splitOffTest(dataset, *plan.options.testShare, plan.options.seed.value_or(LoadOptions::kDefaultSeed),
                   task);
    dataset.isTestPart = plan.isTestPart && dataset.testCount() == 0;
    if (dataset.source.empty()) dataset.source = sourceOf(plan);
    dataset.notes.insert(dataset.notes.end(), plan.notes.begin(), plan.notes.end());
    if (plan.options.scaling) dataset.scaling = *plan.options.scaling;
    measureDisplay(dataset, task);
    if (task.cancelled()) return cancelledLoading();
    return DatasetPtr(std::make_shared<const Dataset>(std::move(dataset)));
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::TooLarge, "does not fit into the memory that is free",
                 plan.trainFiles.empty() ? plan.name : plan.trainFiles.front().string()};
  }
}

}  // namespace isthmus
