// Any text as the list of arrays that the reader of HDF5 and MATLAB files gives.
#include "core/data/arrays/array_listing.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto listing = isthmus::parseArrayListing({reinterpret_cast<const char*>(data), size});
  if (!listing) return 0;
  if (listing->roles.size() != listing->arrays.size()) std::abort();
  for (const isthmus::ArrayInfo& array : listing->arrays) {
    std::uint64_t bytes = array.elementBytes;
    for (const std::uint64_t side : array.shape) {
      if (__builtin_mul_overflow(bytes, side, &bytes)) std::abort();
    }
    if (bytes == 0 || array.name.empty()) std::abort();
  }
  return 0;
}
