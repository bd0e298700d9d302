#include "core/data/arrays/guess/array_names.h"

#include "core/base/text.h"
#include "core/data/values/label_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace isthmus {
namespace {

// Words for samples and labels, the more telling first. "" is that of arrays called just "train" and "test".
constexpr std::array<std::string_view, 16> kSampleWords = {
    "x",     "images",  "image",   "imgs",     "img", "data",      "features", "inputs",
    "input", "samples", "vectors", "patterns", "fea", "instances", "",         "arr_0"};
constexpr std::array<std::string_view, 31> kLabelWords = {
    "y",      "labels",   "label",      "targets",      "target",       "classes",   "class",   "lbls",
    "lbl",    "gnd",      "gt",         "groundtruth",  "ground_truth", "truth",     "y_true",  "species",
    "cls",    "category", "categories", "cell_type",    "celltype",     "diagnosis", "outcome", "identity",
    "digits", "digit",    "t",          "class_labels", "class_label",  "labs",      "arr_1"};

template <std::size_t n>
std::size_t rankIn(const std::array<std::string_view, n>& words, std::string_view word) {
  return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
}
bool isRoleWord(std::string_view word) {
  return !word.empty() &&
         (rankIn(kSampleWords, word) < kSampleWords.size() || rankIn(kLabelWords, word) < kLabelWords.size());
}

constexpr std::array<std::pair<std::string_view, Part>, 9> kPartWords = {{{"train", Part::Train},
                                                                          {"training", Part::Train},
                                                                          {"test", Part::Test},
                                                                          {"testing", Part::Test},
                                                                          {"t10k", Part::Test},
                                                                          {"validation", Part::Validation},
                                                                          {"valid", Part::Validation},
                                                                          {"val", Part::Validation},
                                                                          {"dev", Part::Validation}}};

/// Takes a part's name off a word: all of "train", the end of "xtrain", the beginning of "trainlabels".
bool takePart(std::string& word, std::optional<Part>& part) {
  for (const auto& [name, of] : kPartWords) {
    const std::string_view text = word;
    std::string_view rest = text;
    if (text.starts_with(name) && (text == name || isRoleWord(text.substr(name.size())))) {
      rest.remove_prefix(name.size());
    } else if (text.ends_with(name) && isRoleWord(text.substr(0, text.size() - name.size()))) {
      rest.remove_suffix(name.size());
    } else {
      continue;
    }
    part = of;
    word = std::string(rest);
    return true;
  }
  return false;
}

}  // namespace

std::size_t sampleRank(std::string_view word) {
  const std::size_t rank = rankIn(kSampleWords, word);
  return rank == kSampleWords.size() ? kNoRank : rank;
}

std::size_t labelRank(std::string_view word) {
  const std::size_t rank = rankIn(kLabelWords, word);
  if (rank < kLabelWords.size()) return rank;
  switch (labelSense(word)) {  // after the usual words of arrays
    case LabelSense::Plain:
      return rank;
    case LabelSense::Class:
      return rank + 1;
    case LabelSense::Likely:
      return rank + 2;
    default:
      return kNoRank;
  }
}

std::size_t sampleRank(const ArrayName& name) {
  const std::size_t rank = sampleRank(name.word);
  if (rank != kNoRank || name.lastWord.empty() || name.lastWord == name.word) return rank;
  const std::size_t ofLast = sampleRank(name.lastWord);
  return ofLast == kNoRank ? kNoRank : ofLast + kSampleWords.size();
}

std::size_t labelRank(const ArrayName& name) {
  const std::size_t rank = labelRank(name.word);
  if (rank != kNoRank || name.lastWord == name.word) return rank;
  const std::size_t ofLast = labelRank(name.lastWord);
  return ofLast == kNoRank ? kNoRank : ofLast + kLabelRanks;
}

ArrayName readArrayName(std::string_view name) {
  ArrayName result;
  const std::string text = lowerCased(name);
  const std::size_t slash = text.find_last_of("/.");
  const std::size_t last = slash == std::string::npos ? 0 : slash + 1;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find_first_of("_-./ ", start), text.size());
    std::string word = text.substr(start, end - start);
    const bool isInLast = start >= last;
    start = end + 1;
    if (!result.part) takePart(word, result.part);
    if (word.empty() || word == "set") continue;
    result.word += (result.word.empty() ? "" : "_") + word;
    if (isInLast) result.lastWord += (result.lastWord.empty() ? "" : "_") + word;
  }
  return result;
}

}  // namespace isthmus
