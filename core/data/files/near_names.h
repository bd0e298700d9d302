#pragma once

#include <span>
#include <string>
#include <string_view>

namespace isthmus {

/// What to say behind a name that is none of `names`: "; expected one of \"age\", \"sage\"" with those that
/// are spelt alike, or else the first and the last. "" where there is no name at all.
std::string expectedNames(std::string_view wanted, std::span<const std::string> names);

}  // namespace isthmus
