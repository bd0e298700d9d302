#pragma once

#include <string>

namespace isthmus {

/// What a person has chosen to see of the samples.
struct WallView {
  enum class Filter { All, Class, Selection };
  Filter filter = Filter::All;
  std::string className;  ///< for Class
  bool details = false;   ///< the data set's card instead of its samples
  bool operator==(const WallView&) const = default;
};

}  // namespace isthmus
