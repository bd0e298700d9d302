#include "core/data/files/set_finder.h"

#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/images/files/folder_words.h"
#include "core/data/images/files/picture_formats.h"
#include "core/data/images/files/picture_tables.h"
#include "core/data/images/picture_set.h"

#include <algorithm>
#include <array>
#include <new>
#include <string_view>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSets = 40;         // of a folder: more is a collection of something else
constexpr std::size_t kFewestPictures = 10;  // that are a data set beside others, not figures
constexpr std::size_t kMaxTablesBeside = 8;  // that are looked at above the folder of pictures
constexpr std::size_t kMaxListedAbove = 2'000;
constexpr std::string_view kIdxFormat = "IDX";

/// A file's name without what says which part or which array of a set it is: "mnist" of "mnist-train-images".
std::string nameOfSet(const fs::path& file) {
  constexpr std::array<std::string_view, 22> kRoles = {
      "images",     "labels",  "label",   "x",      "y",       "data",   "target",   "targets",
      "features",   "samples", "tensors", "tensor", "vectors", "vector", "metadata", "meta",
      "embeddings", "idx1",    "idx3",    "idx2",   "ubyte",   "images_"};
  const std::string stem = lowerCased(stemOf(file));
  std::string name;
  for (std::size_t begin = 0; begin < stem.size();) {
    const std::size_t end = std::min(stem.find_first_of("-_. ", begin), stem.size());
    const std::string word = stem.substr(begin, end - begin);
    begin = end + 1;
    const auto part = partIn(word);
    const bool saysLittle =
        (part && part->rest.empty()) || std::ranges::find(kRoles, std::string_view(word)) != kRoles.end();
    if (!saysLittle) name += (name.empty() ? "" : "-") + word;
  }
  return name;
}

const DatasetFormat& pictureFormat() {
  return *std::ranges::find(datasetFormats(), kPicturesFormat, &DatasetFormat::name);
}

}  // namespace

Result<LoadPlan> planOrNoMemory(const DatasetFormat& format, std::span<const fs::path> files,
                                const LoadOptions& options, const LoadTools& tools, const Task& task) {
  try {
    return format.plan(files, options, tools, task);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::TooLarge, "cannot be looked at: there is not enough memory",
                 files.front().string()};
  }
}

Result<void> SetFinder::find(const LoadOptions& options) {
  addPictures();
  if (m_task.cancelled()) return cancelledLoading();
  std::map<const DatasetFormat*, std::vector<fs::path>> byFormat;
  for (const FormattedFile& other : m_others) byFormat[other.format].push_back(other.file);
  if (m_collection.hasNamedFiles()) return addNamed(byFormat);
  for (const DatasetFormat& format : datasetFormats()) {  // in their order
    const auto files = byFormat.find(&format);
    if (files == byFormat.end()) continue;
    const std::size_t before = sets.size();
    addFormat(format, files->second, sets.empty() && byFormat.size() == 1, options);
    for (std::size_t i = before; i < sets.size(); ++i) sets[i].isByContent = isByContent(sets[i].files);
  }
  if (m_task.cancelled()) return cancelledLoading();
  if (!sets.empty()) return {};
  return m_firstError ? Result<void>(*m_firstError)
                      : Result<void>(Error{ErrorCode::NotFound, "there is nothing that can be read"});
}

bool SetFinder::isByContent(const Files& files) const {
  return std::ranges::all_of(files, [&](const fs::path& file) {
    const auto found = std::ranges::find(m_others, file, &FormattedFile::file);
    return found != m_others.end() && found->isByContent;
  });
}

std::string SetFinder::relative(const fs::path& file) const {
  const fs::path below = file.lexically_relative(m_collection.folder());
  return m_collection.folder().empty() || below.empty() ? file.filename().string() : below.string();
}

/// The pictures, with the tables among the others that name them.
void SetFinder::addPictures() {
  const std::vector<fs::path>& pictures = m_collection.pictures();
  if (pictures.empty()) return;
  const bool areFew = pictures.size() < kFewestPictures &&
                      pictures.size() < FileCollection::kPicturesPerOther * m_others.size();
  SetOfFiles set{"pictures", &pictureFormat(), pictures};
  const std::vector<fs::path> tables = tablesThatName(pictures);
  if (areFew && tables.empty() && !m_collection.hasNamedFiles()) {
    figures = pictures.size();
    return;
  }
  set.files.insert(set.files.end(), tables.begin(), tables.end());
  sets.push_back(std::move(set));
}

SetFinder::Files SetFinder::tablesThatName(const Files& pictures) {
  std::vector<fs::path> named;
  std::vector<std::string> paths;
  std::optional<PictureIndex> index;  // made when there is a table to look at
  TableSide side = TableSide::Inside;
  const auto names = [&](const fs::path& table) {
    if (m_task.cancelled()) return false;
    if (!index) {
      paths = fullPaths(pictures);
      index.emplace(paths);
    }
    return namesPictures(table, *index, pictures.size(), side, m_task);
  };
  std::erase_if(m_others, [&](const FormattedFile& other) {
    const bool isIt = mayNamePictures(other.file) && names(other.file);
    if (isIt) named.push_back(other.file);
    return isIt;
  });
  for (const fs::path& text : m_collection.texts()) {
    const bool isData =
        std::ranges::find(m_collection.others(), text, &FormattedFile::file) != m_collection.others().end();
    if (isData || !names(text)) continue;
    named.push_back(text);
    textsUsed.push_back(text);
  }
  // Answers that somebody is to hand in hold no labels.
  std::erase_if(named, [&](const fs::path& file) {
    if (named.size() < 2 || lowerCased(file.filename().string()).find("submission") == std::string::npos)
      return false;
    notes.push_back(file.filename().string() + " was passed over: by its name it is to be filled in");
    return true;
  });
  if (!named.empty() || pictures.size() < 2 || m_collection.hasNamedFiles()) return named;
  side = TableSide::Outside;
  return tablesAbove(names);
}

/// Tables beside the folder of pictures, or one level further up.
SetFinder::Files SetFinder::tablesAbove(const NamesPictures& names) const {
  std::error_code failed;
  fs::path folder = fs::absolute(m_collection.folder(), failed).lexically_normal();
  if (failed || m_collection.folder().empty()) return {};
  if (!folder.has_filename()) folder = folder.parent_path();
  for (int level = 0; level < 2 && folder.has_parent_path() && folder != folder.parent_path(); ++level) {
    folder = folder.parent_path();
    std::vector<fs::path> tables;
    std::size_t listed = 0;
    for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
      if (++listed > kMaxListedAbove || m_task.cancelled()) break;
      std::error_code unknown;
      const std::string ending = lowerCased(entry->path().extension().string());
      if ((ending == ".csv" || ending == ".tsv") && entry->is_regular_file(unknown))
        tables.push_back(entry->path());
    }
    std::ranges::sort(tables);
    if (tables.size() > kMaxTablesBeside) tables.resize(kMaxTablesBeside);
    std::erase_if(tables, [&](const fs::path& table) { return !names(table); });
    if (!tables.empty()) return tables;
  }
  return {};
}

/// Files that a person named are one data set, and what is wrong with them is an error.
Result<void> SetFinder::addNamed(const std::map<const DatasetFormat*, Files>& byFormat) {
  const DatasetFormat* first = sets.empty() ? nullptr : sets.front().format;
  for (const FormattedFile& other : m_others) {
    if (first == nullptr) first = other.format;
    if (other.format == first) continue;
    return Error{ErrorCode::BadFormat, "files of several formats (" + std::string(first->name) + " and " +
                                           std::string(other.format->name) +
                                           ") cannot be one data set; expected one format"};
  }
  if (sets.empty())
    sets.push_back({relative(byFormat.begin()->second.front()), first, byFormat.begin()->second});
  return {};
}

/// What a format makes of its files. The only format of a folder is planned as it is: what is wrong then is
/// an error.
void SetFinder::addFormat(const DatasetFormat& format, const Files& files, bool isOnly,
                          const LoadOptions& options) {
  const bool isOne = files.size() == 1;
  SetOfFiles whole{isOne ? relative(files.front()) : std::string(format.name), &format, files};
  if (isOnly && isOne) {
    sets.push_back(std::move(whole));
    return;
  }
  const bool withOptions = isOnly && !options.set;
  const Result<LoadPlan> planned =
      planOrNoMemory(format, files, withOptions ? options : LoadOptions{}, m_tools, m_task);
  if (planned) {
    whole.plan = *planned;
    whole.isPlanned = withOptions;
    sets.push_back(std::move(whole));
    return;
  }
  const std::size_t before = sets.size();
  if (planned.error().code == ErrorCode::BadFormat && !isOne) split(format, files, Stage::Folders);
  if (sets.size() > kMaxSets) sets.resize(before);
  if (sets.size() == before) {
    note(planned.error());
  } else if (isOnly && sets.size() - before == 1 && sets.back().files.size() < files.size()) {
    // Of the files of one data set one must not be lost because the others do not fit it.
    sets.resize(before);
    note(planned.error());
  }
}

void SetFinder::split(const DatasetFormat& format, const Files& files, Stage stage) {
  std::map<std::string, std::vector<fs::path>> groups;
  for (const fs::path& file : files) {
    const std::string name = stage == Stage::Folders ? relative(file.parent_path())
                             : stage == Stage::Names ? nameOfSet(file)
                                                     : relative(file);
    groups[name].push_back(file);
  }
  if (groups.size() > kMaxSets) {
    sets.resize(sets.size() + kMaxSets + 1);  // too many; taken back above
    return;
  }
  for (const auto& [name, group] : groups) {
    if (m_task.cancelled() || sets.size() > kMaxSets) return;
    const bool isSame = group.size() == files.size() && stage != Stage::Files;
    Result<LoadPlan> planned = isSame ? Result<LoadPlan>(Error{ErrorCode::BadFormat, ""})
                                      : planOrNoMemory(format, group, {}, m_tools, m_task);
    // Images and labels are one set or none: apart they would hide what is wrong with them.
    const bool maySplit = stage == Stage::Folders || (stage == Stage::Names && format.name != kIdxFormat);
    if (planned) {
      const bool isNamed = group.size() > 1 && !name.empty() && name != ".";
      sets.push_back({isNamed ? name : relative(planned->trainFiles.front()), &format, group,
                      std::move(planned).value()});
    } else if (group.size() > 1 && maySplit) {
      split(format, group, stage == Stage::Folders ? Stage::Names : Stage::Files);
    } else if (!planned.error().message.empty()) {
      notes.push_back("Not read: " + planned.error().text());
    }
  }
}

void SetFinder::note(const Error& error) {
  if (!m_firstError) m_firstError = error;
  notes.push_back("Not read: " + error.text());
}

}  // namespace isthmus
