#include "core/base/random.h"

#include <cmath>

namespace isthmus {

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

}  // namespace isthmus
