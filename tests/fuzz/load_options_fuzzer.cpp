// Any text as options of a data set: what is read must be written back the same.
#include "core/data/load_options.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto options = isthmus::parseLoadOptions(text);
  if (!options) return 0;
  const auto again = isthmus::parseLoadOptions(isthmus::loadOptionsText(*options));
  if (!again || *again != *options) std::abort();
  return 0;
}
