#pragma once

#include "core/base/matrix.h"
#include "core/base/result.h"

#include <cstddef>
#include <span>
#include <vector>

namespace isthmus {

/// The 2-D plane through latent space that is on the screen: z = origin + x axisX + y axisY, with orthonormal
/// axes. Projection onto it and lifting from it are exact inverses of each other on the plane.
struct LatentPlane {
  std::vector<float> origin;  ///< latent
  std::vector<float> axisX;   ///< latent, unit length
  std::vector<float> axisY;   ///< latent, unit length, orthogonal to axisX

  std::size_t latent() const { return origin.size(); }
  /// The latent point at (x, y) of the plane.
  std::vector<float> lift(double x, double y) const;
  /// The foot of the perpendicular from z to the plane.
  struct Point {
    double x = 0;
    double y = 0;
  };
  Point project(std::span<const float> z) const;
  bool operator==(const LatentPlane&) const = default;
};

/// The points of a plane in float columns, as the plot draws them.
struct PlanePoints {
  std::vector<float> x;
  std::vector<float> y;
};

/// The plane of two coordinates of z; the others are held at `held` (latent values; those of the two are
/// ignored).
LatentPlane coordinatePlane(std::span<const float> held, std::size_t xCoordinate, std::size_t yCoordinate);

/// The plane of the two leading principal components of the rows of `means` (PCA), through their mean. Each
/// axis points to where its largest loading is positive, so that the same data give the same picture. Needs
/// at least two rows and two columns.
Result<LatentPlane> principalPlane(const Matrix& means);

/// All rows projected.
PlanePoints projectAll(const LatentPlane& plane, const Matrix& means);

/// The posterior N(mean, diag(exp(logVariances))) seen on the plane: a covariance of 2 x 2.
struct PlaneCovariance {
  double xx = 1;
  double xy = 0;
  double yy = 1;
};
PlaneCovariance projectCovariance(const LatentPlane& plane, std::span<const float> logVariances);

/// The share of the prior N(0, I) that lies nearer to 0 than z does: the chi-square distribution function of
/// |z|^2, in [0, 1].
double priorPercentile(std::span<const float> z);

/// The row of `means` nearest to z (Euclidean). `means` must not be empty.
struct Neighbour {
  std::size_t index = 0;
  double distance = 0;
};
Neighbour nearestRow(const Matrix& means, std::span<const float> z);

}  // namespace isthmus
