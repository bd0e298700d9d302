#include "widgets/plane/manifold_lattice.h"

#include <cmath>

namespace isthmus {
namespace {

constexpr double kCellPixels = 40;
constexpr double kMostCells = 4096;  // on very large screens cells grow instead

ManifoldLattice latticeOf(const QRectF& view, double step) {
  const double left = std::floor(view.left() / step);
  const double top = std::floor(view.top() / step);
  const double columns = std::ceil(view.right() / step) - left;
  const double rows = std::ceil(view.bottom() / step) - top;
  if (columns * rows > kMostCells) return latticeOf(view, 2 * step);
  return {QRectF(left * step, top * step, columns * step, rows * step), static_cast<int>(columns),
          static_cast<int>(rows)};
}

}  // namespace

ManifoldLattice manifoldLattice(const QRectF& view, double unitsPerPixel) {
  if (view.isEmpty() || !(unitsPerPixel > 0)) return {};
  return latticeOf(view, std::exp2(std::round(std::log2(kCellPixels * unitsPerPixel))));
}

}  // namespace isthmus
