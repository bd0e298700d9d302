#include "core/data/images/files/picture_layout.h"

#include "core/base/number_text.h"
#include "core/data/images/files/folder_words.h"
#include "core/data/images/files/picture_order.h"
#include "core/data/load_options.h"
#include "core/data/values/class_names.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMostlyDeep = 5;  // of so many pictures all but one lie in folders of a level

/// The pictures of one folder.
struct Group {
  std::string folder;
  std::vector<std::size_t> files;
  std::vector<std::string> names;  ///< of the folders from the common one on, without those of parts
  std::size_t partDepth = 0;       ///< how many folders of parts were above those of `names`
  Part part = Part::Train;
  std::int32_t label = -1;
  bool isLeftOut = false;
};
using Groups = std::vector<Group>;  // sorted by the folder's path

Groups groupByFolder(std::span<const std::string> paths) {
  std::map<std::string, std::vector<std::size_t>> folders;
  std::vector<std::size_t>* last = nullptr;
  std::string_view lastFolder;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::size_t slash = paths[i].rfind('/');
    const std::string_view folder =
        slash == std::string::npos ? std::string_view() : std::string_view(paths[i]).substr(0, slash);
    if (last == nullptr || folder != lastFolder) last = &folders[std::string(folder)];
    lastFolder = folder;
    last->push_back(i);
  }
  Groups groups;
  for (auto& [folder, files] : folders) groups.push_back({folder, std::move(files), {}});
  return groups;
}

/// The longest path that is at the start of all of them, folder by folder.
std::string commonFolder(const Groups& groups) {
  // The first and the last in the order of bytes differ most, but a folder's end sorts after '-' and the
  // like: so all are looked at.
  std::string common = groups.front().folder;
  for (const Group& group : groups) {
    while (group.folder != common && !group.folder.starts_with(common + "/")) {
      const std::size_t slash = common.rfind('/');
      if (slash == std::string::npos) return "";
      common.resize(slash);
    }
  }
  return common;
}

std::string_view below(std::string_view path, std::string_view root) {
  path.remove_prefix(root.size());
  if (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

/// Leaves the groups out that are `isOutside`, and says so.
template <typename IsOutside>
void leaveOut(Groups& groups, IsOutside isOutside, const std::string& why, std::vector<std::string>& notes) {
  std::size_t count = 0;
  for (Group& group : groups) {
    if (group.isLeftOut || !isOutside(group)) continue;
    group.isLeftOut = true;
    count += group.files.size();
  }
  if (count > 0)
    notes.push_back(withThousands(count) + (count == 1 ? " picture lies" : " pictures lie") + " " + why);
}

/// The names of folders at one depth.
std::set<std::string> namesAt(const Groups& groups, std::size_t depth) {
  std::set<std::string> names;
  for (const Group& group : groups)
    if (!group.isLeftOut && depth < group.names.size()) names.insert(group.names[depth]);
  return names;
}

/// The words that the folders of parts have beside "train" and "test"; nothing where these are no parts.
std::optional<std::string> wordsOfParts(const std::set<std::string>& names) {
  for (const bool isStrict : {true, false}) {
    std::optional<std::string> rest;
    bool hasTrain = false;
    bool hasOther = false;
    bool agrees = true;
    for (const std::string& name : names) {
      const auto part = partIn(name);
      if (isStrict && (!part || !part->rest.empty())) continue;
      agrees = agrees && part && (!rest || *rest == part->rest);
      if (!part) continue;
      rest = part->rest;
      hasTrain = hasTrain || part->part == Part::Train;
      hasOther = hasOther || part->part != Part::Train;
    }
    if (agrees && hasTrain && hasOther) return rest;
  }
  return std::nullopt;
}

/// Takes the folder of the part off, and what repeats it: "training_set/training_set/cats" leaves "cats".
void takePartOff(Group& group, std::size_t depth, const std::string& words) {
  const auto part = depth < group.names.size() ? partIn(group.names[depth]) : std::nullopt;
  if (!part || part->rest != words) {
    group.isLeftOut = true;
    return;
  }
  group.part = part->part;
  const auto at = group.names.begin() + static_cast<std::ptrdiff_t>(depth);
  auto end = at + 1;
  while (end != group.names.end()) {
    const auto again = partIn(*end);
    if (*end != *at && !(again && again->part == group.part && again->rest == words)) break;
    ++end;
  }
  group.partDepth = static_cast<std::size_t>(end - at);
  group.names.erase(at, end);
}

std::size_t deepest(const Groups& groups) {
  std::size_t depth = 0;
  for (const Group& group : groups) depth = std::max(depth, group.names.size());
  return depth;
}

void findParts(Groups& groups, PictureArrangement& layout) {
  const std::size_t depths = deepest(groups);
  for (std::size_t depth = 0; depth < depths; ++depth) {
    const auto words = wordsOfParts(namesAt(groups, depth));
    if (!words) continue;
    layout.hasParts = true;
    std::size_t strangers = 0;
    for (Group& group : groups) {
      takePartOff(group, depth, *words);
      strangers += group.isLeftOut ? group.files.size() : 0;
    }
    if (strangers > 0)
      layout.notes.push_back(withThousands(strangers) + (strangers == 1 ? " picture lies" : " pictures lie") +
                             " in none of the folders of the parts and was left out");
    return;
  }
}

std::string exampleOf(const Group& group, const std::string& root, std::size_t names) {
  std::string_view rest = below(group.folder, root);
  std::string path(rest);
  std::size_t surplus = group.names.size() - names;
  for (; surplus > 0; --surplus) path.resize(std::min(path.size(), path.rfind('/')));
  return path;
}

/// Every depth at which folders have several names.
void findLevels(const Groups& groups, PictureArrangement& layout) {
  const std::size_t depths = deepest(groups);
  for (std::size_t depth = 0; depth < depths; ++depth) {
    const std::set<std::string> names = namesAt(groups, depth);
    if (names.size() < 2) continue;
    PictureArrangement::Level level;
    level.name = "folder" + (layout.levels.empty() ? "" : " " + std::to_string(layout.levels.size() + 1));
    level.values.assign(names.begin(), names.end());
    std::ranges::sort(level.values, naturallyBefore);
    for (const Group& group : groups) {
      const bool isThere = !group.isLeftOut && depth < group.names.size();
      const auto place = isThere ? std::ranges::lower_bound(level.values, group.names[depth], naturallyBefore)
                                 : level.values.end();
      level.of.push_back(isThere ? static_cast<std::int32_t>(place - level.values.begin()) : -1);
      if (!isThere || !level.example.empty()) continue;
      level.example = exampleOf(group, layout.root, depth + 1);
      level.isUsual = depth == 0 && group.partDepth <= 1;
    }
    layout.levels.push_back(std::move(level));
  }
}

/// Whether the folders of `inner` have names that recur in several of `outer`, and hold nearly all pictures.
bool recurs(const PictureArrangement::Level& outer, const PictureArrangement::Level& inner,
            const Groups& groups) {
  std::set<std::pair<std::int32_t, std::int32_t>> pairs;
  std::size_t inside = 0;
  std::size_t all = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].isLeftOut) continue;
    all += groups[g].files.size();
    if (inner.of[g] < 0) continue;
    inside += groups[g].files.size();
    pairs.emplace(outer.of[g], inner.of[g]);
  }
  return pairs.size() >= 2 * inner.values.size() && inside * kMostlyDeep >= all * (kMostlyDeep - 1);
}

std::optional<std::size_t> chooseLevel(const PictureArrangement& layout, const Groups& groups,
                                       std::string_view label) {
  const auto& levels = layout.levels;
  if (label == LoadOptions::kNoLabel || levels.empty()) return std::nullopt;
  const auto named = std::ranges::find(levels, label, &PictureArrangement::Level::name);
  if (named != levels.end()) return static_cast<std::size_t>(named - levels.begin());
  for (std::size_t i = 1; i < levels.size(); ++i) {
    if (!areCounted(levels[i - 1].values)) return i - 1;
    if (areCounted(levels[i].values) || !recurs(levels[i - 1], levels[i], groups)) return i - 1;
    return i;
  }
  return 0;
}

/// Makes classes of a level's folders; without two of them there are none.
void nameClasses(Groups& groups, std::string_view label, PictureArrangement& layout) {
  const auto chosen = chooseLevel(layout, groups, label);
  if (!chosen) return;
  const PictureArrangement::Level& level = layout.levels[*chosen];
  if (level.values.size() > kMaxClasses) {
    layout.notes.push_back("There are " + withThousands(level.values.size()) +
                           " folders, too many for classes (at most " + withThousands(kMaxClasses) +
                           "), so there are no classes");
    return;
  }
  layout.byLevel = chosen;
  layout.classNames = level.values;
  for (std::size_t g = 0; g < groups.size(); ++g) groups[g].label = level.of[g];
  leaveOut(
      groups, [](const Group& group) { return group.label < 0; }, "in no class's folder and was left out",
      layout.notes);
}

bool liesInTestPart(std::string_view root) {
  while (!root.empty()) {
    const std::size_t slash = root.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? root : root.substr(slash + 1);
    if (!saysPictures(last)) {
      const auto part = partIn(last);
      return part && part->rest.empty() && part->part == Part::Test;
    }
    root = slash == std::string_view::npos ? std::string_view() : root.substr(0, slash);
  }
  return false;
}

}  // namespace

std::size_t PictureArrangement::countOf(Part part) const {
  return static_cast<std::size_t>(std::ranges::count(entries, part, &Entry::part));
}

PictureArrangement arrangePictures(std::span<const std::string> paths, std::string_view label,
                                   const Task& task) {
  PictureArrangement layout;
  if (paths.empty()) return layout;
  Groups groups = groupByFolder(paths);
  layout.root = commonFolder(groups);
  for (Group& group : groups) {
    const std::string rest = std::string(below(group.folder, layout.root)) + "/";
    for (const std::string_view folder : foldersOf(rest))
      if (!folder.empty()) group.names.emplace_back(folder);
  }
  findParts(groups, layout);
  layout.isTestPart = liesInTestPart(layout.root);
  findLevels(groups, layout);
  nameClasses(groups, label, layout);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (task.cancelled()) return layout;
    if (groups[g].isLeftOut) continue;
    for (const std::size_t file : groups[g].files)
      layout.entries.push_back(
          {file, std::string(below(paths[file], layout.root)), groups[g].label, groups[g].part, g});
  }
  orderPictures(layout, task);
  return layout;
}

}  // namespace isthmus
