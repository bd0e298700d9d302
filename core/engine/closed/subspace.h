#pragma once

#include "core/engine/closed/panels.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace isthmus::closed {

/// The largest eigenvalues of a symmetric matrix without negative ones, falling, and their eigenvectors, the
/// columns of `vectors` (orthonormal).
struct Eigenpairs {
  std::vector<double> values;
  Panels vectors;
  /// An estimate of how much the sum of `values` falls short of the largest possible; 0 where they are exact
  /// but for rounding. Second order perturbation: the sum over the pairs of |r|^2 / (value - u), at most |r|,
  /// where r = A v - value v is what is left of a pair and u the lowest Ritz value of the block, which stands
  /// for the largest eigenvalue outside of it.
  double shortfall = 0;
  bool isExact = true;
};

/// How well leadingEigenpairs() is to do.
struct SubspaceGoal {
  std::size_t products = 400;  ///< products of A with a block that it may take at most
  double residual = 1e-12;  ///< it stops when no pair leaves more than this share of the largest value, ...
  double shortfall = 0;     ///< ... or when Eigenpairs::shortfall is at most this
  std::uint64_t seed = 0;   ///< of the block it starts with
  std::optional<Stretch> progress = {};  ///< of the residual on its way; without, products report their own
};

/// A times a block of columns.
using Operator = std::function<Panels(const Panels&)>;

/// Randomised subspace iteration: a block of count + 10 random columns or some more, multiplied by A again
/// and again, made orthonormal and turned to its Ritz vectors (Halko, Martinsson and Tropp 2011,
/// algorithm 4.4); between two Ritz steps, a Chebyshev polynomial of A that is small where eigenvalues are
/// not wanted takes the place of the plain power (Zhou, Saad, Tiago and Chelikowsky 2006). `size` is A's, at
/// least `count`, and not all of A is 0. Empty when cancelled.
std::optional<Eigenpairs> leadingEigenpairs(std::size_t size, std::size_t count, const Operator& multiply,
                                            const SubspaceGoal& goal, const Crew& crew);

/// The same of a matrix that is there, exact. One of up to 150 rows, and up to 1,000 of which a fifth of the
/// eigenvectors is wanted, is decomposed as a whole. That cannot be cancelled meanwhile: it takes 50 ms where
/// `count` is at most 64, else up to a second. So does one of up to 1,000 rows on which the iteration fails
/// (hundreds of eigenvalues that are all but equal); of a larger one, what it has come to is returned, and is
/// not exact.
std::optional<Eigenpairs> leadingEigenpairs(const Panels& matrix, std::size_t count, const Crew& crew,
                                            Stretch stretch);

}  // namespace isthmus::closed
