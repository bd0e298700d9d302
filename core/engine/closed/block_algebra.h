#pragma once

#include "core/engine/closed/panels.h"

#include <Eigen/Dense>

#include <cstddef>

namespace isthmus::closed {

// What is done to a block of long columns, and to the small matrices that come of it. Cancelled: see Crew.

Eigen::MatrixXd matrixOf(const Panels& panels);
Panels panelsOf(const Eigen::MatrixXd& matrix);

/// A^T B
Eigen::MatrixXd innerProducts(const Panels& a, const Panels& b, const Crew& crew);
/// A B
Panels times(const Panels& a, const Eigen::MatrixXd& b, const Crew& crew);
/// to = a x + b y + c to, all of one shape.
void combine(double a, const Panels& x, double b, const Panels& y, double c, Panels& to, const Crew& crew);
/// `count` columns from `first` on.
Panels columnsOf(const Panels& block, std::size_t first, std::size_t count);
/// Writes them over those of `block` from `first` on.
void putColumns(const Panels& columns, std::size_t first, Panels& block);

/// Makes the columns orthonormal, each from itself and those before it. They must not depend on each other.
void orthonormaliseColumns(Panels& block, const Crew& crew);

/// A symmetric matrix as a whole: its eigenvalues, falling, and their vectors.
struct Decomposition {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};
Decomposition decomposed(const Eigen::MatrixXd& symmetric);

}  // namespace isthmus::closed
