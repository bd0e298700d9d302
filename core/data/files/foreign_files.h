#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace isthmus {

/// What content is that begins like this and cannot be read, and what to do: "is an Excel workbook; save its
/// sheet as CSV and load that". Nothing for content that is unknown, or that a reader may know.
std::optional<std::string> foreignContent(std::string_view head);

}  // namespace isthmus
