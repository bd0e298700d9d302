#pragma once

#include "core/data/split.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace isthmus {

/// An array's name taken apart: "X_train" is "x" of the training part, "data.train.images" is "data_images"
/// of it, and last of all "images".
struct ArrayName {
  std::string word;
  std::string
      lastWord;  ///< behind the last '/' or '.', which part groups and structures from what is in them
  std::optional<Part> part;
};
ArrayName readArrayName(std::string_view name);

inline constexpr std::size_t kLabelRanks = 100;  ///< more than there are words for labels
inline constexpr std::size_t kNoRank = std::numeric_limits<std::size_t>::max();
/// How telling a word is of samples or of labels, 0 the most; kNoRank where it is of neither.
std::size_t sampleRank(std::string_view word);
std::size_t labelRank(std::string_view word);
/// The same by all of a name, or else by its last word, which counts less.
std::size_t sampleRank(const ArrayName& name);
std::size_t labelRank(const ArrayName& name);

}  // namespace isthmus
