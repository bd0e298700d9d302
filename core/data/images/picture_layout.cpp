#include "core/data/images/picture_layout.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/class_names.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

namespace isthmus {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Part> partCalled(std::string_view folder) {
  const std::string name = lowerCased(folder);
  if (name == "train" || name == "training") return Part::Train;
  if (name == "val" || name == "valid" || name == "validation") return Part::Validation;
  if (name == "test" || name == "testing") return Part::Test;
  return std::nullopt;
}

/// Takes the first folder off a path: "train/cat" becomes "cat".
std::string_view takeFolder(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view first = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return first;
}

/// The pictures of one folder.
struct Group {
  std::vector<std::size_t> files;
  Part part = Part::Train;
  std::string className;
  bool isStranger = false;  ///< lies beside the parts
  bool isLeftOut = false;
};
using Groups = std::map<std::string, Group>;  // by the folder's path

Groups groupByFolder(std::span<const std::string> paths) {
  Groups groups;
  Group* last = nullptr;
  std::string_view lastFolder;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::size_t slash = paths[i].rfind('/');
    const std::string_view folder =
        slash == std::string::npos ? std::string_view() : std::string_view(paths[i]).substr(0, slash);
    if (last == nullptr || folder != lastFolder) last = &groups[std::string(folder)];
    lastFolder = folder;
    last->files.push_back(i);
  }
  return groups;
}

/// The longest path that is at the start of all of them, folder by folder.
std::string commonFolder(const Groups& groups) {
  // The first and the last in the order of bytes differ most, but a folder's end sorts after '-' and the
  // like: so all are looked at.
  std::string common = groups.begin()->first;
  for (const auto& [folder, group] : groups) {
    while (folder != common && !folder.starts_with(common + "/")) {
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
  for (auto& [folder, group] : groups) {
    if (group.isLeftOut || !isOutside(group)) continue;
    group.isLeftOut = true;
    count += group.files.size();
  }
  if (count > 0)
    notes.push_back(withThousands(count) + (count == 1 ? " picture lies" : " pictures lie") + " " + why);
}

/// Tells each group's part and class.
void readFolders(Groups& groups, const std::string& root, PictureLayout& layout) {
  bool hasTrain = false;
  bool hasOther = false;
  for (const auto& [folder, group] : groups) {
    std::string_view rest = below(folder, root);
    const std::optional<Part> part = partCalled(takeFolder(rest));
    hasTrain = hasTrain || part == Part::Train;
    hasOther = hasOther || (part && part != Part::Train);
  }
  const bool hasParts = hasTrain && hasOther;
  for (auto& [folder, group] : groups) {
    std::string_view rest = below(folder, root);
    if (hasParts) {
      const std::optional<Part> part = partCalled(takeFolder(rest));
      group.part = part.value_or(Part::Train);
      group.isStranger = !part;
    }
    group.className = std::string(takeFolder(rest));
  }
  leaveOut(
      groups, [](const Group& group) { return group.isStranger; },
      "in none of the folders of the parts and was left out", layout.notes);
}

/// Collects the classes; without two of them there are none.
void nameClasses(Groups& groups, PictureLayout& layout) {
  std::vector<std::string>& names = layout.classNames;
  for (const auto& [folder, group] : groups) {
    if (!group.isLeftOut && !group.className.empty()) names.push_back(group.className);
  }
  std::ranges::sort(names, naturallyBefore);
  names.erase(std::unique(names.begin(), names.end()),
              names.end());  // clang 14 cannot read std::ranges::unique
  if (names.size() > kMaxClasses)
    layout.notes.push_back("There are " + withThousands(names.size()) +
                           " folders, too many for classes (at most " + withThousands(kMaxClasses) +
                           "), so there are no classes");
  if (names.size() < 2 || names.size() > kMaxClasses) {
    names.clear();
    return;
  }
  leaveOut(
      groups, [](const Group& group) { return group.className.empty(); },
      "in no class's folder and was left out", layout.notes);
}

/// Sorts, looking at the stop token now and then; false when the task was cancelled.
template <typename Less>
bool sortInSteps(std::vector<std::size_t>& values, Less less, const Task& task) {
  constexpr std::size_t kStep = 8'192;  // a few milliseconds of comparing names
  const auto at = [&](std::size_t i) {
    return values.begin() + static_cast<std::ptrdiff_t>(std::min(i, values.size()));
  };
  for (std::size_t begin = 0; begin < values.size(); begin += kStep) {
    if (task.cancelled()) return false;
    std::sort(at(begin), at(begin + kStep), less);
  }
  for (std::size_t width = kStep; width < values.size(); width *= 2) {
    for (std::size_t begin = 0; begin < values.size(); begin += 2 * width) {
      if (task.cancelled()) return false;
      std::inplace_merge(at(begin), at(begin + width), at(begin + 2 * width), less);
    }
  }
  return true;
}

/// Sorts entries by part and by name, and lets the classes of a part take turns.
void order(PictureLayout& layout, const Task& task) {
  std::vector<PictureLayout::Entry>& entries = layout.entries;
  std::vector<std::size_t> sorted(entries.size());  // indices, for entries are large to move
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  const auto isBefore = [&](std::size_t l, std::size_t r) {
    const PictureLayout::Entry& left = entries[l];
    const PictureLayout::Entry& right = entries[r];
    if (left.part != right.part) return left.part < right.part;
    if (left.label != right.label) return left.label < right.label;
    return naturallyBefore(left.name, right.name);
  };
  if (!sortInSteps(sorted, isBefore, task)) return;
  // (part, how many of its class come before, class, where it is now)
  std::vector<std::tuple<Part, std::size_t, std::int32_t, std::size_t>> turns;
  turns.reserve(entries.size());
  for (std::size_t i = 0, first = 0; i < sorted.size(); ++i) {
    const PictureLayout::Entry& entry = entries[sorted[i]];
    const PictureLayout::Entry& begun = entries[sorted[first]];
    if (entry.part != begun.part || entry.label != begun.label) first = i;
    turns.emplace_back(entry.part, i - first, entry.label, sorted[i]);
  }
  std::ranges::sort(turns);
  std::vector<PictureLayout::Entry> ordered;
  ordered.reserve(entries.size());
  for (const auto& turn : turns) ordered.push_back(std::move(entries[std::get<3>(turn)]));
  entries = std::move(ordered);
}

}  // namespace

std::size_t PictureLayout::countOf(Part part) const {
  return static_cast<std::size_t>(std::ranges::count(entries, part, &Entry::part));
}

bool naturallyBefore(std::string_view left, std::string_view right) {
  std::size_t l = 0;
  std::size_t r = 0;
  while (l < left.size() && r < right.size()) {
    if (!isDigit(left[l]) || !isDigit(right[r])) {
      if (left[l] != right[r])
        return static_cast<unsigned char>(left[l]) < static_cast<unsigned char>(right[r]);
      ++l;
      ++r;
      continue;
    }
    const auto number = [](std::string_view text, std::size_t& at) {
      while (at < text.size() && text[at] == '0') ++at;  // leading zeros do not count
      const std::size_t start = at;
      while (at < text.size() && isDigit(text[at])) ++at;
      return text.substr(start, at - start);
    };
    const std::string_view ln = number(left, l);
    const std::string_view rn = number(right, r);
    if (ln.size() != rn.size()) return ln.size() < rn.size();
    if (ln != rn) return ln < rn;
  }
  if (l < left.size() || r < right.size()) return l == left.size();
  return left < right;  // "1" and "01": any fixed order
}

PictureLayout arrangePictures(std::span<const std::string> paths, const Task& task) {
  PictureLayout layout;
  if (paths.empty()) return layout;
  Groups groups = groupByFolder(paths);
  layout.root = commonFolder(groups);
  readFolders(groups, layout.root, layout);
  layout.isTestPart = partCalled(layout.root.substr(layout.root.rfind('/') + 1)) == Part::Test;
  nameClasses(groups, layout);
  for (const auto& [folder, group] : groups) {
    if (task.cancelled()) return layout;
    if (group.isLeftOut) continue;
    std::int32_t label = -1;
    if (!layout.classNames.empty())
      label = static_cast<std::int32_t>(
          std::ranges::lower_bound(layout.classNames, group.className, naturallyBefore) -
          layout.classNames.begin());
    for (const std::size_t file : group.files)
      layout.entries.push_back({file, std::string(below(paths[file], layout.root)), label, group.part});
  }
  order(layout, task);
  return layout;
}

}  // namespace isthmus
