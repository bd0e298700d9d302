#include "core/data/library/known_datasets.h"

#include "core/data/builtin/builtin_sets.h"
#include "core/data/dataset_format.h"
#include "core/data/library/catalogue.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

enum class Layout {
  IdxFiles,    ///< images and labels of the training and the test part
  LibsvmPair,  ///< the training part, and the test part with ".t" behind its name
};

/// A data set that people keep on their disks, by the names that their tools give to its folders and files.
struct Published {
  std::string_view id;  ///< Debian's and Keras' folder, too
  std::string_view title;
  std::string_view torchvisionFolder;  ///< <root>/<this>/raw
  std::string_view filePrefix;         ///< before "train-images-idx3-ubyte"; a LIBSVM file's name
  Layout layout = Layout::IdxFiles;
  std::optional<ImageShape> shape = {};  ///< of its pictures, where the files do not tell it
};
constexpr std::array<Published, 5> kPublished = {{
    {"fashion-mnist", "Fashion-MNIST", "FashionMNIST", ""},
    {"mnist", "MNIST", "MNIST", ""},
    {"kmnist", "Kuzushiji-MNIST", "KMNIST", ""},
    {"emnist-letters", "EMNIST letters", "EMNIST", "emnist-letters-"},
    {"usps", "USPS", "USPS", "usps", Layout::LibsvmPair, ImageShape{16, 16, 1}},
}};

/// The first file of these names, unpacked ones before packed ones.
std::optional<fs::path> findFile(const fs::path& folder, std::span<const std::string> names) {
  for (const std::string_view ending : {"", ".gz", ".bz2"}) {
    for (const std::string& name : names) {
      const fs::path file = folder / (name + std::string(ending));
      std::error_code unknown;
      if (fs::is_regular_file(file, unknown)) return file;
    }
  }
  return std::nullopt;
}

/// An IDX file under any of the names that it goes by.
std::optional<fs::path> findIdx(const fs::path& folder, std::string_view prefix, std::string_view part,
                                std::string_view kind) {
  const std::string begin = std::string(prefix) + std::string(part);
  const std::string end = std::string(kind) + "-ubyte";
  const std::string names[] = {begin + '-' + end, begin + '.' + end};
  return findFile(folder, names);
}

std::vector<fs::path> libsvmFilesOf(const Published& set, const fs::path& folder) {
  const std::string train[] = {std::string(set.filePrefix)};
  const std::string test[] = {train[0] + ".t"};
  auto trainFile = findFile(folder, train);
  auto testFile = findFile(folder, test);
  if (!trainFile || !testFile) return {};
  return {*std::move(trainFile), *std::move(testFile)};
}

/// All files of a set in a folder; empty unless all are there.
std::vector<fs::path> filesOf(const Published& set, const fs::path& folder) {
  if (set.layout == Layout::LibsvmPair) return libsvmFilesOf(set, folder);
  constexpr std::pair<std::string_view, std::string_view> kFiles[] = {
      {"train-images", "idx3"}, {"train-labels", "idx1"}, {"t10k-images", "idx3"}, {"t10k-labels", "idx1"}};
  std::vector<fs::path> files;
  for (const auto& [part, kind] : kFiles) {
    auto file = findIdx(folder, set.filePrefix, part, kind);
    // EMNIST and others call the second part "test".
    if (!file && part.starts_with("t10k"))
      file = findIdx(folder, set.filePrefix, "test" + std::string(part.substr(4)), kind);
    if (!file) return {};
    files.push_back(*std::move(file));
  }
  return files;
}

/// Folders under which data sets may lie, the person's own choice first.
std::vector<fs::path> roots() {
  std::vector<fs::path> result;
  if (const char* named = std::getenv("ISTHMUS_DATA"); named != nullptr) {
    const std::string_view list = named;
    for (std::size_t start = 0; start <= list.size();) {
      const std::size_t end = std::min(list.find(':', start), list.size());
      if (end > start) result.emplace_back(list.substr(start, end - start));
      start = end + 1;
    }
  }
  if (fs::path downloads = downloadsFolder(); !downloads.empty()) result.push_back(std::move(downloads));
  result.emplace_back("/usr/share/datasets");
  for (const char* local : {"data", "datasets"}) result.emplace_back(local);
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    for (const char* below : {".keras/datasets", "data", "datasets", "Data", "Datasets", "torchvision",
                              ".torchvision", ".cache/torch", ".cache/torch/datasets", ".cache/torchvision",
                              ".torch/datasets", ".pytorch", ".pytorch/datasets"})
      result.push_back(fs::path(home) / below);
  }
  return result;
}

bool sameWord(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

/// Where a set would lie under a root, the root itself included when it bears the set's name.
std::vector<fs::path> candidates(const Published& set, const fs::path& root) {
  std::vector<fs::path> result;
  for (const std::string_view name : {set.id, set.torchvisionFolder, set.title}) {
    result.push_back(root / name / "raw");
    result.push_back(root / name);
  }
  fs::path named = root.has_filename() ? root : root.parent_path();  // without a '/' at its end
  if (named.filename() == "raw") named = named.parent_path();
  const std::string name = named.filename().string();
  // A prefix in the files' names tells the set as well as the folder's name would.
  if (!set.filePrefix.empty() || sameWord(name, set.id) || sameWord(name, set.torchvisionFolder) ||
      sameWord(name, set.title)) {
    result.push_back(root / "raw");
    result.push_back(root);
  }
  return result;
}

std::optional<KnownDataset> find(const Published& set, std::span<const fs::path> places) {
  for (const fs::path& root : places) {
    for (const fs::path& folder : candidates(set, root)) {
      if (filesOf(set, folder).empty()) continue;
      std::error_code failed;
      fs::path absolute = fs::absolute(folder, failed).lexically_normal();
      if (failed) absolute = folder;
      return KnownDataset{std::string(set.id), std::string(set.title), absolute.string(), absolute, {}};
    }
  }
  return std::nullopt;
}

std::string knownIdsText(const std::vector<KnownDataset>& known) {
  std::string text;
  for (const KnownDataset& dataset : known) text += (text.empty() ? "" : ", ") + dataset.id;
  return text;
}

Error unknownName(const std::string& name, const std::vector<KnownDataset>& known) {
  const auto isIt = [&](const auto& set) { return set.id == name; };
  std::string message;
  if (std::ranges::any_of(known, isIt)) {
    message =
        "is a data set's name and cannot be joined with other names; expected it alone, or files and folders";
  } else if (std::ranges::any_of(kPublished, isIt)) {
    message =
        "was not found on this computer (the variable ISTHMUS_DATA can name the folder that holds it); here "
        "are: " +
        knownIdsText(known);
  } else {
    message =
        "is neither a file nor a folder nor a data set on this computer; here are: " + knownIdsText(known);
  }
  return {ErrorCode::NotFound, std::move(message), name};
}

}  // namespace

std::vector<KnownDataset> knownDatasets() {
  std::vector<KnownDataset> known;
  for (const BuiltinSet& set : builtinSets())
    known.push_back({std::string(set.id), std::string(set.title), "built in", {}, {}});
  const std::vector<fs::path> places = roots();
  for (const Published& set : kPublished) {
    if (auto found = find(set, places)) known.push_back(*std::move(found));
  }
  return known;
}

Result<DatasetPtr> loadKnownDataset(const KnownDataset& known, const LoadTools& tools, const Task& task) {
  if (const BuiltinSet* set = findBuiltinSet(known.id); set != nullptr) {
    const auto values = readParameters(*set, known.parameters);
    return values ? makeBuiltinSet(*set, *values, task) : values.error();
  }
  const auto set = std::ranges::find(kPublished, known.id, &Published::id);
  if (set == kPublished.end()) return Error{ErrorCode::BadSetting, "is no known data set", known.id};
  const std::vector<fs::path> files = filesOf(*set, known.folder);
  if (files.empty())
    return Error{ErrorCode::NotFound, "no longer holds the files of " + known.title, known.folder.string()};
  const Result<LoadOptions> parsed = parseLoadOptions(known.parameters);
  if (!parsed) return parsed.error();
  LoadOptions options = *parsed;
  if (!options.shape) options.shape = set->shape;
  Result<LoadPlan> planned = planLoading(files, options, tools, task);
  if (!planned) return planned.error();
  LoadPlan plan = std::move(planned).value();
  plan.name = known.title;
  return loadDataset(plan, tools, task);
}

Result<DatasetPtr> loadNamedOrFiles(const std::vector<std::string>& names, const LoadTools& tools,
                                    const Task& task, const PlanListener& planned, PartsOfNone partsOfNone) {
  const std::vector<KnownDataset> known = knownDatasets();
  if (names.size() == 1) {
    const std::size_t colon = std::min(names.front().find(':'), names.front().size());
    const auto found = std::ranges::find(known, names.front().substr(0, colon), &KnownDataset::id);
    if (found != known.end()) {
      KnownDataset chosen = *found;
      chosen.parameters = names.front().substr(std::min(colon + 1, names.front().size()));
      return loadKnownDataset(chosen, tools, task);
    }
  }
  std::vector<fs::path> paths;
  LoadOptions options;
  for (const std::string& argument : names) {
    std::string name = argument;
    if (&argument == &names.back()) {
      const Result<PathWithOptions> last = splitOptions(argument);
      if (!last) return last.error();
      name = last->path;
      options = last->options;
    }
    std::error_code unknown;
    if (fs::status(name, unknown).type() == fs::file_type::not_found) return unknownName(name, known);
    paths.emplace_back(name);
  }
  LoadOptions none;
  none.set = options.set;  // which data set was chosen; how it is read is still a guess
  const bool asGuessed = options == none;
  if (partsOfNone == PartsOfNone::Whole && !options.testShare) options.testShare = 0;
  const Result<LoadPlan> plan = planLoading(paths, options, tools, task);
  if (!plan) return plan.error();
  if (planned) planned(*plan, asGuessed);
  return loadDataset(*plan, tools, task);
}

}  // namespace isthmus
