#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace isthmus {

/// Reads a plain decimal number ("-12.5", "1e-3") from the start of [at, end), exactly as std::from_chars
/// does but quicker where there are few digits. Returns where it ends, or null for anything else. *end must
/// be readable and no digit, point, sign or letter.
inline const char* readPlainNumber(const char* at, const char* end, double& value) {
  constexpr std::array<double, 23> kPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t kExact = 1ULL
                                   << 53;  // whole numbers up to it, times or by such a power, round once
  const char* const start = at;
  const bool negative = *at == '-';
  at += negative ? 1 : 0;
  std::uint64_t digits = 0;
  const auto isDigit = [](char c) { return static_cast<unsigned char>(c - '0') < 10; };
  const char* const first = at;
  for (; isDigit(*at); ++at) digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
  auto count = at - first;
  int exponent = 0;
  if (*at == '.') {
    const char* const fraction = ++at;
    for (; isDigit(*at); ++at) digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    exponent = -static_cast<int>(at - fraction);
    count += at - fraction;
  }
  if (count == 0) return nullptr;
  constexpr std::ptrdiff_t kFitting = 19;  // digits in 64 bits
  const bool powers = *at == 'e' || *at == 'E';
  if (powers || count > kFitting || digits > kExact || exponent < -22) {
    const auto [stopped, failed] = std::from_chars(start, end, value);
    return failed == std::errc() ? stopped : nullptr;
  }
  const double magnitude = static_cast<double>(digits) / kPowers[static_cast<std::size_t>(-exponent)];
  value = negative ? -magnitude : magnitude;
  return at;
}

}  // namespace isthmus
