#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// The types of number.
enum class SafetensorsType { Bool, I8, I16, I32, I64, U8, U16, U32, U64, F16, BF16, F32, F64 };

/// Which of them are wanted: weights of a model are floats, data sets are of any.
enum class SafetensorsTypes { Floats, All };

/// Bytes of one number.
std::uint64_t bytesOf(SafetensorsType type);

/// What a header says of one tensor. Once parsed, all of it is known to agree with the size of the data.
struct SafetensorsEntry {
  std::string name;
  SafetensorsType type = SafetensorsType::F32;
  std::vector<std::int64_t> shape;
  std::uint64_t count = 0;  ///< numbers, the product of shape
  std::uint64_t begin = 0;  ///< byte offsets in the data that follow the header
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::vector<SafetensorsEntry> entries;  ///< in the order of their data: no hole, no overlap
};

/// The eight bytes before the header: its length.
inline constexpr std::size_t kSafetensorsPrefix = 8;

/// The header's length from the first bytes of a file of `fileBytes` bytes: within the cap and within the
/// file.
Result<std::uint64_t> safetensorsHeaderLength(std::span<const std::byte> prefix, std::uint64_t fileBytes);

/// Parses the header of a file with `dataBytes` bytes after it, and checks all that it claims; a tensor of
/// another type than is wanted is an error. Takes no more
/// memory than a small multiple of the header's own length.
Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json, std::uint64_t dataBytes,
                                                 SafetensorsTypes types = SafetensorsTypes::Floats);

struct SafetensorsFileHeader {
  SafetensorsHeader header;
  std::uint64_t dataStart = 0;  ///< bytes before the data
};
/// Reads the header of a regular file and checks all that it claims against the file's size.
Result<SafetensorsFileHeader> readSafetensorsHeader(const std::filesystem::path& path,
                                                    SafetensorsTypes types);

}  // namespace isthmus
