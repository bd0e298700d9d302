#pragma once

#include "core/data/arrays/array_file.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// What an array is to its data set, where the file itself says so (AnnData).
enum class ArrayRole { None, Samples, Features, SampleNames, Label };

/// What a file holds, by the word of isthmus-array-reader.
struct ArrayListing {
  std::vector<ArrayInfo> arrays;
  std::vector<ArrayRole> roles;      ///< one an array
  std::vector<std::string> remarks;  ///< a sentence each: what is left out or seen another way
};

/// Reads what the reader's `list` writes (app/reader/listing.h). Nothing when it makes no sense: a reader
/// that a damaged file has led astray may write anything. Arrays whose size no file can have become a remark.
std::optional<ArrayListing> parseArrayListing(std::string_view text);

/// What another program wrote, fit to be shown: its first line, without control characters, not too long.
std::string shownLine(std::string_view text);

}  // namespace isthmus
