#pragma once

#include "core/base/matrix.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/base/team.h"
#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace isthmus {

/// How principal components are found; all of them in double precision.
enum class PcaMethod {
  Covariance,  ///< eigenvectors of the covariance: exact
  Gram,       ///< of the samples' inner products, which are fewer where samples are fewer than numbers: exact
  Randomised  ///< some passes over the samples with a random block (Halko, Martinsson and Tropp 2011)
};

/// The method for so many samples of so many numbers that vary: one of the exact ones where the smaller of
/// the two is at most 5,000 and the products take at most about a minute (2^41 of them), else Randomised.
PcaMethod pcaMethodFor(std::size_t samples, std::size_t numbers);

/// Principal components of scaled samples: the orthonormal directions of largest variance.
struct Pca {
  std::vector<double> mean;  ///< of each number of a sample, scaled
  /// k x numbers, orthonormal rows by falling variance, each turned so that its entry of largest magnitude
  /// (the first of several) is positive. k is the number asked for, at most as many as a sample has numbers.
  /// Where the samples span fewer dimensions, the other rows complete them and have a variance of 0.
  Matrix components;
  /// Of the samples along each component, divided by their number less 1 (by 1 for a single sample); 0 for
  /// what is below the covariance's own rounding.
  std::vector<double> variances;
  double totalVariance = 0;  ///< the same, summed over all numbers
  /// An estimate of how far the sum of `variances` is below the largest possible, as a share of
  /// totalVariance; 0 where isExact. By second order perturbation from what A v - value v leaves of each
  /// component (A the covariance): closed::Eigenpairs::shortfall.
  /// In tests the true difference was at most 2.5 times as large.
  double error = 0;
  bool isExact = true;  ///< whether nothing but rounding stands between these and the principal components
  PcaMethod method = PcaMethod::Covariance;
};

/// For tests: what solvePca() decides by itself.
struct PcaOverrides {
  std::size_t threads = computeThreads();
  std::optional<PcaMethod> method = {};
};

/// Finds `count` principal components of these samples of the data set, scaled by `scaling` (scaleSample()).
/// Samples are read portion by portion, in their own type. The same input and seed give the same bits on one
/// machine, with any number of threads; `seed` matters to the randomised method alone. Fails when cancelled,
/// within some 50 ms (a tenth of a second for a million numbers a sample); when there is no sample, no number
/// or no component to learn (BadSetting); and when a number is not finite (BadFormat). Memory: the smaller of
/// numbers and samples, squared, in doubles (200 MB for 5,000), or some blocks of numbers x (count + 10); up
/// to half a GiB beside it where samples are fewer than numbers.
Result<Pca> solvePca(const Dataset& dataset, std::span<const std::size_t> samples,
                     const InputScaling& scaling, std::size_t count, std::uint64_t seed, const Task& task,
                     const PcaOverrides& overrides = {});

}  // namespace isthmus
