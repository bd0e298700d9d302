#pragma once

#include "tests/support/idx_bytes.h"

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>
#include <zlib.h>

namespace isthmus::test {

inline void append(Bytes& to, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// A NumPy file with this dict literal as its header, in format `major`.0.
inline Bytes npyWithHeader(std::string literal, std::span<const std::uint8_t> data, int major = 1) {
  Bytes bytes = {0x93, 'N', 'U', 'M', 'P', 'Y', static_cast<std::uint8_t>(major), 0};
  const std::size_t preamble = major == 1 ? 10 : 12;
  literal.append(63 - (preamble + literal.size()) % 64, ' ');
  literal += '\n';
  append(bytes, literal.size(), major == 1 ? 2 : 4);
  bytes.insert(bytes.end(), literal.begin(), literal.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

inline std::string npyHeader(std::string_view type, std::string_view shape, bool fortran = false) {
  return "{'descr': '" + std::string(type) + "', 'fortran_order': " + (fortran ? "True" : "False") +
         ", 'shape': " + std::string(shape) + ", }";
}

/// The values as bytes, as they lie in memory (little-endian).
template <typename Value>
Bytes bytesOfValues(const std::vector<Value>& values) {
  static_assert(std::is_trivially_copyable_v<Value>);
  Bytes bytes(values.size() * sizeof(Value));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// A NumPy file: npy<float>("<f4", "(2, 3)", {...}).
template <typename Value>
Bytes npy(std::string_view type, std::string_view shape, const std::vector<Value>& values,
          bool fortran = false) {
  return npyWithHeader(npyHeader(type, shape, fortran), bytesOfValues(values));
}

/// The values 0, 1, 2, ... modulo `modulus`.
template <typename Value>
std::vector<Value> counting(std::size_t count, int modulus = 251) {
  std::vector<Value> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<Value>(i % static_cast<std::size_t>(modulus));
  return values;
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

inline Bytes deflated(std::span<const std::uint8_t> bytes) {
  z_stream stream = {};
  if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflateInit2 failed");
  Bytes packed(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// A zip of these members.
inline Bytes zipped(const std::vector<ZipMember>& members) {
  Bytes bytes;
  Bytes directory;
  std::vector<std::uint64_t> starts;
  for (const ZipMember& member : members) {
    const Bytes packed = member.isDeflated ? deflated(member.content) : member.content;
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
  append(bytes, 0x06054b50, 4);
  append(bytes, 0, 4);
  append(bytes, members.size(), 2);
  append(bytes, members.size(), 2);
  append(bytes, directory.size(), 4);
  append(bytes, start, 4);
  append(bytes, 0, 2);
  return bytes;
}

}  // namespace isthmus::test
