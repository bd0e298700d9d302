#include "core/data/folder_sets.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/images/folder_words.h"
#include "core/data/images/picture_formats.h"
#include "core/data/images/picture_kind.h"
#include "core/data/images/picture_set.h"
#include "core/data/load_errors.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSets = 40;          // of a folder: more is a collection of something else
constexpr std::size_t kFewestPictures = 10;   // that are a data set beside others, not figures
constexpr std::size_t kPicturesPerOther = 4;  // pictures for each other file, to be what a folder is for
constexpr std::size_t kNamedSets = 6;         // in a sentence
constexpr std::size_t kMaxTablesBeside = 8;   // that are looked at above the folder of pictures
constexpr std::size_t kMaxListedAbove = 2'000;

/// Files that are one data set.
struct SetOfFiles {
  std::string name;
  const DatasetFormat* format = nullptr;
  std::vector<fs::path> files;
  LoadPlan plan = {};
};

Result<LoadPlan> planOrNoMemory(const DatasetFormat& format, std::span<const fs::path> files,
                                const LoadOptions& options, const LoadTools& tools, const Task& task) {
  try {
    return format.plan(files, options, tools, task);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::TooLarge, "cannot be looked at: there is not enough memory",
                 files.front().string()};
  }
}

std::uint64_t bytesOf(const SetOfFiles& set) {
  std::uint64_t bytes = 0;
  for (const fs::path& file : set.files) {
    std::error_code unknown;
    const std::uint64_t size = fs::file_size(file, unknown);
    bytes += unknown ? 0 : size;
  }
  return bytes;
}

/// A file's name without what says which part or which array of a set it is: "mnist" of "mnist-train-images".
std::string nameOfSet(const fs::path& file) {
  constexpr std::array<std::string_view, 22> kRoles = {
      "images", "labels",  "label",   "x",        "y",    "data",       "target", "targets", "features", "samples", "tensors",
      "tensor", "vectors", "vector", "metadata", "meta", "embeddings", "idx1",   "idx3",    "idx2",     "ubyte",   "images_"};
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

/// Finds the data sets among what was gathered.
class SetFinder {
 public:
  SetFinder(const FileCollection& collection, const LoadTools& tools, const Task& task)
      : m_collection(collection), m_tools(tools), m_task(task), m_others(collection.others()) {}

  /// At least one, or an error.
  Result<void> find(const LoadOptions& options) {
    addPictures();
    if (m_task.cancelled()) return cancelledLoading();
    std::map<const DatasetFormat*, std::vector<fs::path>> byFormat;
    for (const FormattedFile& other : m_others) byFormat[other.format].push_back(other.file);
    if (m_collection.hasNamedFiles()) return addNamed(byFormat);
    for (const DatasetFormat& format : datasetFormats()) {  // in their order
      const auto files = byFormat.find(&format);
      if (files != byFormat.end()) addFormat(format, files->second, sets.empty() && byFormat.size() == 1, options);
    }
    if (m_task.cancelled()) return cancelledLoading();
    if (!sets.empty()) return {};
    return m_firstError ? Result<void>(*m_firstError)
                        : Result<void>(Error{ErrorCode::NotFound, "there is nothing that can be read"});
  }

  std::vector<SetOfFiles> sets;
  std::vector<fs::path> textsUsed;   ///< of the collection's texts
  std::vector<std::string> notes;
  std::size_t figures = 0;           ///< pictures that are too few to be a data set beside others

 private:
  std::string relative(const fs::path& file) const {
    const fs::path below = file.lexically_relative(m_collection.folder());
    return m_collection.folder().empty() || below.empty() ? file.filename().string() : below.string();
  }

  /// The pictures, with the tables among the others that name them.
  void addPictures() {
    const std::vector<fs::path>& pictures = m_collection.pictures();
    if (pictures.empty()) return;
    const bool areFew = pictures.size() < kFewestPictures && pictures.size() < kPicturesPerOther * m_others.size();
    SetOfFiles set{"pictures", &pictureFormat(), pictures};
    const std::vector<fs::path> tables = tablesThatName(pictures);
    if (areFew && tables.empty() && !m_collection.hasNamedFiles()) {
      figures = pictures.size();
      return;
    }
    set.files.insert(set.files.end(), tables.begin(), tables.end());
    sets.push_back(std::move(set));
  }

  static const DatasetFormat& pictureFormat() {
    return *std::ranges::find(datasetFormats(), kPicturesFormat, &DatasetFormat::name);
  }

  std::vector<fs::path> tablesThatName(const std::vector<fs::path>& pictures) {
    std::vector<fs::path> named;
    const std::vector<std::string> paths = fullPaths(pictures);
    const PictureIndex index(paths);
    const auto names = [&](const fs::path& table) {
      return !m_task.cancelled() && namesPictures(table, index, pictures.size(), m_task);
    };
    std::erase_if(m_others, [&](const FormattedFile& other) {
      const bool isIt = mayNamePictures(other.file) && names(other.file);
      if (isIt) named.push_back(other.file);
      return isIt;
    });
    for (const fs::path& text : m_collection.texts()) {
      const bool isData = std::ranges::find(m_collection.others(), text, &FormattedFile::file) !=
                          m_collection.others().end();
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
    return tablesAbove(names);
  }

  /// Tables beside the folder of pictures, or one level further up.
  template <typename Names>
  std::vector<fs::path> tablesAbove(const Names& names) {
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
  Result<void> addNamed(const std::map<const DatasetFormat*, std::vector<fs::path>>& byFormat) {
    const DatasetFormat* first = sets.empty() ? nullptr : sets.front().format;
    for (const FormattedFile& other : m_others) {
      if (first == nullptr) first = other.format;
      if (other.format == first) continue;
      return Error{ErrorCode::BadFormat, "files of several formats (" + std::string(first->name) + " and " +
                                             std::string(other.format->name) +
                                             ") cannot be one data set; expected one format"};
    }
    if (sets.empty()) sets.push_back({relative(byFormat.begin()->second.front()), first, byFormat.begin()->second});
    return {};
  }

  /// What a format makes of its files. The only format of a folder is planned as it is: what is wrong then is
  /// an error.
  void addFormat(const DatasetFormat& format, const std::vector<fs::path>& files, bool isOnly,
                 const LoadOptions& options) {
    const bool isOne = files.size() == 1;
    SetOfFiles whole{isOne ? relative(files.front()) : std::string(format.name), &format, files};
    if (isOnly && isOne) {
      sets.push_back(std::move(whole));
      return;
    }
    const Result<LoadPlan> planned =
        planOrNoMemory(format, files, isOnly && !options.set ? options : LoadOptions{}, m_tools, m_task);
    if (planned) {
      whole.plan = *planned;
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

  enum class Stage { Folders, Names, Files };

  void split(const DatasetFormat& format, const std::vector<fs::path>& files, Stage stage) {
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
      if (planned) {
        const bool isOne = group.size() == 1;
        sets.push_back({isOne ? relative(group.front()) : name, &format, group, std::move(planned).value()});
      } else if (group.size() > 1 && stage != Stage::Files) {
        split(format, group, stage == Stage::Folders ? Stage::Names : Stage::Files);
      } else {
        notes.push_back("Not read: " + planned.error().text());
      }
    }
  }

  void note(const Error& error) {
    if (!m_firstError) m_firstError = error;
    notes.push_back("Not read: " + error.text());
  }

  const FileCollection& m_collection;
  const LoadTools& m_tools;
  const Task& m_task;
  std::vector<FormattedFile> m_others;
  std::optional<Error> m_firstError;
};

void nameApart(std::vector<SetOfFiles>& sets) {
  std::map<std::string, std::size_t> seen;
  for (SetOfFiles& set : sets) {
    const std::size_t before = seen[set.name]++;
    if (before > 0) set.name += " " + std::to_string(before + 1);
  }
}

Result<std::size_t> choose(const std::vector<SetOfFiles>& sets, const LoadOptions& options,
                           const fs::path& folder) {
  if (options.set) {
    const auto named = std::ranges::find(sets, *options.set, &SetOfFiles::name);
    if (named != sets.end()) return static_cast<std::size_t>(named - sets.begin());
    std::string names;
    for (const SetOfFiles& set : sets) names += (names.empty() ? "" : ", ") + set.name;
    return Error{ErrorCode::BadSetting,
                 "holds no data set called " + quotedText(*options.set) + "; expected one of: " + names,
                 folder.string()};
  }
  std::size_t others = 0;
  for (const SetOfFiles& set : sets) others += set.format->name == kPicturesFormat ? 0 : set.files.size();
  const auto isChosen = [&](const SetOfFiles& set) {
    return set.format->name == kPicturesFormat && set.files.size() >= kPicturesPerOther * others;
  };
  const auto pictures = std::ranges::find_if(sets, isChosen);
  if (pictures != sets.end()) return static_cast<std::size_t>(pictures - sets.begin());
  const auto largest = std::ranges::max_element(sets, {}, [](const SetOfFiles& set) {
    return set.format->name == kPicturesFormat ? std::uint64_t{0} : bytesOf(set);
  });
  return static_cast<std::size_t>(largest - sets.begin());
}

/// "2 .txt, 1 .json and 4 others".
std::string kindsText(const std::map<std::string, std::size_t>& endings) {
  std::vector<std::pair<std::size_t, std::string>> kinds;
  for (const auto& [ending, count] : endings)
    kinds.emplace_back(count, ending.empty() ? "without an ending" : ending);
  std::ranges::stable_sort(kinds, std::ranges::greater{}, [](const auto& kind) { return kind.first; });
  constexpr std::size_t kKinds = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(kinds.size(), kKinds); ++i)
    text += (i == 0 ? "" : ", ") + withThousands(kinds[i].first) + " " + kinds[i].second;
  return kinds.size() > kKinds ? text + ", ..." : text;
}

/// Says what else lies there, to whoever looks at the plan and to whoever looks at the data set.
void addPassedOver(const FileCollection& collection, const SetFinder& finder, LoadPlan& plan) {
  std::map<std::string, std::size_t> endings = collection.passedOver();
  for (const fs::path& text : finder.textsUsed) {
    const auto same = endings.find(lowerCased(text.extension().string()));
    if (same != endings.end() && --same->second == 0) endings.erase(same);
  }
  std::size_t count = 0;
  for (const auto& [ending, files] : endings) count += files;
  std::vector<std::string> notes = finder.notes;
  if (count > 0) {
    const bool arePictures = plan.format == kPicturesFormat;
    const bool one = count == 1;
    std::string note = withThousands(count);
    if (arePictures) {
      note += one ? " file is no picture and was" : " files are no pictures and were";
    } else {
      note += one ? " other file was" : " other files were";
    }
    note += " passed over (" + collection.firstPassedOver() + (one ? ")" : ", ...)");
    notes.push_back(endings.size() > 1 ? note + ": " + kindsText(endings) : note);
  }
  if (finder.figures > 0)
    notes.push_back(withThousands(finder.figures) + (finder.figures == 1 ? " picture" : " pictures") +
                    " beside the data " + (finder.figures == 1 ? "was" : "were") + " passed over (" +
                    collection.pictures().front().filename().string() +
                    (finder.figures == 1 ? ")" : ", ...)"));
  if (collection.isCutShort())
    notes.emplace_back("Not all of the subfolders were looked at, for they hold too many files");
  for (const std::string& note : notes) {
    plan.notes.push_back(note);
    plan.preview.remarks.push_back(note.ends_with('.') ? note : note + ".");
  }
}

/// "The folder holds 3 data sets, of which ... was taken; there are also ...".
std::string setsRemark(const std::vector<SetOfFiles>& sets, std::size_t chosen) {
  std::string others;
  std::size_t named = 0;
  std::string example;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (i == chosen) continue;
    if (example.empty()) example = sets[i].name;
    if (++named > kNamedSets) continue;
    others += (others.empty() ? "" : ", ") + sets[i].name + " (" + sets[i].plan.summary + ")";
  }
  if (named > kNamedSets) others += ", and " + withThousands(named - kNamedSets) + " more";
  LoadOptions option;
  option.set = example;
  return "The folder holds " + withThousands(sets.size()) + " data sets, of which " + sets[chosen].name +
         " was taken; there " + (sets.size() == 2 ? "is" : "are") + " also " + others + ": \"" +
         loadOptionsText(option) + "\" takes " + example + ".";
}

}  // namespace

Result<LoadPlan> planCollection(const FileCollection& collection, const LoadOptions& options,
                                const LoadTools& tools, const Task& task) {
  SetFinder finder(collection, tools, task);
  if (const auto found = finder.find(options); !found) return found.error();
  std::vector<SetOfFiles>& sets = finder.sets;
  nameApart(sets);
  const auto chosen = choose(sets, options, collection.folder());
  if (!chosen) return chosen.error();
  Result<LoadPlan> planned =
      planOrNoMemory(*sets[*chosen].format, sets[*chosen].files, options, tools, task);
  if (!planned) return planned;
  LoadPlan plan = std::move(planned).value();
  if (sets.size() > 1) {
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (task.cancelled()) return cancelledLoading();
      if (i != *chosen && sets[i].plan.format.empty()) {
        const auto other = planOrNoMemory(*sets[i].format, sets[i].files, {}, tools, task);
        if (other) sets[i].plan = *other;
      }
      plan.dataSets.push_back({sets[i].name, i == *chosen ? plan.summary : sets[i].plan.summary});
    }
    plan.options.set = sets[*chosen].name;
    plan.preview.choices.insert(plan.preview.choices.begin(), LoadChoice::DataSet);
    plan.preview.remarks.insert(plan.preview.remarks.begin(), setsRemark(sets, *chosen));
  }
  addPassedOver(collection, finder, plan);
  return plan;
}

}  // namespace isthmus
