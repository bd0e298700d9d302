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

std::vector<std::uint64_t> ArrayInfo::fileShape() const {
  std::vector<std::uint64_t> sides = shape;
  if (samplesAxis > 0)
    std::rotate(sides.begin(), sides.begin() + 1,
                sides.begin() + static_cast<std::ptrdiff_t>(samplesAxis) + 1);
  return sides;
}

ArrayInfo ArrayInfo::withSamplesAxis(std::size_t axis) const {
  ArrayInfo turned = *this;
  turned.shape = fileShape();
  turned.samplesAxis = axis;
  const auto first = turned.shape.begin();
  const auto place = static_cast<std::ptrdiff_t>(axis);
  std::rotate(first, first + place, first + place + 1);
  return turned;
}

SampleOrder ArrayInfo::sampleOrder() const {
  std::vector<std::uint64_t> sides = fileShape();
  if (sides.empty()) return {};
  std::size_t place = samplesAxis;
  if (isFortranOrder) {
    std::ranges::reverse(sides);
    place = sides.size() - 1 - place;
  }
  const auto middle = sides.begin() + static_cast<std::ptrdiff_t>(place);
  const auto times = [](auto first, auto last) {
    return std::accumulate(first, last, std::uint64_t{1}, std::multiplies<>());
  };
  SampleOrder order{times(sides.begin(), middle), times(middle + 1, sides.end())};
  if (*middle == 1) order = {1, order.outer * order.inner};
  return order;
}

std::string ArrayInfo::text() const {
  std::string result;
  for (const std::uint64_t side : fileShape()) result += (result.empty() ? "" : " x ") + withThousands(side);
  return (result.empty() ? "1" : result) + ", " + std::string(shownType(type));
}

}  // namespace isthmus
