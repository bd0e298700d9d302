#pragma once

#include "core/base/result.h"
#include "core/data/arrays/array_file.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace isthmus {

/// What a NumPy array says of itself before its data (formats 1.0, 2.0 and 3.0).
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
struct NpyHeader {
  ArrayInfo array;           ///< without a name
  std::uint64_t bytes = 0;   ///< of the header itself
  std::string refusal = {};  ///< why its elements cannot be read ("holds pickled ..."); "" when they can
};

/// Reads the header from the start of `stream`, whose content has at most `largestContent` bytes, and checks
/// that the data fit in there. Errors of content have no `where`; their message goes on from a name ("is cut
/// off").
Result<NpyHeader> readNpyHeader(ArrayStream& stream, std::uint64_t largestContent);

/// What an NPY file begins with.
inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

}  // namespace isthmus
