#pragma once

#include "core/latent/latent_plane.h"
#include "core/latent/lattice.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace isthmus {

/// The points of a plane that are shown, sorted into the cells of a grid, so that what lies in a rectangle is
/// found without looking at the rest. Within a cell they stand in an order in which what follows each other
/// lies far apart in the data: drawn in this order no class hides the others, and the first part of each cell
/// is a fair sample of it. The same input gives the same grid.
class PointGrid {
 public:
  struct Point {
    float x;
    float y;
    std::uint32_t sample;  ///< index into the points given
    std::uint16_t group;   ///< what was given for it
  };
  /// Cells from the first to the last, both included. Those at the grid's edges hold all that lies further
  /// out.
  struct Cells {
    std::size_t firstColumn = 0;
    std::size_t lastColumn = 0;
    std::size_t firstRow = 0;
    std::size_t lastRow = 0;
  };

  PointGrid() = default;
  /// All points whose position is finite and whose entry in `groupOf` is less than `groups`. Nothing where x,
  /// y and `groupOf` differ in length.
  PointGrid(const PlanePoints& points, std::span<const std::uint16_t> groupOf, std::size_t groups);
  /// The same of some samples only; indices beyond the points are ignored.
  PointGrid(const PlanePoints& points, std::span<const std::uint16_t> groupOf, std::size_t groups,
            std::span<const std::uint32_t> samples);

  std::size_t count() const { return m_points.size(); }
  /// Of the points given, hidden or not, those with a coordinate that is not finite.
  std::size_t unplaced() const { return m_unplaced; }
  /// The box around all points; left > right when there are none.
  const PlaneRect& bounds() const { return m_bounds; }

  /// The cells that can hold points of a rectangle.
  Cells cellsOf(const PlaneRect& rect) const;
  Cells allCells() const { return {0, m_columns - 1, 0, m_rows - 1}; }
  std::span<const Point> cell(std::size_t column, std::size_t row) const;
  /// The points of one row of `cells`, from the first column to the last.
  std::span<const Point> row(const Cells& cells, std::size_t row) const;
  /// All points of those cells.
  std::size_t countOf(const Cells& cells) const;
  /// Points in a rectangle (right and top excluded), of the sample that takes `share` of each cell.
  std::size_t countInside(const PlaneRect& rect, double share = 1) const;

  /// How many of a cell's `count` points a sample of `share` (0 to 1) takes: at least one, so that outliers
  /// stay.
  static std::size_t sampled(std::size_t count, double share);

  /// The nearest point to (x, y) and no further than `within`, where a unit of x counts `perX` and a unit of
  /// y `perY`; of several the one of the least sample. Null when there is none.
  const Point* nearest(double x, double y, double perX, double perY, double within) const;

 private:
  template <typename SampleAt>
  void fill(const PlanePoints& points, std::span<const std::uint16_t> groupOf, std::size_t groups,
            std::size_t count, const SampleAt& sampleAt);
  void chooseCells(std::vector<float> x, std::vector<float> y, std::size_t count);
  std::size_t columnOf(double x) const;
  std::size_t rowOf(double y) const;

  std::size_t m_columns = 1;
  std::size_t m_rows = 1;
  double m_left = 0;
  double m_bottom = 0;
  double m_columnsPerUnit = 0;
  double m_rowsPerUnit = 0;
  std::vector<std::size_t> m_start = {0, 0};  // of each cell in m_points, row by row; and the end
  std::vector<Point> m_points;
  std::size_t m_unplaced = 0;
  PlaneRect m_bounds = {std::numeric_limits<double>::max(), std::numeric_limits<double>::max(),
                        std::numeric_limits<double>::lowest(), std::numeric_limits<double>::lowest()};
};

/// Goes through the points of some cells of a grid in portions, always in the same order.
class PointWalk {
 public:
  /// The grid must outlive this. `share` of each cell, in (0, 1].
  PointWalk(const PointGrid& grid, const PointGrid::Cells& cells, double share);
  /// The next points, at most about 16,000; empty at the end.
  std::span<const PointGrid::Point> next();

 private:
  void nextCell();

  const PointGrid* m_grid;
  PointGrid::Cells m_cells;
  double m_share;
  std::size_t m_row;
  std::size_t m_column;
  std::span<const PointGrid::Point> m_rest;  // of the cell, or of the row where all points are taken
};

}  // namespace isthmus
