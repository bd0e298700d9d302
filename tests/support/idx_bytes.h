#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <vector>
#include <zlib.h>

namespace isthmus::test {

using Bytes = std::vector<std::uint8_t>;

/// Appends the low `bytes` bytes of `value`, the lowest first.
inline void append(Bytes& to, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// The header of an IDX file.
inline Bytes idxHeader(std::initializer_list<std::uint32_t> dimensions, std::uint8_t type = 0x08) {
  Bytes bytes = {0, 0, type, static_cast<std::uint8_t>(dimensions.size())};
  for (const std::uint32_t dimension : dimensions) {
    for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(dimension >> shift));
  }
  return bytes;
}

/// A whole IDX file whose numbers are 0, 1, 2, ... modulo `modulus`.
inline Bytes idxFile(std::initializer_list<std::uint32_t> dimensions, unsigned modulus = 251) {
  Bytes bytes = idxHeader(dimensions);
  std::size_t count = 1;
  for (const std::uint32_t dimension : dimensions) count *= dimension;
  for (std::size_t i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(i % modulus));
  return bytes;
}

/// The bytes deflated: as one gzip member where `windowBits` is 16 + MAX_WBITS, bare where it is -MAX_WBITS.
inline Bytes deflatedAs(int windowBits, std::span<const std::uint8_t> bytes, int level) {
  z_stream stream = {};
  if (deflateInit2(&stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflateInit2 failed");
  Bytes packed(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&stream, Z_FINISH);
  packed.erase(packed.end() - static_cast<std::ptrdiff_t>(stream.avail_out), packed.end());
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("deflate failed");
  return packed;
}

/// The bytes as one gzip member.
inline Bytes gzipped(std::span<const std::uint8_t> bytes, int level = 6) {
  return deflatedAs(16 + MAX_WBITS, bytes, level);
}

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes result;
  for (const Bytes& part : parts) result.insert(result.end(), part.begin(), part.end());
  return result;
}

}  // namespace isthmus::test
