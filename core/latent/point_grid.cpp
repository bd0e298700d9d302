#include "core/latent/point_grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isthmus {
namespace {

constexpr std::size_t kPointsPerCell = 64;
constexpr std::size_t kMostCells = 65'536;
constexpr std::size_t kEnough = 4096;  // points by which the cells are laid
constexpr double kOutside = 0.005;     // of the points, to each side, may lie beyond the grid
constexpr double kGolden = 0.6180339887498949;
constexpr std::size_t kPortion = 16'384;

// Calls `visit` with each of 0 .. n - 1 in an order in which what follows each other lies far apart
// (multiples of the golden section). In large data whole cache lines stay together, which is many times
// faster. It depends on n alone, so that points that move keep their order.
template <typename Visit>
void visitScattered(std::size_t n, const Visit& visit) {
  const std::size_t run = n < 262'144 ? 1 : 16;
  const std::size_t runs = (n + run - 1) / run;
  std::size_t stride =
      std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(runs) * kGolden));
  while (std::gcd(stride, runs) > 1) ++stride;
  for (std::size_t k = 0, at = 0; k < runs; ++k) {
    for (std::size_t i = at * run; i < std::min(n, (at + 1) * run); ++i) visit(i);
    at += stride;
    if (at >= runs) at -= runs;
  }
}

bool isFinite(float x, float y) {
  return std::isfinite(x) && std::isfinite(y);
}

// Where the middle of the values begins and how far it reaches.
std::pair<double, double> spread(std::vector<float>& values) {
  if (values.empty()) return {0, 0};
  const auto outside = static_cast<std::ptrdiff_t>(kOutside * static_cast<double>(values.size()));
  const auto low = values.begin() + outside;
  const auto high = values.end() - 1 - outside;
  std::nth_element(values.begin(), low, values.end());
  const double from = *low;
  std::nth_element(values.begin(), high, values.end());
  return {from, *high - from};
}

// Monotonous, which countInside() relies on; 0 for a NaN.
std::size_t indexOf(double at, std::size_t count) {
  return static_cast<std::size_t>(std::max(0.0, std::min(at, static_cast<double>(count - 1))));
}

bool isInside(const PlaneRect& rect, const PointGrid::Point& point) {
  return point.x >= rect.left && point.x < rect.right && point.y >= rect.bottom && point.y < rect.top;
}

}  // namespace

PointGrid::PointGrid(const PlanePoints& points, std::span<const std::uint16_t> groupOf, std::size_t groups) {
  fill(points, groupOf, groups, points.x.size(), [](std::size_t i) { return i; });
}

PointGrid::PointGrid(const PlanePoints& points, std::span<const std::uint16_t> groupOf, std::size_t groups,
                     std::span<const std::uint32_t> samples) {
  fill(points, groupOf, groups, samples.size(),
       [samples](std::size_t i) { return static_cast<std::size_t>(samples[i]); });
}

template <typename SampleAt>
void PointGrid::fill(const PlanePoints& points, std::span<const std::uint16_t> groupOf, std::size_t groups,
                     std::size_t count, const SampleAt& sampleAt) {
  if (points.x.size() != points.y.size() || points.x.size() != groupOf.size()) return;
  const auto isShown = [&](std::size_t sample) {
    return sample < groupOf.size() && groupOf[sample] < groups &&
           isFinite(points.x[sample], points.y[sample]);
  };
  std::vector<float> someX;
  std::vector<float> someY;
  for (std::size_t k = 0; k < std::min(count, kEnough); ++k) {
    // Not every n-th: in data with a period those would be all of one kind.
    const double part = static_cast<double>(k + 1) * kGolden;
    const std::size_t sample =
        sampleAt(static_cast<std::size_t>((part - std::floor(part)) * static_cast<double>(count)));
    if (!isShown(sample)) continue;
    someX.push_back(points.x[sample]);
    someY.push_back(points.y[sample]);
  }
  chooseCells(std::move(someX), std::move(someY), count);

  const auto cellOf = [&](std::size_t sample) {
    return rowOf(static_cast<double>(points.y[sample])) * m_columns +
           columnOf(static_cast<double>(points.x[sample]));
  };
  constexpr std::uint32_t kHidden = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> cells(count, kHidden);  // found once, in the order in which the points lie
  float left = std::numeric_limits<float>::max();
  float right = std::numeric_limits<float>::lowest();
  float bottom = left;
  float top = right;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t sample = sampleAt(i);
    if (sample < groupOf.size() && !isFinite(points.x[sample], points.y[sample])) ++m_unplaced;
    if (!isShown(sample)) continue;
    const std::size_t cell = cellOf(sample);
    cells[i] = static_cast<std::uint32_t>(cell);
    ++m_start[cell + 1];
    left = std::min(left, points.x[sample]);
    right = std::max(right, points.x[sample]);
    bottom = std::min(bottom, points.y[sample]);
    top = std::max(top, points.y[sample]);
  }
  std::partial_sum(m_start.begin(), m_start.end(), m_start.begin());
  m_points.resize(m_start.back());
  if (m_points.empty()) return;
  m_bounds = {left, bottom, right, top};
  std::vector<std::size_t> next(m_start.begin(), m_start.end() - 1);
  visitScattered(count, [&](std::size_t i) {
    if (cells[i] == kHidden) return;
    const std::size_t sample = sampleAt(i);
    m_points[next[cells[i]]++] = {points.x[sample], points.y[sample], static_cast<std::uint32_t>(sample),
                                  groupOf[sample]};
  });
}

// Equal cells over the middle of the points: a few that lie far out must not make all others share one cell.
void PointGrid::chooseCells(std::vector<float> x, std::vector<float> y, std::size_t count) {
  const std::size_t cells = std::clamp<std::size_t>(count / kPointsPerCell, 1, kMostCells);
  m_columns = m_rows = static_cast<std::size_t>(std::sqrt(static_cast<double>(cells)));
  const auto [left, width] = spread(x);
  const auto [bottom, height] = spread(y);
  m_left = left;
  m_bottom = bottom;
  m_columnsPerUnit = width > 0 ? static_cast<double>(m_columns) / width : 0;
  m_rowsPerUnit = height > 0 ? static_cast<double>(m_rows) / height : 0;
  m_start.assign(m_columns * m_rows + 1, 0);
}

std::size_t PointGrid::columnOf(double x) const {
  return indexOf((x - m_left) * m_columnsPerUnit, m_columns);
}

std::size_t PointGrid::rowOf(double y) const {
  return indexOf((y - m_bottom) * m_rowsPerUnit, m_rows);
}

PointGrid::Cells PointGrid::cellsOf(const PlaneRect& rect) const {
  return {columnOf(rect.left), columnOf(rect.right), rowOf(rect.bottom), rowOf(rect.top)};
}

std::span<const PointGrid::Point> PointGrid::cell(std::size_t column, std::size_t row) const {
  const std::size_t at = row * m_columns + column;
  return {m_points.data() + m_start[at], m_start[at + 1] - m_start[at]};
}

std::span<const PointGrid::Point> PointGrid::row(const Cells& cells, std::size_t row) const {
  const std::size_t from = m_start[row * m_columns + cells.firstColumn];
  return {m_points.data() + from, m_start[row * m_columns + cells.lastColumn + 1] - from};
}

std::size_t PointGrid::countOf(const Cells& cells) const {
  std::size_t sum = 0;
  for (std::size_t r = cells.firstRow; r <= cells.lastRow; ++r) sum += row(cells, r).size();
  return sum;
}

std::size_t PointGrid::countInside(const PlaneRect& rect, double share) const {
  const Cells cells = cellsOf(rect);
  std::size_t sum = 0;
  for (std::size_t r = cells.firstRow; r <= cells.lastRow; ++r)
    for (std::size_t c = cells.firstColumn; c <= cells.lastColumn; ++c) {
      const auto points = cell(c, r).first(sampled(cell(c, r).size(), share));
      const bool within =
          r > cells.firstRow && r < cells.lastRow && c > cells.firstColumn && c < cells.lastColumn;
      sum += within ? points.size()
                    : static_cast<std::size_t>(
                          std::ranges::count_if(points, [&](const Point& p) { return isInside(rect, p); }));
    }
  return sum;
}

std::size_t PointGrid::sampled(std::size_t count, double share) {
  return share >= 1 ? count : static_cast<std::size_t>(std::ceil(static_cast<double>(count) * share));
}

const PointGrid::Point* PointGrid::nearest(double x, double y, double perX, double perY,
                                           double within) const {
  perX = std::abs(perX);
  perY = std::abs(perY);
  // Around the place, in boxes that grow until one holds a point: its corners are further than its sides, so
  // a point counts only when it is no further than those.
  const double cell = std::min(m_columnsPerUnit > 0 ? perX / m_columnsPerUnit : within,
                               m_rowsPerUnit > 0 ? perY / m_rowsPerUnit : within);
  for (double reach = std::min(within, std::max(cell / 2, within / 1024));;
       reach = std::min(within, 2 * reach)) {
    const Cells cells = cellsOf({x - reach / perX, y - reach / perY, x + reach / perX, y + reach / perY});
    const Point* found = nullptr;
    double best = reach * reach;
    for (std::size_t r = cells.firstRow; r <= cells.lastRow; ++r)
      for (const Point& point : row(cells, r)) {
        const double dx = (point.x - x) * perX;
        const double dy = (point.y - y) * perY;
        const double distance = dx * dx + dy * dy;
        if (distance > best || (found && distance == best && found->sample < point.sample)) continue;
        best = distance;
        found = &point;
      }
    if (found || !(reach < within)) return found;
  }
}

PointWalk::PointWalk(const PointGrid& grid, const PointGrid::Cells& cells, double share)
    : m_grid(&grid), m_cells(cells), m_share(share), m_row(cells.firstRow), m_column(cells.firstColumn) {}

void PointWalk::nextCell() {
  if (m_share >= 1) {
    m_rest = m_grid->row(m_cells, m_row++);
    return;
  }
  const auto cell = m_grid->cell(m_column, m_row);
  m_rest = cell.first(PointGrid::sampled(cell.size(), m_share));
  // The next cells lie at random places for the processor: it is told in time.
  if (m_column + 4 <= m_cells.lastColumn) {
    const auto soon = m_grid->cell(m_column + 4, m_row);
    for (std::size_t i = 0; i < PointGrid::sampled(soon.size(), m_share); i += 4)
      __builtin_prefetch(soon.data() + i);
  }
  if (++m_column > m_cells.lastColumn) {
    m_column = m_cells.firstColumn;
    ++m_row;
  }
}

std::span<const PointGrid::Point> PointWalk::next() {
  while (m_rest.empty() && m_row <= m_cells.lastRow) nextCell();
  const auto portion = m_rest.first(std::min(kPortion, m_rest.size()));
  m_rest = m_rest.subspan(portion.size());
  return portion;
}

}  // namespace isthmus
