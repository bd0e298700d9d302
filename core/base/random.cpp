#include "core/base/random.h"

#include <bit>
#include <cmath>
#include <locale>
#include <numbers>
#include <sstream>
#include <utility>

namespace isthmus {
namespace {

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
std::uint64_t mixed(std::uint64_t x) {
  x += kGolden;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

}  // namespace

std::string Random::state() const {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::bit_cast<std::uint64_t>(m_spare) << ' ' << (m_hasSpare ? 1 : 0) << ' ' << m_engine;
  return std::move(text).str();
}

std::optional<Random> Random::fromState(const std::string& text) {
  std::istringstream stream(text);
  stream.imbue(std::locale::classic());
  Random random(0);
  std::uint64_t spare = 0;
  int hasSpare = -1;
  stream >> spare >> hasSpare >> random.m_engine;
  if (!stream || hasSpare < 0 || hasSpare > 1) return std::nullopt;
  random.m_spare = std::bit_cast<double>(spare);
  random.m_hasSpare = hasSpare == 1;
  return random;
}

std::uint64_t Random::below(std::uint64_t count) {
  // Rejects the incomplete last interval, so that no value is more likely than another.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % count;
  std::uint64_t draw = m_engine();
  while (draw >= limit) draw = m_engine();
  return draw % count;
}

double Random::normal() {
  if (m_hasSpare) {
    m_hasSpare = false;
    return m_spare;
  }
  double u = 0;
  double v = 0;
  double s = 0;
  do {
    u = uniform(-1, 1);
    v = uniform(-1, 1);
    s = u * u + v * v;
  } while (s >= 1 || s == 0);
  const double scale = std::sqrt(-2 * std::log(s) / s);
  m_spare = v * scale;
  m_hasSpare = true;
  return u * scale;
}

double normalAt(std::uint64_t stream, std::uint64_t position) {
  const std::uint64_t first = mixed(mixed(stream) + position * kGolden);
  const std::uint64_t second = mixed(first);
  const double u = static_cast<double>((first >> 11U) + 1) * 0x1.0p-53;  // in (0, 1]
  const double v = static_cast<double>(second >> 11U) * 0x1.0p-53;
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

}  // namespace isthmus
