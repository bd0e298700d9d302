#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

namespace isthmus::test {

/// A folder, in memory where Linux offers one, for the file that a fuzz target reads.
class FuzzFolder {
 public:
  FuzzFolder() {
    const std::filesystem::path inMemory = "/dev/shm";
    const std::filesystem::path parent =
        std::filesystem::is_directory(inMemory) ? inMemory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "isthmus-fuzz-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    m_path = pattern;
  }
  FuzzFolder(const FuzzFolder&) = delete;
  FuzzFolder& operator=(const FuzzFolder&) = delete;
  ~FuzzFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }

  std::filesystem::path write(const char* name, std::span<const std::uint8_t> bytes) const {
    const std::filesystem::path file = m_path / name;
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) std::abort();
    return file;
  }

 private:
  std::filesystem::path m_path;
};

}  // namespace isthmus::test
