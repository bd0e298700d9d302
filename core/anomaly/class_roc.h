#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// The errors of the samples of one class, and those of all others.
struct ClassErrors {
  std::vector<float> within;
  std::vector<float> outside;

  /// Whether there is a ROC curve: of neither may there be none.
  bool hasBoth() const { return !within.empty() && !outside.empty(); }
};

/// Parts the errors by their labels, one each (indices of classes). Errors that are not finite are left out.
ClassErrors splitByClass(std::span<const float> errors, std::span<const std::int32_t> labels,
                         std::size_t classIndex);

/// How well the error tells one class of a data set from the others.
struct ClassAuc {
  std::string name;
  std::size_t count = 0;  ///< samples of the class
  double auc = 0;         ///< P(error within the class > error outside) + half the ties
};

/// Of each class that has samples where others have, too; in the order of `names`. One label an error.
std::vector<ClassAuc> aucsOfClasses(std::span<const float> errors, std::span<const std::int32_t> labels,
                                    std::span<const std::string> names);

}  // namespace isthmus
