#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>

namespace isthmus {

/// A seeded source of random numbers whose stream is the same with every compiler and library
/// (the standard's engines are specified to the bit, its distributions are not).
class Random {
 public:
  explicit Random(std::uint64_t seed) : m_engine(seed) {}

  std::uint64_t bits() { return m_engine(); }
  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>(m_engine() >> 11U) * 0x1.0p-53; }
  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform in {0, ..., count - 1}; count > 0.
  std::uint64_t below(std::uint64_t count);
  /// Standard normal (Marsaglia's polar method).
  double normal();

  /// All that its next numbers depend on, as a text, and back; nothing where the text is none.
  std::string state() const;
  static std::optional<Random> fromState(const std::string& text);

  /// Shuffles in place (Fisher and Yates).
  template <typename T>
  void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::mt19937_64 m_engine;
  double m_spare = 0;
  bool m_hasSpare = false;
};

/// A standard normal that is a function of its two arguments alone, for noise that must not depend on the
/// order in which it is asked for (SplitMix64 of both, then Box and Muller).
double normalAt(std::uint64_t stream, std::uint64_t position);

}  // namespace isthmus
