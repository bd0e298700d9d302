#include "core/data/images/files/folder_words.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace isthmus {
namespace {

constexpr std::array<std::string_view, 17> kEmptyWords = {
    "set",    "data", "dataset", "images", "image",   "imgs", "img", "pictures", "photos",
    "folder", "part", "split",   "seg",    "samples", "jpg",  "png", "files"};

bool isDigitInName(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Part> partWord(std::string_view word) {
  if (word == "train" || word == "training" || word == "trainset" || word == "trn") return Part::Train;
  if (word == "val" || word == "valid" || word == "validation" || word == "dev" || word == "valset")
    return Part::Validation;
  if (word == "test" || word == "testing" || word == "testset" || word == "tst" || word == "t10k")
    return Part::Test;
  return std::nullopt;
}

std::string withoutDigits(std::string_view name) {
  std::string rest(name);
  std::erase_if(rest, isDigitInName);
  return rest;
}

}  // namespace

std::vector<std::string_view> foldersOf(std::string_view path) {
  std::vector<std::string_view> folders;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = path.find('/', begin);
    if (end == std::string_view::npos) break;
    folders.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return folders;
}

std::optional<NamedPart> partIn(std::string_view name) {
  const std::string lower = lowerCased(name);
  std::optional<Part> part;
  std::string rest;
  for (std::size_t begin = 0; begin < lower.size();) {
    const std::size_t end = std::min(lower.find_first_of("-_. ()", begin), lower.size());
    const std::string_view word = std::string_view(lower).substr(begin, end - begin);
    begin = end + 1;
    if (const auto here = partWord(word)) {
      if (part && *part != *here) return std::nullopt;  // "train_test"
      part = here;
    } else if (std::ranges::find(kEmptyWords, word) == kEmptyWords.end() &&
               !std::ranges::all_of(word, isDigitInName)) {
      rest += (rest.empty() ? "" : " ") + std::string(word);
    }
  }
  if (!part) return std::nullopt;
  return NamedPart{*part, std::move(rest)};
}

bool saysPictures(std::string_view folder) {
  constexpr std::array<std::string_view, 7> kWords = {"images", "image",    "imgs",  "img",
                                                      "pics",   "pictures", "photos"};
  return std::ranges::find(kWords, lowerCased(folder)) != kWords.end();
}

bool areCounted(std::span<const std::string> names) {
  if (names.empty()) return false;
  const std::string first = withoutDigits(names.front());
  return first.size() < names.front().size() &&
         std::ranges::all_of(names, [&](const std::string& name) { return withoutDigits(name) == first; });
}

}  // namespace isthmus
