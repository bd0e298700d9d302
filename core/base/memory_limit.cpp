#include "core/base/memory_limit.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <unistd.h>

namespace isthmus {
namespace {

constexpr std::uint64_t kMaxDatasetBytes = 16ULL << 30;  // more is no longer explored live
constexpr std::uint64_t kReserve = 256ULL << 20;         // for the window and the model

/// What can be taken now without swapping; everything where the system does not say.
std::uint64_t freeBytes() {
  std::ifstream info("/proc/meminfo");
  std::string key;
  std::uint64_t kibibytes = 0;
  for (std::string unit; info >> key >> kibibytes; std::getline(info, unit)) {
    if (key == "MemAvailable:") return kibibytes << 10;
  }
  return std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

std::uint64_t datasetBytesLimit() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long pageBytes = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || pageBytes <= 0) return kMaxDatasetBytes;
  return std::min(kMaxDatasetBytes,
                  static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageBytes) / 2);
}

std::string mebibytesText(std::uint64_t bytes) {
  return withThousands(bytes >> 20) + " MiB";
}

Result<void> checkDatasetFits(std::uint64_t bytes, const std::string& where) {
  if (bytes > datasetBytesLimit())
    return Error{ErrorCode::TooLarge,
                 "would take " + mebibytesText(bytes) + " of memory; at most " +
                     mebibytesText(datasetBytesLimit()) + " can be loaded on this computer",
                 where};
  const std::uint64_t free = freeBytes();
  if (bytes > free - std::min(free, kReserve))
    return Error{
        ErrorCode::TooLarge,
        "would take " + mebibytesText(bytes) + " of memory; only " + mebibytesText(free) + " are free",
        where};
  return {};
}

}  // namespace isthmus
