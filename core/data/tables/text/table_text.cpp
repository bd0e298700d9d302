#include "core/data/tables/text/table_text.h"

#include "core/base/text.h"

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

bool isUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8Length(text);
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

bool isMissingText(std::string_view text) {
  constexpr std::array<std::string_view, 25> kWords = {
      "NA",   "N/A",  "n/a",     "NaN",  "nan",   "NAN",    "-nan",  "null",   "NULL",
      "None", "?",    "#N/A",    "#NA",  "#REF!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!",
      "<NA>", "n.a.", "#VALUE!", "N.A.", "NaT",   "\\N",    "#N/A!"};
  constexpr std::size_t kLongest = 7;
  return text.empty() || (text.size() <= kLongest && std::ranges::find(kWords, text) != kWords.end());
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

std::optional<float> floatInText(std::string_view text) {
  const auto number = numberInText(text, false);
  if (!number || !(std::fabs(*number) <= std::numeric_limits<float>::max())) return std::nullopt;
  return static_cast<float>(*number);
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

}  // namespace isthmus
