#include "core/data/tables/table_parts.h"

#include "core/base/number_text.h"
#include "core/base/text.h"

#include <algorithm>
#include <string_view>
#include <system_error>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

/// Whether one of the words of a file's name is one of these.
bool hasWord(const fs::path& file, std::span<const std::string_view> words) {
  const std::string name = lowerCased(stemOf(file));
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
  return hasWord(file, kWords) || withoutPackingSuffix(file).extension() == ".t";
}

}  // namespace

bool isNamedAsTable(const fs::path& file) {
  const std::string ending = lowerCased(withoutPackingSuffix(file).extension().string());
  return ending == ".csv" || ending == ".tsv";
}

Result<std::vector<fs::path>> sortTrainAndTest(std::span<const fs::path> files) {
  if (files.empty()) return Error{ErrorCode::NotFound, "there is no file to load"};
  std::vector<fs::path> sorted(files.begin(), files.end());
  std::ranges::stable_sort(sorted, {}, isTest);
  if (sorted.size() == 1 || (sorted.size() == 2 && !isTest(sorted[0]) && isTest(sorted[1]))) return sorted;
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(sorted.size(), 4); ++i)
    names += (i == 0 ? "" : ", ") + sorted[i].filename().string();
  return Error{ErrorCode::BadFormat,
               "is one of " + withThousands(sorted.size()) + " tables (" + names +
                   (sorted.size() > 4 ? ", ..." : "") +
                   "), which cannot be one data set; expected a single table, or two of which one is named "
                   "train and the other test",
               sorted.front().string()};
}

bool isTestPartAlone(const fs::path& file) {
  const std::string name = lowerCased(stemOf(file));
  return name == "test" || name == "testing" || withoutPackingSuffix(file).extension() == ".t";
}

std::string nameOfParts(const std::vector<fs::path>& parts) {
  const fs::path& train = parts.front();
  std::string name = stemOf(train);
  if (parts.size() == 1 || !lowerCased(name).starts_with("train")) return name;
  std::error_code failed;
  const fs::path folder = fs::absolute(train, failed).lexically_normal().parent_path().filename();
  return failed || folder.empty() ? name : folder.string();
}

}  // namespace isthmus
