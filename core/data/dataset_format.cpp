#include "core/data/dataset_format.h"

#include "core/base/number_text.h"
#include "core/data/arrays/isolated_formats.h"
#include "core/data/arrays/npy_reader.h"
#include "core/data/arrays/npz_reader.h"
#include "core/data/arrays/safetensors_reader.h"
#include "core/data/byte_source.h"
#include "core/data/idx/idx_reader.h"
#include "core/data/split.h"
#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <fnmatch.h>
#include <new>
#include <set>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFolderEntries =
    100'000;  // a home folder dropped by mistake must not be read for minutes

/// "IDX images and labels", and so on, for messages.
std::string knownFormatsText() {
  std::string text;
  for (const DatasetFormat& format : datasetFormats())
    text += (text.empty() ? "" : ", ") + std::string(format.description);
  return text;
}

/// The format of a file, or why it has none.
Result<const DatasetFormat*> formatOf(const fs::path& file) {
  // One byte is enough to learn whether it can be read (and inflated) at all, and to say why it cannot.
  if (const auto head = readHead(file, 1); !head) return head.error();
  for (const DatasetFormat& format : datasetFormats()) {
    if (format.recognises(file)) return &format;
  }
  return Error{ErrorCode::BadFormat, "is in no format that can be read; expected " + knownFormatsText(),
               file.string()};
}

bool isNamedLikeData(const fs::path& file) {
  const std::string name = file.filename().string();
  return std::ranges::any_of(datasetFormats(), [&](const DatasetFormat& format) {
    return std::ranges::any_of(format.patterns, [&](std::string_view pattern) {
      return ::fnmatch(std::string(pattern).c_str(), name.c_str(), 0) == 0;
    });
  });
}

struct FolderContent {
  std::vector<fs::path> files;
  std::vector<fs::path> folders;
};

Result<FolderContent> listFolder(const fs::path& folder) {
  FolderContent content;
  std::error_code failed;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    if (entry->path().filename().string().starts_with('.')) continue;
    std::error_code unknown;  // a dangling link is neither
    if (entry->is_regular_file(unknown)) content.files.push_back(entry->path());
    if (entry->is_directory(unknown)) content.folders.push_back(entry->path());
    if (content.files.size() + content.folders.size() > kMaxFolderEntries)
      return Error{ErrorCode::TooLarge,
                   "holds more than " + withThousands(kMaxFolderEntries) +
                       " files; expected the folder of one data set",
                   folder.string()};
  }
  if (failed) return Error{ErrorCode::NotFound, "cannot be listed: " + failed.message(), folder.string()};
  std::ranges::sort(content.files);
  std::ranges::sort(content.folders);
  return content;
}

/// Files with their format, each once.
class Collection {
 public:
  Result<void> addPath(const fs::path& path) {
    std::error_code unknown;
    return fs::is_directory(path, unknown) ? addFolder(path) : addFile(path);
  }

  /// The one format of all files.
  Result<const DatasetFormat*> format() const {
    for (const DatasetFormat* other : m_formats) {
      if (other != m_formats.front())
        return Error{ErrorCode::BadFormat,
                     "files of several formats (" + std::string(m_formats.front()->name) + " and " +
                         std::string(other->name) + ") cannot be one data set; expected one format"};
    }
    return m_formats.front();
  }
  std::span<const fs::path> files() const { return m_files; }

 private:
  void add(const fs::path& file, const DatasetFormat* format) {
    std::error_code failed;
    const fs::path real = fs::canonical(file, failed);
    if (!m_seen.insert(failed ? file : real).second) return;
    m_files.push_back(file);
    m_formats.push_back(format);
  }

  Result<void> addFile(const fs::path& file) {
    const Result<const DatasetFormat*> format = formatOf(file);
    if (!format) return format.error();
    add(file, *format);
    return {};
  }

  /// Adds those of the files that can be read; true when there were any.
  Result<bool> addReadable(const std::vector<fs::path>& files) {
    bool any = false;
    for (const fs::path& file : files) {
      const Result<const DatasetFormat*> format = formatOf(file);
      const bool isModel = safetensorsContent(file) == SafetensorsContent::Model;  // no data, but not broken
      if (!format && isNamedLikeData(file) && !isModel) return format.error();
      if (!format) continue;
      add(file, *format);
      any = true;
    }
    return any;
  }

  Result<void> addFolder(const fs::path& folder) {
    const Result<FolderContent> content = listFolder(folder);
    if (!content) return content.error();
    const Result<bool> any = addReadable(content->files);
    if (!any) return any.error();
    if (*any) return {};
    bool anyBelow = false;
    for (const fs::path& subfolder : content->folders) {
      const Result<FolderContent> below = listFolder(subfolder);
      if (!below) continue;  // a subfolder that may not be read is passed over like a strange file
      const Result<bool> found = addReadable(below->files);
      if (!found) return found.error();
      anyBelow = anyBelow || *found;
    }
    if (!anyBelow)
      return Error{ErrorCode::NotFound,
                   "holds no file that can be read, nor do its subfolders; expected " + knownFormatsText(),
                   folder.string()};
    return {};
  }

  std::vector<fs::path> m_files;
  std::vector<const DatasetFormat*> m_formats;  ///< one a file
  std::set<fs::path> m_seen;
};

}  // namespace

std::span<const DatasetFormat> datasetFormats() {
  // A new format joins by one line.
  static const std::array kFormats = {
      idxFormat(),
      hdf5Format(),
      matlabFormat(),
      npyFormat(),
      npzFormat(),
      safetensorsFormat(),
  };
  return kFormats;
}

Result<LoadPlan> planLoading(std::span<const fs::path> paths, const LoadOptions& options,
                             const LoadTools& tools) {
  if (paths.empty())
    return Error{ErrorCode::NotFound, "there is nothing to load; expected files or a folder"};
  Collection collection;
  for (const fs::path& path : paths) {
    if (const Result<void> added = collection.addPath(path); !added) return added.error();
  }
  const Result<const DatasetFormat*> format = collection.format();
  if (!format) return format.error();
  return (*format)->plan(collection.files(), options, tools);
}

Result<DatasetPtr> loadDataset(const LoadPlan& plan, const LoadTools& tools, const Task& task) {
  const auto format = std::ranges::find(datasetFormats(), plan.format, &DatasetFormat::name);
  if (format == datasetFormats().end())
    return Error{ErrorCode::Internal, "there is no format called \"" + plan.format + "\""};
  try {
    Result<Dataset> loaded = format->load(plan, tools, task);
    if (!loaded) return loaded.error();
    Dataset dataset = std::move(loaded).value();
    if (dataset.testCount() == 0 && plan.options.testShare)
      splitOffTest(dataset, *plan.options.testShare, plan.options.seed.value_or(LoadOptions::kDefaultSeed));
    if (plan.options.scaling) dataset.scaling = *plan.options.scaling;
    return DatasetPtr(std::make_shared<const Dataset>(std::move(dataset)));
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::TooLarge, "does not fit into the memory that is free",
                 plan.trainFiles.empty() ? plan.name : plan.trainFiles.front().string()};
  }
}

}  // namespace isthmus
