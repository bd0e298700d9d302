#include "core/engine/closed/block_algebra.h"

#include <cmath>
#include <stdexcept>

namespace isthmus::closed {

using Eigen::Index;
using Eigen::MatrixXd;

MatrixXd matrixOf(const Panels& panels) {
  MatrixXd matrix(static_cast<Index>(panels.rows()), static_cast<Index>(panels.cols()));
  for (std::size_t col = 0; col < panels.cols(); ++col)
    for (std::size_t row = 0; row < panels.rows(); ++row)
      matrix(static_cast<Index>(row), static_cast<Index>(col)) = panels.at(row, col);
  return matrix;
}

Panels panelsOf(const MatrixXd& matrix) {
  Panels panels(static_cast<std::size_t>(matrix.rows()), static_cast<std::size_t>(matrix.cols()));
  for (Index col = 0; col < matrix.cols(); ++col)
    for (Index row = 0; row < matrix.rows(); ++row)
      panels.at(static_cast<std::size_t>(row), static_cast<std::size_t>(col)) = matrix(row, col);
  return panels;
}

MatrixXd innerProducts(const Panels& a, const Panels& b, const Crew& crew) {
  Panels products(a.cols(), b.cols());
  addTransposeTimes(a, b, products, crew);
  return matrixOf(products);
}

Panels times(const Panels& a, const MatrixXd& b, const Crew& crew) {
  Panels product(a.rows(), static_cast<std::size_t>(b.cols()));
  addTimes(a, panelsOf(b), product, crew);
  return product;
}

Decomposition decomposed(const MatrixXd& symmetric) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric);
  if (solver.info() != Eigen::Success) throw std::runtime_error("the eigenvalues of a matrix were not found");
  return {solver.eigenvalues().reverse(), solver.eigenvectors().rowwise().reverse()};
}

Panels columnsOf(const Panels& block, std::size_t first, std::size_t count) {
  Panels columns(block.rows(), count);
  for (std::size_t col = 0; col < count; ++col)
    for (std::size_t row = 0; row < block.rows(); ++row) columns.at(row, col) = block.at(row, first + col);
  return columns;
}

void putColumns(const Panels& columns, std::size_t first, Panels& block) {
  for (std::size_t col = 0; col < columns.cols(); ++col)
    for (std::size_t row = 0; row < block.rows(); ++row) block.at(row, first + col) = columns.at(row, col);
}

void combine(double a, const Panels& x, double b, const Panels& y, double c, Panels& to, const Crew& crew) {
  crew.run(to.count(), [&](std::size_t p, std::size_t) {
    const double* first = x.panel(p);
    const double* second = y.panel(p);
    double* out = to.panel(p);
    for (std::size_t i = 0; i < to.panelSize(); ++i) out[i] = a * first[i] + b * second[i] + c * out[i];
  });
}

void orthonormaliseColumns(Panels& block, const Crew& crew) {
  // Cholesky QR, twice: the second step takes away what rounding left in the first (Yamamoto et al. 2015). It
  // holds while the columns, at length 1, are not too near to depending on each other.
  constexpr double kLeastPivot = 1e-6;
  for (int step = 0; step < 2; ++step) {
    const MatrixXd inner = innerProducts(block, block, crew);
    if (crew.cancelled()) return;
    const Eigen::VectorXd lengths = inner.diagonal().cwiseSqrt();
    const MatrixXd cosines =
        lengths.cwiseInverse().asDiagonal() * inner * lengths.cwiseInverse().asDiagonal();
    const Eigen::LLT<MatrixXd> cholesky(cosines);
    if (!cosines.allFinite() || cholesky.info() != Eigen::Success ||
        !(cholesky.matrixLLT().diagonal().minCoeff() > kLeastPivot)) {
      const Eigen::HouseholderQR<MatrixXd> qr(matrixOf(block));
      block = panelsOf(MatrixXd(qr.householderQ() * MatrixXd::Identity(qr.rows(), qr.cols())));
      return;
    }
    const MatrixXd inverse = cholesky.matrixU().solve(MatrixXd::Identity(inner.rows(), inner.cols()));
    block = times(block, lengths.cwiseInverse().asDiagonal() * inverse, crew);
  }
}

}  // namespace isthmus::closed
