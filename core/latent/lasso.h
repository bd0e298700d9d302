#pragma once

#include "core/latent/latent_plane.h"

#include <cstdint>
#include <span>
#include <vector>

namespace isthmus {

/// A closed line around a part of the plane, drawn by hand: it may cross itself. A place is inside when a ray
/// from it crosses the line an odd number of times (even-odd rule).
class Lasso {
 public:
  /// The last corner is joined to the first. Fewer than three corners, or one that is not finite: nothing is
  /// inside.
  explicit Lasso(std::span<const LatentPlane::Point> corners);

  /// False where x or y is not finite.
  bool contains(double x, double y) const;

 private:
  struct Edge {
    double bottom;
    double top;
    double x;      // at the bottom
    double slope;  // of x over y
  };

  double m_left = 0;
  double m_right = 0;
  double m_bottom = 0;
  double m_top = 0;
  double m_bandsPerUnit = 0;
  std::vector<std::vector<Edge>> m_bands;  // from the bottom, equally high: the edges that reach into each
};

/// The points inside, in ascending order; those without a finite position are not. A million points take
/// about 25 ms.
std::vector<std::uint32_t> samplesInside(const Lasso& lasso, const PlanePoints& points);

}  // namespace isthmus
