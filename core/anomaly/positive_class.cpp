#include "core/anomaly/positive_class.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

enum class Meaning { None, Anomalous, Normal };

/// Beginnings of words: "anomal" stands for anomaly, anomalous and anomalies.
constexpr std::array<std::string_view, 15> kAnomalousBeginnings = {
    "anomal",  "abnormal",  "outlier",   "fraud",   "attack",   "fault",     "defect",    "malignan",
    "malware", "malicious", "intrusion", "failure", "patholog", "unhealthy", "suspicious"};
constexpr std::array<std::string_view, 5> kNormalBeginnings = {"normal", "inlier", "healthy", "genuine",
                                                               "legit"};
/// Whole words: a "badger" is not bad.
constexpr std::array<std::string_view, 13> kAnomalousWords = {
    "bad",     "fail",     "failed", "broken", "damaged", "sick",     "spam",
    "cracked", "diseased", "ng",     "nok",    "novel",   "scratched"};
constexpr std::array<std::string_view, 9> kNormalWords = {"good",   "ok",    "okay", "pass",  "passed",
                                                          "benign", "clean", "ham",  "intact"};
/// "not fraud", "defect-free"
constexpr std::array<std::string_view, 5> kNegations = {"no", "not", "non", "without", "free"};

/// What stands beside these is the anomaly: 1 beside 0. Of more than two classes they count or answer
/// something else.
constexpr std::array<std::string_view, 5> kNo = {"0", "false", "no", "negative", "neg"};

bool isOneOf(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool beginsLikeOneOf(std::span<const std::string_view> beginnings, std::string_view word) {
  return std::ranges::any_of(beginnings, [word](std::string_view begin) { return word.starts_with(begin); });
}

std::vector<std::string> wordsOf(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char letter : lowerCased(name)) {
    const bool isLetter = (letter >= 'a' && letter <= 'z') || static_cast<unsigned char>(letter) >= 0x80U;
    if (isLetter)
      words.back() += letter;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

Meaning meaningOf(std::string_view name) {
  Meaning meaning = Meaning::None;
  bool isNegated = false;
  for (const std::string& word : wordsOf(name)) {
    if (isOneOf(kNegations, word)) isNegated = !isNegated;
    if (meaning != Meaning::None) continue;
    if (beginsLikeOneOf(kAnomalousBeginnings, word) || isOneOf(kAnomalousWords, word))
      meaning = Meaning::Anomalous;
    else if (beginsLikeOneOf(kNormalBeginnings, word) || isOneOf(kNormalWords, word))
      meaning = Meaning::Normal;
  }
  if (!isNegated || meaning == Meaning::None) return meaning;
  return meaning == Meaning::Anomalous ? Meaning::Normal : Meaning::Anomalous;
}

/// What one of two names says.
Meaning meaningBesideOther(const std::string& name) {
  const std::string lower = lowerCased(name);
  if (isOneOf(kNo, lower)) return Meaning::Normal;
  return meaningOf(name);
}

std::size_t positiveOfTwo(const std::array<std::size_t, 2>& classes, std::span<const std::string> names,
                          std::span<const std::size_t> counts) {
  const std::array meanings = {meaningBesideOther(names[classes[0]]), meaningBesideOther(names[classes[1]])};
  for (const std::size_t i : {1U, 0U}) {
    const Meaning other = meanings[1 - i];
    if (meanings[i] == Meaning::Anomalous && other != Meaning::Anomalous) return classes[i];
    if (other == Meaning::Normal && meanings[i] != Meaning::Normal) return classes[i];
  }
  return classes[counts[classes[0]] < counts[classes[1]] ? 0 : 1];
}

}  // namespace

std::optional<std::size_t> positiveClass(std::span<const std::string> names,
                                         std::span<const std::int32_t> labels) {
  std::vector<std::size_t> counts(names.size(), 0);
  for (const std::int32_t label : labels) ++counts[static_cast<std::size_t>(label)];
  std::vector<std::size_t> present;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) present.push_back(i);
  if (present.size() < 2) return std::nullopt;
  if (present.size() == 2) return positiveOfTwo({present[0], present[1]}, names, counts);
  std::optional<std::size_t> found;
  for (const std::size_t i : present) {
    if (meaningOf(names[i]) != Meaning::Anomalous) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

}  // namespace isthmus
