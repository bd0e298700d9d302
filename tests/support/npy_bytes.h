#pragma once

#include "tests/support/idx_bytes.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace isthmus::test {

/// A NumPy file with this dict literal as its header, in format `major`.0.
inline Bytes npyWithHeader(std::string literal, std::span<const std::uint8_t> data, int major = 1) {
  Bytes bytes = {0x93, 'N', 'U', 'M', 'P', 'Y', static_cast<std::uint8_t>(major), 0};
  const std::size_t preamble = major == 1 ? 10 : 12;
  literal.append(63 - (preamble + literal.size()) % 64, ' ');
  literal += '\n';
  append(bytes, literal.size(), major == 1 ? 2 : 4);
  bytes.insert(bytes.end(), literal.begin(), literal.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

inline std::string npyHeader(std::string_view type, std::string_view shape, bool fortran = false) {
  return "{'descr': '" + std::string(type) + "', 'fortran_order': " + (fortran ? "True" : "False") +
         ", 'shape': " + std::string(shape) + ", }";
}

/// The values as bytes, as they lie in memory (little-endian).
template <typename Value>
Bytes bytesOfValues(const std::vector<Value>& values) {
  static_assert(std::is_trivially_copyable_v<Value>);
  Bytes bytes(values.size() * sizeof(Value));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// A NumPy file: npy<float>("<f4", "(2, 3)", {...}).
template <typename Value>
Bytes npy(std::string_view type, std::string_view shape, const std::vector<Value>& values,
          bool fortran = false) {
  return npyWithHeader(npyHeader(type, shape, fortran), bytesOfValues(values));
}

/// The values 0, 1, 2, ... modulo `modulus`.
template <typename Value>
std::vector<Value> counting(std::size_t count, int modulus = 251) {
  std::vector<Value> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<Value>(i % static_cast<std::size_t>(modulus));
  return values;
}

}  // namespace isthmus::test
