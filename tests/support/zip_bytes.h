#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>
#include <zlib.h>

namespace isthmus::test {

/// A zip archive of stored (uncompressed) members, by the letter of the format.
inline std::vector<std::uint8_t> zipFile(const std::vector<std::pair<std::string, std::string>>& members) {
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint8_t> directory;
  const auto number = [](std::vector<std::uint8_t>& out, std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  const auto text = [](std::vector<std::uint8_t>& out, const std::string& value) {
    out.insert(out.end(), value.begin(), value.end());
  };
  for (const auto& [name, content] : members) {
    const std::size_t offset = bytes.size();
    const auto sum =
        ::crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
    const auto common = [&](std::vector<std::uint8_t>& out) {
      number(out, 20, 2);    // version that can read it
      number(out, 0, 2);     // flags
      number(out, 0, 2);     // stored
      number(out, 0, 2);     // time
      number(out, 0x21, 2);  // date
      number(out, sum, 4);
      number(out, content.size(), 4);
      number(out, content.size(), 4);
      number(out, name.size(), 2);
      number(out, 0, 2);  // extra field
    };
    number(bytes, 0x04034b50, 4);
    common(bytes);
    text(bytes, name);
    text(bytes, content);
    number(directory, 0x02014b50, 4);
    number(directory, 20, 2);
    common(directory);
    number(directory, 0, 2);  // comment
    number(directory, 0, 2);  // disk
    number(directory, 0, 2);  // internal attributes
    number(directory, 0, 4);  // external attributes
    number(directory, offset, 4);
    text(directory, name);
  }
  const std::size_t start = bytes.size();
  bytes.insert(bytes.end(), directory.begin(), directory.end());
  number(bytes, 0x06054b50, 4);
  number(bytes, 0, 2);
  number(bytes, 0, 2);
  number(bytes, members.size(), 2);
  number(bytes, members.size(), 2);
  number(bytes, directory.size(), 4);
  number(bytes, start, 4);
  number(bytes, 0, 2);
  return bytes;
}

}  // namespace isthmus::test
