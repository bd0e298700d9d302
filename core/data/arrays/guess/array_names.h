#pragma once

#include "core/data/split.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace isthmus {

/// An array's name taken apart: "X_train" is "x" of the training part.
struct ArrayName {
  std::string word;
  std::optional<Part> part;
};
ArrayName readArrayName(std::string_view name);

inline constexpr std::size_t kLabelRanks = 100;  ///< more than there are words for labels
inline constexpr std::size_t kNoRank = std::numeric_limits<std::size_t>::max();
/// How telling a word is of samples or of labels, 0 the most; kNoRank where it is of neither.
std::size_t sampleRank(std::string_view word);
std::size_t labelRank(std::string_view word);

}  // namespace isthmus
