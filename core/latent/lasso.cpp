#include "core/latent/lasso.h"

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr std::size_t kBands = 256;  // few enough to be cheap to fill, many enough to hold few edges each

}  // namespace

Lasso::Lasso(std::span<const LatentPlane::Point> corners) {
  const auto isFinite = [](const LatentPlane::Point& p) { return std::isfinite(p.x) && std::isfinite(p.y); };
  if (corners.size() < 3 || !std::ranges::all_of(corners, isFinite)) return;
  const auto [left, right] = std::ranges::minmax(corners, {}, &LatentPlane::Point::x);
  const auto [bottom, top] = std::ranges::minmax(corners, {}, &LatentPlane::Point::y);
  m_left = left.x;
  m_right = right.x;
  m_bottom = bottom.y;
  m_top = top.y;
  if (!(m_top > m_bottom)) return;
  m_bandsPerUnit = kBands / (m_top - m_bottom);
  m_bands.resize(kBands);
  const auto bandOf = [this](double y) {
    return std::min(kBands - 1, static_cast<std::size_t>((y - m_bottom) * m_bandsPerUnit));
  };
  for (std::size_t i = 0; i < corners.size(); ++i) {
    LatentPlane::Point from = corners[i];
    LatentPlane::Point to = corners[(i + 1) % corners.size()];
    if (from.y == to.y) continue;  // a ray along x never crosses it
    if (from.y > to.y) std::swap(from, to);
    const Edge edge{from.y, to.y, from.x, (to.x - from.x) / (to.y - from.y)};
    for (std::size_t band = bandOf(from.y); band <= bandOf(to.y); ++band) m_bands[band].push_back(edge);
  }
}

bool Lasso::contains(double x, double y) const {
  // A lower end belongs to an edge, an upper end does not: a ray through a corner counts it once.
  if (!(y >= m_bottom && y < m_top && x >= m_left && x <= m_right)) return false;
  const auto band = std::min(kBands - 1, static_cast<std::size_t>((y - m_bottom) * m_bandsPerUnit));
  bool inside = false;
  for (const Edge& edge : m_bands[band])
    inside ^= y >= edge.bottom && y < edge.top && x < edge.x + (y - edge.bottom) * edge.slope;
  return inside;
}

std::vector<std::uint32_t> samplesInside(const Lasso& lasso, const PlanePoints& points) {
  std::vector<std::uint32_t> inside;
  const std::size_t count = std::min(points.x.size(), points.y.size());
  for (std::size_t i = 0; i < count; ++i)
    if (lasso.contains(static_cast<double>(points.x[i]), static_cast<double>(points.y[i])))
      inside.push_back(static_cast<std::uint32_t>(i));
  return inside;
}

}  // namespace isthmus
