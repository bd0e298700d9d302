#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

inline constexpr std::size_t kMaxClasses = 1'000;  ///< of a data set: more a person could not tell apart

/// How the labels of a file become classes: label `first` is class 0, and so on.
struct ClassNames {
  int first = 0;
  std::vector<std::string> names;
};

/// The classes of a published data set by its name ("Fashion-MNIST", "usps") and the lowest and highest label
/// in it; nothing when the set is not known or its labels are not those that it should have.
std::optional<ClassNames> publishedClasses(std::string_view datasetName, int lowestLabel, int highestLabel);

/// These, or else the numbers from 0 on.
ClassNames classNamesFor(std::string_view datasetName, int lowestLabel, int highestLabel);

}  // namespace isthmus
