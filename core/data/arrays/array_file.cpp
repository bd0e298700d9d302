#include "core/data/arrays/array_file.h"

#include "core/base/number_text.h"

#include <functional>
#include <numeric>

namespace isthmus {
namespace {

std::string_view typeName(ElementType type) {
  switch (type) {
    case ElementType::Bool:
      return "bool";
    case ElementType::Int8:
      return "int8";
    case ElementType::Int16:
      return "int16";
    case ElementType::Int32:
      return "int32";
    case ElementType::Int64:
      return "int64";
    case ElementType::UInt8:
      return "uint8";
    case ElementType::UInt16:
      return "uint16";
    case ElementType::UInt32:
      return "uint32";
    case ElementType::UInt64:
      return "uint64";
    case ElementType::Float16:
      return "float16";
    case ElementType::Float32:
      return "float32";
    case ElementType::Float64:
      return "float64";
    case ElementType::Bytes:
    case ElementType::Unicode:
      return "text";
  }
  return "";
}

}  // namespace

std::uint64_t ArrayInfo::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
}

std::string ArrayInfo::text() const {
  std::string result;
  for (const std::uint64_t side : shape) result += (result.empty() ? "" : " x ") + withThousands(side);
  return (result.empty() ? "1" : result) + ", " + std::string(typeName(type));
}

}  // namespace isthmus
