// Any bytes as a model file.
#include "core/model/file/model_file.h"

#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto model = isthmus::parseModel(std::as_bytes(std::span(data, size)), "fuzz");
  return model || !model.error().message.empty() ? 0 : -1;
}
