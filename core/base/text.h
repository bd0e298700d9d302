#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace isthmus {

/// Letters A to Z made small.
std::string lowerCased(std::string_view text);

/// Bytes of the character that `text` (not empty) begins with; 0 when these are no UTF-8.
std::size_t utf8Length(std::string_view text);

/// For messages: in quotation marks, of bounded length, UTF-8, without control characters.
std::string quotedText(std::string_view text);

/// Whether a file's name says that it is compressed: ".gz" or ".bz2".
bool hasPackingSuffix(const std::filesystem::path& file);
/// "data/wine.csv" for "data/wine.csv.gz", other paths as they are.
std::filesystem::path withoutPackingSuffix(const std::filesystem::path& file);

/// What data is called by its file: "wine" for "wine.csv.gz", ".csv" for ".csv".
std::string stemOf(const std::filesystem::path& file);

}  // namespace isthmus
