#include "core/data/values/class_names.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace isthmus {
namespace {

constexpr std::array<std::string_view, 10> kGarments = {
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"};
constexpr std::array<std::string_view, 10> kKuzushiji = {"o",  "ki", "su", "tsu", "na",
                                                         "ha", "ma", "ya", "re",  "wo"};
constexpr std::array<std::string_view, 26> kLetters = {"A", "B", "C", "D", "E", "F", "G", "H", "I",
                                                       "J", "K", "L", "M", "N", "O", "P", "Q", "R",
                                                       "S", "T", "U", "V", "W", "X", "Y", "Z"};

constexpr std::array<std::string_view, 10> kDigits = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

struct KnownClasses {
  std::string_view keyword;  ///< in the set's name, in lower case
  int first;                 ///< the label of the first class
  std::span<const std::string_view> names;
};
constexpr KnownClasses kKnown[] = {
    {"fashion", 0, kGarments}, {"kmnist", 0, kKuzushiji}, {"kuzushiji-mnist", 0, kKuzushiji},
    {"letters", 1, kLetters},  {"usps", 1, kDigits},  // LIBSVM's: 1 to 10
};

}  // namespace

std::optional<ClassNames> publishedClasses(std::string_view datasetName, int lowestLabel, int highestLabel) {
  const std::string name = lowerCased(datasetName);
  for (const KnownClasses& known : kKnown) {
    const int last = known.first + static_cast<int>(known.names.size()) - 1;
    if (name.find(known.keyword) != std::string::npos && lowestLabel >= known.first && highestLabel <= last)
      return ClassNames{known.first, {known.names.begin(), known.names.end()}};
  }
  return std::nullopt;
}

ClassNames classNamesFor(std::string_view datasetName, int lowestLabel, int highestLabel) {
  if (auto known = publishedClasses(datasetName, lowestLabel, highestLabel)) return *std::move(known);
  ClassNames result;
  for (int label = 0; label <= highestLabel; ++label) result.names.push_back(std::to_string(label));
  return result;
}

}  // namespace isthmus
