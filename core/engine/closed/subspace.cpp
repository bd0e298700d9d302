#include "core/engine/closed/subspace.h"

#include "core/base/random.h"
#include "core/engine/closed/block_algebra.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace isthmus::closed {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

Eigenpairs wholeDecomposition(const Panels& matrix, std::size_t count) {
  const Decomposition all = decomposed(matrixOf(matrix));
  Eigenpairs pairs;
  pairs.values.assign(all.values.data(), all.values.data() + count);
  pairs.vectors = panelsOf(all.vectors.leftCols(static_cast<Index>(count)));
  return pairs;
}

/// The norm of each column of products - vectors diag(values).
std::vector<double> residualsOf(const Panels& products, const Panels& vectors,
                                const Eigen::VectorXd& values) {
  std::vector<double> squares(vectors.cols());
  for (std::size_t col = 0; col < vectors.cols(); ++col) {
    const double value = values[static_cast<Index>(col)];
    for (std::size_t row = 0; row < vectors.rows(); ++row) {
      const double rest = products.at(row, col) - value * vectors.at(row, col);
      squares[col] += rest * rest;
    }
    squares[col] = std::sqrt(squares[col]);
  }
  return squares;
}

/// The iteration of leadingEigenpairs().
class Subspace {
 public:
  Subspace(std::size_t size, std::size_t count, const Operator& multiply, const SubspaceGoal& goal,
           const Crew& crew)
      : m_size(size), m_count(count), m_multiply(multiply), m_goal(goal), m_crew(crew) {}

  std::optional<Eigenpairs> find() {
    drawBlock();
    while (!m_crew.cancelled()) {
      orthonormaliseColumns(m_vectors, m_crew);
      m_products = multiply(m_vectors);
      if (m_crew.cancelled()) break;
      turnToRitzVectors();
      if (m_crew.cancelled()) break;
      measure();
      if (m_isExact || m_shortfall <= m_goal.shortfall || m_used >= m_goal.products) return result();
      filter();
    }
    return std::nullopt;
  }

 private:
  void drawBlock() {
    constexpr std::size_t kMore = 10;  // columns beside those that are wanted; they cost little up to a panel
    const std::size_t columns = std::min(Panels::tiles(m_count + kMore) * Panels::kWidth, m_size);
    m_vectors = Panels(m_size, columns);
    Random random(m_goal.seed);
    for (std::size_t row = 0; row < m_size && !m_crew.cancelled(); ++row)
      for (std::size_t col = 0; col < columns; ++col) m_vectors.at(row, col) = random.normal();
  }

  Panels multiply(const Panels& block) {
    ++m_used;
    return m_multiply(block);
  }

  void turnToRitzVectors() {
    const MatrixXd inner = innerProducts(m_vectors, m_products, m_crew);
    const Decomposition ritz = decomposed((inner + inner.transpose()) / 2);
    m_values = ritz.values;
    m_vectors = times(m_vectors, ritz.vectors, m_crew);
    m_products = times(m_products, ritz.vectors, m_crew);
  }

  /// How far the wanted pairs are from being eigenpairs.
  void measure() {
    const std::vector<double> residuals = residualsOf(m_products, m_vectors, m_values);
    const double outside = m_values[m_values.size() - 1];
    m_shortfall = 0;
    m_settled = 0;
    m_isExact = true;
    double largest = 0;
    for (std::size_t i = 0; i < m_count; ++i) {
      const double gap = value(i) - outside;
      const double shortfall = residuals[i] < gap ? residuals[i] * residuals[i] / gap : residuals[i];
      const bool isExact = residuals[i] <= m_goal.residual * m_values[0];
      const bool isGoodEnough = isExact || shortfall <= m_goal.shortfall / (2 * static_cast<double>(m_count));
      if (isGoodEnough && m_settled == i) ++m_settled;
      m_isExact = m_isExact && isExact;
      m_shortfall += shortfall;
      largest = std::max(largest, residuals[i]);
    }
    if (!m_goal.progress || largest == 0) return;
    const double way = std::log(largest / m_values[0]) / std::log(m_goal.residual);
    m_furthest = std::max(m_furthest, std::min(way, 1.0));
    m_crew.report(*m_goal.progress, m_furthest);
  }

  /// The columns that are not settled become T(A) times themselves, T being the Chebyshev polynomial that
  /// stays within [-1, 1] on [0, the block's lowest Ritz value] and grows as fast as can be beyond. To it,
  /// the eigenvalues of settled columns are 0.
  void filter() {
    constexpr double kMostGrowth = 1e5;  // more would drown the slower columns in the fastest one's rounding
    constexpr double kLowest = 1e-13;    // share of the largest value below which all counts as 0
    constexpr double kMostDegree = 20;
    const double half = std::max(m_values[m_values.size() - 1], kLowest * m_values[0]) / 2;
    const double reach = std::acosh(std::max(value(m_settled) / half - 1, 1.0));
    const double wanted = std::max(std::acosh(kMostGrowth) / std::max(reach, 1e-6), 1.0);
    const std::size_t allowed = std::max<std::size_t>(m_goal.products - m_used, 1);
    const auto degree =
        static_cast<std::size_t>(std::min({wanted, kMostDegree, static_cast<double>(allowed)}));

    const Panels settled = columnsOf(m_vectors, 0, m_settled);
    const std::size_t active = m_vectors.cols() - m_settled;
    Panels before = columnsOf(m_vectors, m_settled, active);
    Panels now(m_size, active);
    combine(1 / half, columnsOf(m_products, m_settled, active), -1, before, 0, now, m_crew);
    for (std::size_t step = 1; step < degree && !m_crew.cancelled(); ++step) {
      Panels product = multiply(now);
      subtractSettled(settled, now, product);
      combine(2 / half, product, -2, now, -1, before, m_crew);
      std::swap(before, now);
    }
    putColumns(now, m_settled, m_vectors);
  }

  /// product -= V diag(values) V^T block for the settled columns V.
  void subtractSettled(const Panels& settled, const Panels& block, Panels& product) const {
    if (m_settled == 0) return;
    const MatrixXd parts =
        m_values.head(static_cast<Index>(m_settled)).asDiagonal() * innerProducts(settled, block, m_crew);
    addTimes(settled, panelsOf(-parts), product, m_crew);
  }

  Eigenpairs result() {
    Eigenpairs pairs;
    pairs.values.assign(m_values.data(), m_values.data() + m_count);
    pairs.isExact = m_isExact;
    pairs.shortfall = m_isExact ? 0 : m_shortfall;
    pairs.vectors = columnsOf(m_vectors, 0, m_count);
    return pairs;
  }

  double value(std::size_t pair) const { return m_values[static_cast<Index>(pair)]; }

  std::size_t m_size;
  std::size_t m_count;
  const Operator& m_multiply;
  const SubspaceGoal& m_goal;
  const Crew& m_crew;
  Panels m_vectors;   // orthonormal columns; Ritz vectors after each step
  Panels m_products;  // A m_vectors
  Eigen::VectorXd m_values;
  std::size_t m_used = 0;
  std::size_t m_settled = 0;  // so many leading pairs are good enough
  double m_shortfall = 0;
  double m_furthest = 0;  // share of the way to the goal
  bool m_isExact = false;
};

}  // namespace

std::optional<Eigenpairs> leadingEigenpairs(std::size_t size, std::size_t count, const Operator& multiply,
                                            const SubspaceGoal& goal, const Crew& crew) {
  return Subspace(size, count, multiply, goal, crew).find();
}

std::optional<Eigenpairs> leadingEigenpairs(const Panels& matrix, std::size_t count, const Crew& crew,
                                            Stretch stretch) {
  constexpr std::size_t kSmall = 150;         // rows: some milliseconds as a whole
  constexpr std::size_t kLargeShare = 5;      // a fifth of all eigenvectors is worth as much as all
  constexpr std::size_t kMostAsWhole = 1000;  // about a second
  if (crew.cancelled()) return std::nullopt;
  if (matrix.rows() <= std::max(kSmall, std::min(kLargeShare * count, kMostAsWhole)))
    return wholeDecomposition(matrix, count);
  const auto multiply = [&](const Panels& block) {
    Panels product(matrix.rows(), block.cols());
    addTransposeTimes(matrix, block, product, crew);
    return product;
  };
  SubspaceGoal goal;
  goal.progress = stretch;
  auto pairs = leadingEigenpairs(matrix.rows(), count, multiply, goal, crew);
  const bool hasFailed = pairs && !pairs->isExact && !crew.cancelled();
  if (hasFailed && matrix.rows() <= kMostAsWhole) return wholeDecomposition(matrix, count);
  return pairs;
}

}  // namespace isthmus::closed
