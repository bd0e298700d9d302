#pragma once

#include <QRectF>

namespace isthmus {

/// Where pictures are decoded to be laid behind the points: columns x rows cells that fill `area`, one
/// picture in the middle of each.
struct ManifoldLattice {
  QRectF area;  ///< plane coordinates; top() is the smallest y
  int columns = 0;
  int rows = 0;
  bool operator==(const ManifoldLattice&) const = default;
};

/// The lattice for a view: cells of 28 to 57 pixels whose size in the plane is a power of two, at multiples
/// of that size, so that they stay where they are when the view moves and halve as one zooms in. `view` in
/// plane coordinates, `unitsPerPixel` > 0.
ManifoldLattice manifoldLattice(const QRectF& view, double unitsPerPixel);

}  // namespace isthmus
