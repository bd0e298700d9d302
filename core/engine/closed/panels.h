#pragma once

#include "core/base/task.h"
#include "core/base/team.h"
#include "core/engine/dense/buffer.h"
#include "core/engine/dense/kernels.h"

#include <cassert>
#include <cstddef>

namespace isthmus::closed {

/// A matrix of double in panels of kProductTile columns, each panel row by row: what
/// dense::Kernels::addProducts multiplies as fast as the processor can. Rows and columns that fill up the
/// last tile are there, too; columns beyond cols() stay 0.
class Panels {
 public:
  static constexpr std::size_t kWidth = dense::kProductTile;

  Panels() = default;
  /// All 0.
  Panels(std::size_t rows, std::size_t cols)
      : m_rows(rows),
        m_cols(cols),
        m_panelSize(tiles(rows) * kWidth * kWidth),
        m_values(count() * m_panelSize) {}

  std::size_t rows() const { return m_rows; }
  std::size_t cols() const { return m_cols; }
  /// How many panels there are.
  std::size_t count() const { return tiles(m_cols); }
  /// Panel p: row r begins at kWidth r.
  double* panel(std::size_t p) { return m_values.data() + p * m_panelSize; }
  const double* panel(std::size_t p) const { return m_values.data() + p * m_panelSize; }
  double& at(std::size_t row, std::size_t col) { return panel(col / kWidth)[row * kWidth + col % kWidth]; }
  double at(std::size_t row, std::size_t col) const {
    return panel(col / kWidth)[row * kWidth + col % kWidth];
  }
  /// Numbers of a panel, with those that fill it up.
  std::size_t panelSize() const { return m_panelSize; }
  /// Fewer rows than it was made with, for the last portion; what they hold is left as it is.
  void useRows(std::size_t rows) {
    assert(tiles(rows) * kWidth * kWidth <= m_panelSize);
    m_rows = rows;
  }
  /// The same for columns; whoever fills the last panel again sets those beyond them to 0.
  void useCols(std::size_t cols) {
    assert(tiles(cols) * m_panelSize <= m_values.size());
    m_cols = cols;
  }

  /// How many tiles cover so many rows or columns.
  static std::size_t tiles(std::size_t size) { return (size + kWidth - 1) / kWidth; }

 private:
  std::size_t m_rows = 0;
  std::size_t m_cols = 0;
  std::size_t m_panelSize = 0;
  dense::Buffer<double> m_values;
};

/// A stretch of a task's progress.
struct Stretch {
  double from = 0;
  double to = 1;

  double at(double fraction) const { return from + (to - from) * fraction; }
};

/// A team at one task. Once the task is cancelled it does no more parts, so that what is computed from then
/// on means nothing: whoever calls looks at cancelled() before using it.
class Crew {
 public:
  /// Both must outlive it.
  Crew(Team& team, const Task& task) : m_team(&team), m_task(&task) {}

  std::size_t members() const { return m_team->members(); }
  bool cancelled() const { return m_task->cancelled(); }
  void report(const Stretch& stretch, double fraction) const { m_task->report(stretch.at(fraction)); }
  /// Team::run() for any number of parts.
  void run(std::size_t parts, const Team::Job& job) const;

 private:
  Team* m_team;
  const Task* m_task;
};

/// Where a product goes within a larger matrix: the tile that its first row and column begin at.
struct Corner {
  std::size_t row = 0;
  std::size_t col = 0;
};
enum class Tiles { All, Lower };  ///< Lower: those on and below the diagonal of the matrix that is added to

/// to += A^T B; `to` is A.cols x B.cols from `corner` on. Sums run in the order of rows, whoever computes
/// them.
void addTransposeTimes(const Panels& a, const Panels& b, Panels& to, const Crew& crew, Corner corner = {},
                       Tiles which = Tiles::All);
/// to += A B; `to` is A.rows x B.cols, and B has as many rows as A has columns.
void addTimes(const Panels& a, const Panels& b, Panels& to, const Crew& crew);
/// Copies what lies below the diagonal of a square matrix to above it.
void mirrorLower(Panels& square, const Crew& crew);

}  // namespace isthmus::closed
