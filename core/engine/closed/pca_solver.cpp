#include "core/engine/closed/pca_solver.h"

#include "core/base/guarded.h"
#include "core/engine/closed/block_algebra.h"
#include "core/engine/closed/centred_samples.h"
#include "core/engine/closed/component_rows.h"
#include "core/engine/closed/scatter.h"
#include "core/engine/closed/subspace.h"
#include "core/engine/detail/runtime.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isthmus {
namespace {

using closed::CentredSamples;
using closed::Crew;
using closed::Eigenpairs;
using closed::Panels;

/// How many of the falling eigenvalues are more than the rounding of the largest one.
std::size_t rankOf(const std::vector<double>& values, std::size_t samples, std::size_t numbers) {
  const double least = values.empty() ? 0
                                      : values[0] * static_cast<double>(std::max(samples, numbers)) *
                                            std::numeric_limits<double>::epsilon();
  return static_cast<std::size_t>(std::ranges::count_if(values, [&](double value) { return value > least; }));
}

/// The eigenvectors of X^T X from those of X X^T: X^T u, at length 1.
Panels axesOfGram(const CentredSamples& samples, const Eigenpairs& pairs, const Crew& crew,
                  closed::Stretch stretch) {
  const std::size_t rank = rankOf(pairs.values, samples.count(), samples.width());
  Panels axes = closed::transposeTimes(samples, closed::columnsOf(pairs.vectors, 0, rank), crew, stretch);
  if (!crew.cancelled()) closed::orthonormaliseColumns(axes, crew);
  return axes;
}

/// A few passes: each brings the block nearer by a power of the ratio of eigenvalues, and reads all samples.
std::optional<Eigenpairs> byPasses(const CentredSamples& samples, std::size_t count, std::uint64_t seed,
                                   const Crew& crew) {
  constexpr std::size_t kMostPasses = 16;
  constexpr double kShortfall = 1e-6;  // of the total variance: axes that are right to about its root
  closed::SubspaceGoal goal;
  goal.products = kMostPasses;
  goal.shortfall = kShortfall * samples.totalSquares();
  goal.seed = seed;
  double pass = 0;
  const auto multiply = [&](const Panels& block) {
    const auto done = [&](double passes) { return 0.1 + 0.9 * std::min(passes / double{kMostPasses}, 1.0); };
    Panels product = closed::scatterTimes(samples, block, crew, {done(pass), done(pass + 1)});
    ++pass;
    return product;
  };
  return closed::leadingEigenpairs(samples.width(), count, multiply, goal, crew);
}

std::optional<Eigenpairs> leadingAxes(const CentredSamples& samples, std::size_t count, PcaMethod method,
                                      std::uint64_t seed, const Crew& crew) {
  if (method == PcaMethod::Randomised) return byPasses(samples, count, seed, crew);
  if (method == PcaMethod::Covariance)
    return closed::leadingEigenpairs(closed::scatterOf(samples, crew, {0.1, 0.7}), count, crew, {0.7, 1});
  auto pairs = closed::leadingEigenpairs(closed::gramOf(samples, crew, {0.1, 0.6}),
                                         std::min(count, samples.count()), crew, {0.6, 0.9});
  if (pairs) pairs->vectors = axesOfGram(samples, *pairs, crew, {0.9, 1});
  return pairs;
}

Result<Pca> solveWith(const Dataset& dataset, std::span<const std::size_t> which, const InputScaling& scaling,
                      std::size_t count, std::uint64_t seed, std::optional<PcaMethod> method,
                      const Crew& crew) {
  const Error cancelled{ErrorCode::Cancelled, "finding the principal components was cancelled", dataset.name};
  const CentredSamples samples(dataset, scaling, which, crew, {0, 0.1});
  if (crew.cancelled()) return cancelled;
  if (!std::isfinite(samples.totalSquares()))
    return Error{ErrorCode::BadFormat,
                 "has numbers that are infinite, missing or too large; principal components need finite ones",
                 dataset.name};
  const std::size_t numbers = dataset.shape.size();
  count = std::min(count, numbers);
  const double divisor = std::max(static_cast<double>(samples.count()) - 1, 1.0);
  Pca pca;
  pca.mean = samples.mean();
  pca.method = method.value_or(pcaMethodFor(samples.count(), samples.width()));
  pca.totalVariance = samples.totalSquares() / divisor;
  pca.variances.resize(count);
  Eigenpairs pairs;
  if (samples.totalSquares() > 0) {
    auto found = leadingAxes(samples, std::min(count, samples.width()), pca.method, seed, crew);
    if (!found || crew.cancelled()) return cancelled;
    pairs = std::move(*found);
    pca.isExact = pairs.isExact;
    pca.error = pairs.shortfall / samples.totalSquares();
  }
  const std::size_t rank = rankOf(pairs.values, samples.count(), samples.width());
  for (std::size_t i = 0; i < rank; ++i) pca.variances[i] = pairs.values[i] / divisor;
  pca.components = closed::componentRows(pairs.vectors, rank, samples.varying(), count, numbers, crew);
  if (crew.cancelled()) return cancelled;
  crew.report({}, 1);
  return pca;
}

}  // namespace

PcaMethod pcaMethodFor(std::size_t samples, std::size_t numbers) {
  constexpr std::size_t kMostRows = 5000;  // of the matrix whose eigenvectors are found: 200 MB
  constexpr double kMostProducts = 0x1p41;
  const std::size_t smaller = std::min(samples, numbers);
  const double products =
      static_cast<double>(smaller) * static_cast<double>(samples) * static_cast<double>(numbers);
  if (smaller > kMostRows || products > kMostProducts) return PcaMethod::Randomised;
  return samples < numbers ? PcaMethod::Gram : PcaMethod::Covariance;
}

Result<Pca> solvePca(const Dataset& dataset, std::span<const std::size_t> samples,
                     const InputScaling& scaling, std::size_t count, std::uint64_t seed, const Task& task,
                     const PcaOverrides& overrides) {
  if (samples.empty() || dataset.shape.size() == 0)
    return Error{ErrorCode::BadSetting, "has no samples to find principal components of", dataset.name};
  if (count == 0) return badSetting("components", "at least one principal component must be asked for");
  detail::prepareComputeThread();
  return guarded([&]() -> Result<Pca> {
    Team team(std::max<std::size_t>(overrides.threads, 1), [] { detail::prepareComputeThread(); });
    return solveWith(dataset, samples, scaling, count, seed, overrides.method, Crew(team, task));
  });
}

}  // namespace isthmus
