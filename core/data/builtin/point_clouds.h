#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>

namespace isthmus {

/// What all clouds of points have in common.
struct CloudSize {
  std::size_t samples = 5'000;  ///< the last fifth is the test part
  int dimensions = 3;
  std::uint64_t seed = 1;
};

/// A sheet of 1.5 turns rolled up, after scikit-learn's make_swiss_roll: t in [1.5 pi, 4.5 pi), height h in
/// [0, 21), the point (t cos t, h, t sin t); divided by 7 so that its spread is about 1 in each direction. In
/// more than 3 dimensions it is turned into them by a random rotation. `noise` is the standard deviation of a
/// normal added to each coordinate. Factors: t (position along the roll, radians) and h. No labels. Fails
/// only when cancelled.
Result<DatasetPtr> makeSwissRoll(const CloudSize& size, double noise, const Task& task = {});

/// A sheet bent like an S, after scikit-learn's make_s_curve: t in [-1.5 pi, 1.5 pi), h in [0, 2), the point
/// (sin t, h, sign(t) (cos t - 1)). The rest as makeSwissRoll().
Result<DatasetPtr> makeSCurve(const CloudSize& size, double noise, const Task& task = {});

/// Gaussian clusters of equal weight: the centres drawn from N(0, I), the points from N(centre, spread^2 I).
/// Labels: the cluster. Factor: the distance from the own centre in units of the spread. Fails only when
/// cancelled.
Result<DatasetPtr> makeClusters(const CloudSize& size, int clusters, double spread, const Task& task = {});

/// Independent numbers from N(0, 1): there is nothing to be found. Fails only when cancelled.
Result<DatasetPtr> makeNoise(const CloudSize& size, const Task& task = {});

}  // namespace isthmus
