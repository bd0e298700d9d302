#pragma once

#include "core/base/image.h"
#include "core/base/matrix.h"
#include "core/latent/latent_plane.h"

namespace isthmus {

/// A rectangle of the plane that is on the screen, in its coordinates; y grows upwards.
struct PlaneRect {
  double left = -3;
  double bottom = -3;
  double right = 3;
  double top = 3;
  bool operator==(const PlaneRect&) const = default;
};

/// The latent points at the centres of columns x rows equal cells of the rectangle, row by row from the top
/// left, as pictures are read.
Matrix latticePoints(const LatentPlane& plane, const PlaneRect& area, int columns, int rows);

/// Equal pictures side by side in one: `samples` holds one a row, in reading order; the last row is filled
/// with black.
Image mosaic(const Matrix& samples, const ImageShape& shape, int columns);

}  // namespace isthmus
