#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace isthmus {

enum class TextEncoding : std::uint8_t { Bytes, Utf16Little, Utf16Big };

/// UTF-16 by its byte order mark, or because every other byte of the first ones is zero; all else is bytes.
TextEncoding textEncodingOf(std::string_view head);

/// Makes UTF-8 of UTF-16 that comes in pieces; the byte order mark is left out.
class Utf16Decoder {
 public:
  explicit Utf16Decoder(TextEncoding encoding) : m_encoding(encoding) {}

  /// Appends what the bytes and those left over from before make; half characters wait for the next.
  void append(std::string_view bytes, std::string& to);

 private:
  void add(std::uint32_t unit, std::string& to);

  TextEncoding m_encoding;
  std::string m_rest;        ///< half a unit
  std::uint32_t m_high = 0;  ///< the first half of a pair
};

/// The start of a text in UTF-16 as UTF-8; empty for all other.
std::string inUtf8(std::string_view head);

}  // namespace isthmus
