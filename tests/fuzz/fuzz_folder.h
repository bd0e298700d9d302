#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

namespace isthmus::test {

/// A folder in memory for the file that a fuzz target reads.
class FuzzFolder {
 public:
  FuzzFolder() {
    const bool inMemory = std::filesystem::is_directory("/dev/shm");
    std::string pattern = std::string(inMemory ? "/dev/shm" : "/tmp") + "/isthmus-fuzz-XXXXXX";
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
