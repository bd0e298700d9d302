#include "widgets/plane/points/thinned_points.h"

#include "widgets/plane/points/points_plottable.h"

#include <algorithm>
#include <utility>

namespace isthmus {

void ThinnedPoints::setPoints(const std::shared_ptr<const PlanePoints>& points) {
  m_drawn.clear();
  if (!points) {
    m_plottable->feed().setPoints(nullptr);
    return bringColours();
  }
  const std::size_t count = points->x.size();
  const std::size_t most = std::min(count, m_most);
  for (std::size_t i = 0; i < most; ++i) m_drawn.push_back(i * count / most);
  bring(*points);
}

void ThinnedPoints::setPoints(const PlanePoints& points, std::span<const std::uint32_t> some) {
  m_drawn.clear();
  const std::size_t most = std::min(some.size(), m_most);
  for (std::size_t i = 0; i < most; ++i) m_drawn.push_back(some[i * some.size() / most]);
  bring(points);
}

void ThinnedPoints::setColour(QRgb colour) {
  m_colour = colour;
  bringColours();
}

void ThinnedPoints::bring(const PlanePoints& points) {
  auto drawn = std::make_shared<PlanePoints>();
  for (const std::size_t point : m_drawn) {
    drawn->x.push_back(points.x[point]);
    drawn->y.push_back(points.y[point]);
  }
  m_plottable->feed().setPoints(std::move(drawn));
  bringColours();
}

void ThinnedPoints::bringColours() {
  m_plottable->feed().setColours(std::vector<std::uint16_t>(m_drawn.size(), 0), {m_colour});
}

}  // namespace isthmus
