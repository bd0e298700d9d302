// Any text as the catalogue of data sets: what is accepted has what a download relies on.
#include "core/data/library/catalogue.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

bool isPlain(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto entries = isthmus::parseCatalogue({reinterpret_cast<const char*>(data), size});
  if (!entries) return 0;
  for (const isthmus::CatalogueEntry& entry : *entries) {
    if (!isPlain(entry.id) || entry.files.empty()) std::abort();
    for (const isthmus::CatalogueFile& file : entry.files) {
      if (!isPlain(file.name) || file.sha256.size() != 64 || file.urls.empty()) std::abort();
    }
  }
  return 0;
}
