#pragma once

#include "core/latent/point_grid.h"

#include <QRgb>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace isthmus {

class PointsPlottable;

/// Points of one colour over those of the data: all, or of many an even choice, so that they do not bury what
/// lies below.
class ThinnedPoints {
 public:
  /// Draws at most so many. The plottable is borrowed and must outlive this.
  ThinnedPoints(PointsPlottable* plottable, std::size_t most) : m_plottable(plottable), m_most(most) {}

  /// Null: none.
  void setPoints(const std::shared_ptr<const PlanePoints>& points);
  /// Some of them, each of which must be there.
  void setPoints(const PlanePoints& points, std::span<const std::uint32_t> some);
  void setColour(QRgb colour);

  std::size_t drawn() const { return m_drawn.size(); }
  /// Which point it is that is drawn as number `index`.
  std::size_t pointOf(std::size_t index) const { return m_drawn[index]; }

 private:
  void bring(const PlanePoints& points);
  void bringColours();

  PointsPlottable* m_plottable;  // borrowed
  std::size_t m_most;
  std::vector<std::size_t> m_drawn;
  QRgb m_colour = 0xff000000;
};

}  // namespace isthmus
