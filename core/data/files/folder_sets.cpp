#include "core/data/files/folder_sets.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/files/set_finder.h"
#include "core/data/images/files/picture_formats.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamedSets = 6;  // in a sentence

std::uint64_t bytesOnDisk(const SetOfFiles& set) {
  std::uint64_t bytes = 0;
  for (const fs::path& file : set.files) {
    std::error_code unknown;
    const std::uint64_t size = fs::file_size(file, unknown);
    bytes += unknown ? 0 : size;
  }
  return bytes;
}

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
    return set.format->name == kPicturesFormat &&
           set.files.size() >= FileCollection::kPicturesPerOther * others;
  };
  const auto pictures = std::ranges::find_if(sets, isChosen);
  if (pictures != sets.end()) return static_cast<std::size_t>(pictures - sets.begin());
  const auto largest = std::ranges::max_element(sets, {}, [](const SetOfFiles& set) {
    const bool isOther = set.format->name == kPicturesFormat;
    return std::pair(!set.isByContent, isOther ? std::uint64_t{0} : bytesOnDisk(set));
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
  std::vector<fs::path> used = finder.textsUsed;
  std::ranges::copy_if(plan.filesBeside, std::back_inserter(used), [&](const fs::path& file) {
    return std::ranges::find(collection.others(), file, &FormattedFile::file) == collection.others().end();
  });
  const auto isUsed = [&](const std::string& name) {
    return std::ranges::any_of(used, [&](const fs::path& file) { return file.filename() == name; });
  };
  const auto& passedOver = collection.firstPassedOver();
  const auto first = std::ranges::find_if_not(passedOver, isUsed);
  const std::string example = first == passedOver.end() ? "" : *first;
  for (const fs::path& text : used) {
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
    note += " passed over (" + example + (one ? ")" : ", ...)");
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
  const SetOfFiles& set = sets[*chosen];
  Result<LoadPlan> planned = set.isPlanned ? Result<LoadPlan>(set.plan)
                                           : planOrNoMemory(*set.format, set.files, options, tools, task);
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
