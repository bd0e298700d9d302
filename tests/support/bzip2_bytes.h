#pragma once

#include "tests/support/idx_bytes.h"

#include <bzlib.h>
#include <span>
#include <stdexcept>

namespace isthmus::test {

/// The bytes as one bzip2 stream.
inline Bytes bzipped(std::span<const std::uint8_t> bytes) {
  constexpr int kBlock = 9;
  Bytes packed(bytes.size() + bytes.size() / 100 + 600);  // what the library's manual asks for
  auto size = static_cast<unsigned int>(packed.size());
  char nothing = 0;
  // It is not written.
  auto* from = bytes.empty() ? &nothing : const_cast<char*>(reinterpret_cast<const char*>(bytes.data()));
  if (BZ2_bzBuffToBuffCompress(reinterpret_cast<char*>(packed.data()), &size, from,
                               static_cast<unsigned int>(bytes.size()), kBlock, 0, 0) != BZ_OK)
    throw std::runtime_error("BZ2_bzBuffToBuffCompress failed");
  packed.resize(size);
  return packed;
}

}  // namespace isthmus::test
