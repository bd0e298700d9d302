#include "core/data/arrays/array_file.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

namespace isthmus {
namespace {

struct NumberTypeNames {
  std::string_view shortName;  ///< NumPy's, without the byte order
  std::string_view shown;
  NumberType number;
};
constexpr std::array<NumberTypeNames, 12> kNumberTypes = {{{"b1", "bool", {ElementType::Bool, 1}},
                                                           {"i1", "int8", {ElementType::Int8, 1}},
                                                           {"i2", "int16", {ElementType::Int16, 2}},
                                                           {"i4", "int32", {ElementType::Int32, 4}},
                                                           {"i8", "int64", {ElementType::Int64, 8}},
                                                           {"u1", "uint8", {ElementType::UInt8, 1}},
                                                           {"u2", "uint16", {ElementType::UInt16, 2}},
                                                           {"u4", "uint32", {ElementType::UInt32, 4}},
                                                           {"u8", "uint64", {ElementType::UInt64, 8}},
                                                           {"f2", "float16", {ElementType::Float16, 2}},
                                                           {"f4", "float32", {ElementType::Float32, 4}},
                                                           {"f8", "float64", {ElementType::Float64, 8}}}};

std::string_view shownType(ElementType type) {
  const auto found =
      std::ranges::find(kNumberTypes, type, [](const NumberTypeNames& names) { return names.number.type; });
  return found == kNumberTypes.end() ? "text" : found->shown;
}

}  // namespace

std::optional<NumberType> numberTypeNamed(std::string_view shortName) {
  const auto found = std::ranges::find(kNumberTypes, shortName, &NumberTypeNames::shortName);
  return found == kNumberTypes.end() ? std::nullopt : std::optional(found->number);
}

std::uint64_t ArrayInfo::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
}

std::string ArrayInfo::text() const {
  std::string result;
  for (const std::uint64_t side : shape) result += (result.empty() ? "" : " x ") + withThousands(side);
  return (result.empty() ? "1" : result) + ", " + std::string(shownType(type));
}

}  // namespace isthmus
