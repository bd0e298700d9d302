#include "tests/bench/machine.h"

#include <sys/utsname.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <thread>
#include <unistd.h>

namespace isthmus::bench {
namespace {

/// What stands behind `key` and `separator` in a file of such lines.
std::string field(const char* file, const std::string& key, char separator) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    const auto at = line.find(separator);
    if (at == std::string::npos) continue;
    std::string value = line.substr(at + 1);
    std::erase(value, '"');
    const auto first = value.find_first_not_of(" \t");
    return first == std::string::npos ? std::string() : value.substr(first);
  }
  return {};
}

std::string numberFormats() {
  const std::string flags = field("/proc/cpuinfo", "flags", ':') + " ";
  std::string found;
  for (const char* flag : {"avx2", "avx512f", "avx512_bf16", "amx_bf16"})
    if (flags.find(std::string(" ") + flag + " ") != std::string::npos)
      found += (found.empty() ? "" : ", ") + std::string(flag);
  return found;
}

}  // namespace

std::string describeMachine() {
  constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
  const double memory =
      static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / kGiB;
  utsname system{};
  ::uname(&system);
  std::array<char, 64> size{};
  std::snprintf(size.data(), size.size(), "%u processors, %.0f GiB", std::thread::hardware_concurrency(),
                memory);
  return field("/proc/cpuinfo", "model name", ':') + " (" + numberFormats() + "), " + size.data() + ", " +
         field("/etc/os-release", "PRETTY_NAME", '=') + ", Linux " + system.release;
}

}  // namespace isthmus::bench
