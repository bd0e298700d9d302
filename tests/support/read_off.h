#pragma once

#include "core/base/matrix.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace isthmus::test {

/// What can be read off codes by their nearest neighbours: the rows from `asked` on by the first `known`
/// rows, without themselves. With known = rows and asked = 0 each row is left out once.
class NeighbourReading {
 public:
  static constexpr std::size_t kNeighbours = 10;

  NeighbourReading(const Matrix& codes, std::size_t known, std::size_t asked) : m_asked(asked) {
    std::vector<std::pair<float, std::size_t>> near;
    for (std::size_t row = asked; row < codes.rows; ++row) {
      near.clear();
      for (std::size_t other = 0; other < known; ++other)
        if (other != row) near.emplace_back(distance(codes.row(row), codes.row(other)), other);
      const auto count = static_cast<std::ptrdiff_t>(std::min(kNeighbours, near.size()));
      std::partial_sort(near.begin(), near.begin() + count, near.end());
      auto& kept = m_near.emplace_back();
      for (std::ptrdiff_t i = 0; i < count; ++i) kept.push_back(near[static_cast<std::size_t>(i)].second);
    }
  }

  /// R squared of the neighbours' mean: 1 where it is exact, 0 where it is no better than the mean of all.
  double rSquared(std::span<const float> values) const {
    double sum = 0;
    for (std::size_t i = 0; i < m_near.size(); ++i) sum += values[m_asked + i];
    const double mean = sum / static_cast<double>(m_near.size());
    double missed = 0;
    double spread = 0;
    for (std::size_t i = 0; i < m_near.size(); ++i) {
      const double value = values[m_asked + i];
      double guess = 0;
      for (const std::size_t near : m_near[i]) guess += values[near];
      guess /= static_cast<double>(m_near[i].size());
      missed += (value - guess) * (value - guess);
      spread += (value - mean) * (value - mean);
    }
    return spread > 0 ? 1 - missed / spread : 0;
  }

  /// The share whose label most of their neighbours have (of several the smallest).
  double accuracy(std::span<const std::int32_t> labels) const {
    std::size_t right = 0;
    for (std::size_t i = 0; i < m_near.size(); ++i) {
      std::map<std::int32_t, int> votes;
      for (const std::size_t near : m_near[i]) ++votes[labels[near]];
      const auto most = std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
      right += most->first == labels[m_asked + i] ? 1U : 0U;
    }
    return static_cast<double>(right) / static_cast<double>(m_near.size());
  }

 private:
  static float distance(std::span<const float> a, std::span<const float> b) {
    float sum = 0;
    for (std::size_t d = 0; d < a.size(); ++d) sum += (a[d] - b[d]) * (a[d] - b[d]);
    return sum;
  }

  std::size_t m_asked;
  std::vector<std::vector<std::size_t>> m_near;
};

}  // namespace isthmus::test
