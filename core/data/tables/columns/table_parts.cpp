#include "core/data/tables/columns/table_parts.h"

#include "core/base/number_text.h"
#include "core/base/text.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

/// Whether one of the words of a file's name is one of these.
bool hasWord(const fs::path& file, std::span<const std::string_view> words) {
  const std::string name = lowerCased(withoutPackingSuffix(file).filename().string());
  for (std::size_t start = 0; start < name.size();) {
    const std::size_t end = std::min(name.find_first_of("-_. ", start), name.size());
    if (std::ranges::find(words, std::string_view(name).substr(start, end - start)) != words.end())
      return true;
    start = end + 1;
  }
  return false;
}

bool isTest(const fs::path& file) {
  constexpr std::string_view kWords[] = {"test", "testing", "t10k"};
  return hasWord(file, kWords);
}

/// The path without this ending, which it must have in capitals or not; nothing otherwise.
std::optional<std::string> withoutEnding(const fs::path& file, std::string_view ending) {
  const fs::path name = withoutPackingSuffix(file);
  if (lowerCased(name.extension().string()) != ending) return std::nullopt;
  return (name.parent_path() / name.stem()).string();
}

std::string unpackedName(const fs::path& file) {
  return withoutPackingSuffix(file).string();
}

/// Drops what is there twice: packed beside unpacked, and LIBSVM's halves of a training file beside the
/// whole.
std::vector<fs::path> withoutRepeated(std::span<const fs::path> files, std::vector<std::string>& notes) {
  std::vector<fs::path> sorted(files.begin(), files.end());
  std::ranges::stable_sort(sorted, {}, hasPackingSuffix);
  std::set<std::string> names;
  std::vector<fs::path> kept;
  for (const fs::path& file : sorted) {
    if (names.insert(unpackedName(file)).second) kept.push_back(file);
  }
  std::erase_if(kept, [&](const fs::path& file) {
    for (const std::string_view half : {".tr", ".val"}) {
      const auto whole = withoutEnding(file, half);
      if (!whole || !names.contains(*whole)) continue;
      notes.push_back(file.filename().string() + " was passed over: " + fs::path(*whole).filename().string() +
                      " holds its rows, too.");
      return true;
    }
    return false;
  });
  return kept;
}

}  // namespace

bool isNamedAsTable(const fs::path& file) {
  const std::string ending = lowerCased(withoutPackingSuffix(file).extension().string());
  return ending == ".csv" || ending == ".tsv";
}

bool TableParts::isTestPart() const {
  const std::string name = lowerCased(stemOf(train));
  return !test && (name == "test" || name == "testing" || withoutEnding(train, ".t"));
}

std::string TableParts::name() const {
  std::string name = stemOf(train);
  if (!test || !lowerCased(name).starts_with("train")) return name;
  std::error_code failed;
  const fs::path folder = fs::absolute(train, failed).lexically_normal().parent_path().filename();
  return failed || folder.empty() ? name : folder.string();
}

Result<TableParts> tableParts(std::span<const fs::path> files) {
  if (files.empty()) return Error{ErrorCode::NotFound, "there is no file to load"};
  TableParts parts;
  std::vector<fs::path> kept = withoutRepeated(files, parts.notes);
  if (kept.size() == 1) {
    parts.train = kept.front();
    return parts;
  }
  if (kept.size() == 2) {
    for (int turn = 0; turn < 2; ++turn, std::swap(kept[0], kept[1])) {
      const bool byEnding = withoutEnding(kept[1], ".t") == unpackedName(kept[0]);
      if (!byEnding && (isTest(kept[0]) || !isTest(kept[1]))) continue;
      parts.train = kept[0];
      parts.test = kept[1];
      return parts;
    }
  }
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(kept.size(), 4); ++i)
    names += (i == 0 ? "" : ", ") + kept[i].filename().string();
  return Error{ErrorCode::BadFormat,
               "is one of " + withThousands(kept.size()) + " tables (" + names +
                   (kept.size() > 4 ? ", ..." : "") +
                   "), which cannot be one data set; expected a single table, or two of which one is named "
                   "train and the other test (LIBSVM: one name, and the same with .t behind it)",
               kept.front().string()};
}

}  // namespace isthmus
