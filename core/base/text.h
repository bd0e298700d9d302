#pragma once

#include <cstdint>
#include <string>

namespace isthmus {

/// A count for a person, whatever the locale: "60,000".
inline std::string withThousands(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, 1, ',');
  return text;
}

}  // namespace isthmus
