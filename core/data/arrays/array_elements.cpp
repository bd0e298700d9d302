#include "core/data/arrays/array_elements.h"

#include "core/base/half.h"
#include "core/base/text.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

namespace isthmus {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// The unsigned integer of so many bytes.
template <std::size_t bytes>
using BitsOf =
    std::conditional_t<bytes == 1, std::uint8_t,
                       std::conditional_t<bytes == 2, std::uint16_t,
                                          std::conditional_t<bytes == 4, std::uint32_t, std::uint64_t>>>;

std::uint8_t swapped(std::uint8_t bits) {
  return bits;
}
std::uint16_t swapped(std::uint16_t bits) {
  return __builtin_bswap16(bits);
}
std::uint32_t swapped(std::uint32_t bits) {
  return __builtin_bswap32(bits);
}
std::uint64_t swapped(std::uint64_t bits) {
  return __builtin_bswap64(bits);
}

/// Takes the elements as they lie in memory, apart from their byte order, and converts each.
template <typename Stored, typename To, typename Convert>
void convertAll(bool swap, std::span<const std::uint8_t> raw, std::span<To> to, Convert convert) {
  using Bits = BitsOf<sizeof(Stored)>;
  assert(raw.size() == to.size() * sizeof(Stored));
  for (std::size_t i = 0; i < to.size(); ++i) {
    Bits bits;
    std::memcpy(&bits, raw.data() + i * sizeof(Stored), sizeof(Stored));
    if (swap) bits = swapped(bits);
    to[i] = static_cast<To>(convert(std::bit_cast<Stored>(bits)));
  }
}

template <typename To>
void convert(const ArrayInfo& array, std::span<const std::uint8_t> raw, std::span<To> to) {
  const bool swap = array.isBigEndian != (std::endian::native == std::endian::big);
  const auto same = [](auto value) { return value; };
  switch (array.type) {
    case ElementType::Bool:
      return convertAll<std::uint8_t>(swap, raw, to, [](std::uint8_t value) { return value != 0 ? 1 : 0; });
    case ElementType::Int8:
      return convertAll<std::int8_t>(swap, raw, to, same);
    case ElementType::Int16:
      return convertAll<std::int16_t>(swap, raw, to, same);
    case ElementType::Int32:
      return convertAll<std::int32_t>(swap, raw, to, same);
    case ElementType::Int64:
      return convertAll<std::int64_t>(swap, raw, to, same);
    case ElementType::UInt8:
      return convertAll<std::uint8_t>(swap, raw, to, same);
    case ElementType::UInt16:
      return convertAll<std::uint16_t>(swap, raw, to, same);
    case ElementType::UInt32:
      return convertAll<std::uint32_t>(swap, raw, to, same);
    case ElementType::UInt64:
      return convertAll<std::uint64_t>(swap, raw, to, same);
    case ElementType::Float16:
      return convertAll<std::uint16_t>(swap, raw, to, fromHalf);
    case ElementType::Float32:
      return convertAll<float>(swap, raw, to, same);
    case ElementType::Float64:
      return convertAll<double>(swap, raw, to, same);
    case ElementType::Bytes:
    case ElementType::Unicode:
      assert(false);  // text is no number; callers have looked
      std::ranges::fill(to, To{0});
  }
}

void appendUtf8(std::uint32_t code, std::string& to) {
  const auto add = [&to](std::uint32_t byte) { to += static_cast<char>(byte); };
  const bool isSurrogate = code >= 0xD800 && code <= 0xDFFF;
  if (isSurrogate || code > 0x10FFFF) {
    to += kReplacement;
  } else if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

std::string bytesText(std::span<const std::uint8_t> raw) {
  std::size_t end = raw.size();
  while (end > 0 && raw[end - 1] == 0) --end;
  std::string text;
  for (std::size_t i = 0; i < end;) {
    const std::size_t length = utf8Length({reinterpret_cast<const char*>(raw.data()) + i, end - i});
    if (length == 0) text += kReplacement;
    if (length > 0) text.append(reinterpret_cast<const char*>(raw.data()) + i, length);
    i += std::max<std::size_t>(length, 1);
  }
  return text;
}

std::string unicodeText(bool isBigEndian, std::span<const std::uint8_t> raw) {
  const bool swap = isBigEndian != (std::endian::native == std::endian::big);
  std::vector<std::uint32_t> codes(raw.size() / 4);
  std::memcpy(codes.data(), raw.data(), codes.size() * 4);
  if (swap) std::ranges::transform(codes, codes.begin(), [](std::uint32_t code) { return swapped(code); });
  while (!codes.empty() && codes.back() == 0) codes.pop_back();
  std::string text;
  for (const std::uint32_t code : codes) appendUtf8(code, text);
  return text;
}

}  // namespace

Result<void> ReadProgress::check() const {
  if (m_task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
  return {};
}

Result<void> ReadProgress::advance(std::uint64_t bytes) {
  m_done += bytes;
  m_task.report(
      std::min(1.0, static_cast<double>(m_done) / static_cast<double>(std::max<std::uint64_t>(m_total, 1))));
  return check();
}

Result<void> readElements(ArrayStream& stream, const ArrayInfo& array, std::uint64_t limit,
                          ReadProgress& progress, const TakeElements& take) {
  const std::size_t width = std::max<std::size_t>(array.elementBytes, 1);
  const std::size_t atOnce = std::max<std::size_t>(kArrayChunkBytes / width, 1);
  const std::uint64_t count = std::min(array.elements(), limit);
  std::vector<std::uint8_t> raw(static_cast<std::size_t>(std::min<std::uint64_t>(count, atOnce)) *
                                array.elementBytes);
  for (std::uint64_t first = 0; first < count; first += atOnce) {
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(atOnce, count - first));
    const std::span chunk = std::span(raw).first(here * array.elementBytes);
    if (auto wanted = progress.advance(chunk.size()); !wanted) return wanted;
    if (auto read = stream.read(chunk); !read) return read;
    take(chunk, first);
  }
  return {};
}

void toNumbers(const ArrayInfo& array, std::span<const std::uint8_t> raw, std::span<float> to) {
  convert(array, raw, to);
}
void toNumbers(const ArrayInfo& array, std::span<const std::uint8_t> raw, std::span<double> to) {
  convert(array, raw, to);
}

std::string toText(const ArrayInfo& array, std::span<const std::uint8_t> raw) {
  return array.type == ElementType::Unicode ? unicodeText(array.isBigEndian, raw) : bytesText(raw);
}

}  // namespace isthmus
