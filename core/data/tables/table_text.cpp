#include "core/data/tables/table_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace isthmus {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// The length of the UTF-8 sequence at the start of `text`; 0 when there is no valid one.
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  if (first == 0xE0 && byte(1) < 0xA0) return 0;   // longer than needed
  if (first == 0xED && byte(1) >= 0xA0) return 0;  // half of a surrogate pair
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) >= 0x90) return 0;
  return length;
}

bool isUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lowerCased(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

bool isMissingText(std::string_view text) {
  constexpr std::array<std::string_view, 11> kWords = {"NA",   "N/A",  "n/a",  "NaN",  "nan", "NAN",
                                                       "-nan", "null", "NULL", "None", "?"};
  return text.empty() || std::ranges::find(kWords, text) != kWords.end();
}

std::optional<double> numberInText(std::string_view text, bool decimalComma) {
  constexpr std::size_t kLongestNumber = 400;  // a double written out in full, without an exponent
  if (text.empty() || text.size() > kLongestNumber) return std::nullopt;
  std::array<char, kLongestNumber> copy;
  if (decimalComma) {
    if (text.find('.') != std::string_view::npos) return std::nullopt;
    std::ranges::replace_copy(text, copy.begin(), ',', '.');
    text = {copy.data(), text.size()};
  }
  if (text.front() == '+') {
    text.remove_prefix(1);
    if (text.empty() || text.front() == '-') return std::nullopt;
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, value);
  if (stopped != end || failed == std::errc::invalid_argument) return std::nullopt;
  if (failed == std::errc::result_out_of_range) {
    // Too near to 0 or too far from it: the exponent's sign tells, or else the length before the point.
    const std::size_t exponent = text.find_first_of("eE");
    const bool small =
        exponent == std::string_view::npos ? text.find('.') <= 2 : text.substr(exponent + 1).starts_with('-');
    return small ? 0.0 : std::numeric_limits<double>::infinity();
  }
  if (std::isnan(value)) return std::nullopt;
  return value;
}

bool looksLikeDate(std::string_view text) {
  if (text.size() < 5 || text.size() > 35 || !isDigit(text.front())) return false;
  std::size_t digits = 0;
  std::size_t joints = 0;
  for (const char c : text) {
    const bool joint = c == '-' || c == '/' || c == ':' || c == '.';
    if (!isDigit(c) && !joint && c != ' ' && c != 'T' && c != 'Z' && c != '+') return false;
    digits += isDigit(c) ? 1U : 0U;
    joints += joint ? 1U : 0U;
  }
  return digits >= 4 && joints >= 2;
}

std::string toUtf8(std::string_view text) {
  if (isUtf8(text)) return std::string(text);
  std::string result;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      result += c;
    } else {
      result += static_cast<char>(0xC0U | code >> 6U);
      result += static_cast<char>(0x80U | (code & 0x3FU));
    }
  }
  return result;
}

std::string quotedText(std::string_view text) {
  constexpr std::size_t kShown = 40;
  std::string shown;
  while (!text.empty() && shown.size() < kShown) {
    const std::size_t length = sequenceLength(text);
    if (length == 0 || static_cast<unsigned char>(text.front()) < 0x20) {
      shown += '?';
      text.remove_prefix(1);
    } else {
      shown += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return "'" + shown + (text.empty() ? "'" : "...'");
}

}  // namespace isthmus
