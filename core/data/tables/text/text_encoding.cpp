#include "core/data/tables/text/text_encoding.h"

#include <algorithm>
#include <cstddef>

namespace isthmus {
namespace {

constexpr std::size_t kJudgedBytes = 512;
constexpr std::size_t kFewestBytes = 16;
constexpr std::uint32_t kByteOrderMark = 0xFEFF;
constexpr std::uint32_t kReplacementCharacter = 0xFFFD;

void putUtf8(std::uint32_t code, std::string& to) {
  const auto byte = [&](std::uint32_t bits) { to += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6U);
    byte(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12U);
    byte(0x80 | (code >> 6U & 0x3FU));
    byte(0x80 | (code & 0x3FU));
  } else {
    byte(0xF0 | code >> 18U);
    byte(0x80 | (code >> 12U & 0x3FU));
    byte(0x80 | (code >> 6U & 0x3FU));
    byte(0x80 | (code & 0x3FU));
  }
}

/// How many of the bytes at even and at odd places are zero.
bool areZeros(std::string_view bytes, std::size_t from, double share) {
  std::size_t zeros = 0;
  std::size_t count = 0;
  for (std::size_t i = from; i < bytes.size(); i += 2, ++count) zeros += bytes[i] == '\0' ? 1U : 0U;
  return static_cast<double>(zeros) >= share * static_cast<double>(count);
}

}  // namespace

TextEncoding textEncodingOf(std::string_view head) {
  if (head.starts_with("\xFF\xFE")) return TextEncoding::Utf16Little;
  if (head.starts_with("\xFE\xFF")) return TextEncoding::Utf16Big;
  const std::string_view judged = head.substr(0, kJudgedBytes);
  if (judged.size() < kFewestBytes) return TextEncoding::Bytes;
  const auto isText = [&](std::size_t from) {
    for (std::size_t i = from; i < judged.size(); i += 2) {
      const auto byte = static_cast<unsigned char>(judged[i]);
      if (byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n') return false;
    }
    return true;
  };
  constexpr double kNearlyAll = 0.95;
  if (areZeros(judged, 1, kNearlyAll) && isText(0)) return TextEncoding::Utf16Little;
  if (areZeros(judged, 0, kNearlyAll) && isText(1)) return TextEncoding::Utf16Big;
  return TextEncoding::Bytes;
}

void Utf16Decoder::add(std::uint32_t unit, std::string& to) {
  if (unit == kByteOrderMark) return;
  const bool isLow = unit >= 0xDC00 && unit < 0xE000;
  if (m_high != 0 && isLow) {
    putUtf8(0x10000 + ((m_high - 0xD800) << 10U) + (unit - 0xDC00), to);
    m_high = 0;
    return;
  }
  if (m_high != 0) putUtf8(kReplacementCharacter, to);
  m_high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
  if (m_high == 0) putUtf8(isLow ? kReplacementCharacter : unit, to);
}

void Utf16Decoder::append(std::string_view bytes, std::string& to) {
  m_rest += bytes;
  std::size_t at = 0;
  for (; at + 1 < m_rest.size(); at += 2) {
    const auto first = static_cast<unsigned char>(m_rest[at]);
    const auto second = static_cast<unsigned char>(m_rest[at + 1]);
    add(m_encoding == TextEncoding::Utf16Little ? first | second << 8U : first << 8U | second, to);
  }
  m_rest.erase(0, at);
}

std::string inUtf8(std::string_view head) {
  std::string text;
  const TextEncoding encoding = textEncodingOf(head);
  if (encoding != TextEncoding::Bytes) Utf16Decoder(encoding).append(head, text);
  return text;
}

}  // namespace isthmus
