#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace isthmus::test {

/// A folder of its own for a test, gone when the test ends.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::path(::testing::TempDir()) / "isthmus-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder: " + pattern);
    m_path = pattern;
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }

  const std::filesystem::path& path() const { return m_path; }

  /// Writes a file below the folder, with the folders on the way to it.
  std::filesystem::path write(const std::filesystem::path& name, std::span<const std::uint8_t> bytes) const {
    std::filesystem::path file = m_path / name;
    std::filesystem::create_directories(file.parent_path());
    // A file that is truncated and written anew is flushed to the disk by ext4 when it is closed: 4 ms each.
    std::error_code wasNone;
    std::filesystem::remove(file, wasNone);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
    return file;
  }

 private:
  std::filesystem::path m_path;
};

}  // namespace isthmus::test
