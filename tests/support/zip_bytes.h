#pragma once

#include "tests/support/idx_bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

namespace isthmus::test {

inline Bytes bytesOfText(std::string_view text) {
  return {text.begin(), text.end()};
}

/// A member of a zip: what it claims may differ from what it is.
struct ZipMember {
  std::string name;
  Bytes content;
  bool isDeflated = false;
  std::uint16_t flags = 0;         ///< 1: encrypted
  std::int64_t claimedSize = -1;   ///< -1: the content's
  std::int64_t sharesDataOf = -1;  ///< index of the member whose data this one claims as well
};

/// A zip archive of these members, by the letter of the format; with more than 65,535 of them one of ZIP64.
inline Bytes zipped(const std::vector<ZipMember>& members) {
  Bytes bytes;
  Bytes directory;
  std::vector<std::uint64_t> starts;
  for (const ZipMember& member : members) {
    const Bytes packed = member.isDeflated ? deflatedAs(-MAX_WBITS, member.content, 9) : member.content;
    const std::uint64_t size =
        member.claimedSize >= 0 ? static_cast<std::uint64_t>(member.claimedSize) : member.content.size();
    Bytes fields;  // what the local header and the directory have in common
    append(fields, 20, 2);
    append(fields, member.flags, 2);
    append(fields, member.isDeflated ? 8 : 0, 2);
    append(fields, 0x00210000, 4);  // 1980-01-01
    append(fields, crc32(0, member.content.data(), static_cast<uInt>(member.content.size())), 4);
    append(fields, packed.size(), 4);
    append(fields, size, 4);
    append(fields, member.name.size(), 2);
    append(fields, 0, 2);
    const bool shares = member.sharesDataOf >= 0;
    starts.push_back(shares ? starts[static_cast<std::size_t>(member.sharesDataOf)] : bytes.size());
    if (!shares) {
      append(bytes, 0x04034b50, 4);
      bytes.insert(bytes.end(), fields.begin(), fields.end());
      bytes.insert(bytes.end(), member.name.begin(), member.name.end());
      bytes.insert(bytes.end(), packed.begin(), packed.end());
    }
    append(directory, 0x02014b50, 4);
    append(directory, 20, 2);
    directory.insert(directory.end(), fields.begin(), fields.end());
    append(directory, 0, 8);
    append(directory, 0, 2);
    append(directory, starts.back(), 4);
    directory.insert(directory.end(), member.name.begin(), member.name.end());
  }
  const std::size_t start = bytes.size();
  bytes.insert(bytes.end(), directory.begin(), directory.end());
  const bool isLong = members.size() > 0xffff;
  if (isLong) {
    const std::size_t record = bytes.size();
    append(bytes, 0x06064b50, 4);
    append(bytes, 44, 8);  // what follows of this record
    append(bytes, 45, 2);
    append(bytes, 45, 2);
    append(bytes, 0, 8);
    append(bytes, members.size(), 8);
    append(bytes, members.size(), 8);
    append(bytes, directory.size(), 8);
    append(bytes, start, 8);
    append(bytes, 0x07064b50, 4);
    append(bytes, 0, 4);
    append(bytes, record, 8);
    append(bytes, 1, 4);
  }
  append(bytes, 0x06054b50, 4);
  append(bytes, 0, 4);
  append(bytes, isLong ? 0xffff : members.size(), 2);
  append(bytes, isLong ? 0xffff : members.size(), 2);
  append(bytes, directory.size(), 4);
  append(bytes, start, 4);
  append(bytes, 0, 2);
  return bytes;
}

}  // namespace isthmus::test
