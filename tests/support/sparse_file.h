#pragma once

#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace isthmus::test {

/// A file that begins with `head` and goes on with so many zeros, which take no room on the disk.
inline std::filesystem::path writeSparse(const TempFolder& folder, const std::string& name, const Bytes& head,
                                         std::uint64_t zeros) {
  std::filesystem::path file = folder.write(name, head);
  std::filesystem::resize_file(file, head.size() + zeros);
  return file;
}

}  // namespace isthmus::test
