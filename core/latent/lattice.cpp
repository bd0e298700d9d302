#include "core/latent/lattice.h"

#include <algorithm>
#include <cstddef>

namespace isthmus {

Matrix latticePoints(const LatentPlane& plane, const PlaneRect& area, int columns, int rows) {
  Matrix points(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), plane.latent());
  const double width = (area.right - area.left) / columns;
  const double height = (area.top - area.bottom) / rows;
  std::size_t next = 0;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      std::ranges::copy(plane.lift(area.left + (column + 0.5) * width, area.top - (row + 0.5) * height),
                        points.row(next++).begin());
  return points;
}

Image mosaic(const Matrix& samples, const ImageShape& shape, int columns) {
  const int rows = (static_cast<int>(samples.rows) + columns - 1) / columns;
  Image image{{rows * shape.height, columns * shape.width, shape.channels}, {}};
  image.pixels.resize(image.shape.size());
  const std::ptrdiff_t line = static_cast<std::ptrdiff_t>(shape.width) * shape.channels;
  for (std::size_t i = 0; i < samples.rows; ++i) {
    const auto sample = samples.row(i);
    const int row = static_cast<int>(i) / columns;
    const int column = static_cast<int>(i) % columns;
    for (int y = 0; y < shape.height; ++y) {
      const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(row * shape.height + y) * columns + column;
      std::copy_n(sample.begin() + y * line, line, image.pixels.begin() + at * line);
    }
  }
  return image;
}

}  // namespace isthmus
