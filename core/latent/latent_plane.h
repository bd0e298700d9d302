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

/// The plane of two different coordinates of z; the others are held at `held` (latent values; those of the
/// two are ignored).
LatentPlane coordinatePlane(std::span<const float> held, std::size_t xCoordinate, std::size_t yCoordinate);

/// The plane of the two leading principal components of the rows of `means` (PCA), through their mean. Each
/// axis points to where its largest loading is positive, so that the same data give the same picture. Rows
/// with a value that is not finite are left out. Needs at least two other rows and two columns.
Result<LatentPlane> principalPlane(const Matrix& means);

/// All rows projected. What a plane does not use does not count: a NaN in a coordinate whose loadings are 0
/// in a coordinate plane does no harm, any other gives a point that is not finite.
PlanePoints projectAll(const LatentPlane& plane, const Matrix& means);

/// The posterior N(mean, diag(exp(logVariances))) seen on the plane: a covariance of 2 x 2.
struct PlaneCovariance {
  double xx = 1;
  double xy = 0;
  double yy = 1;
};
PlaneCovariance projectCovariance(const LatentPlane& plane, std::span<const float> logVariances);

/// The share of the prior N(0, I) that lies nearer to 0 than z does: the chi-square distribution function of
/// |z|^2 with as many degrees of freedom as z has coordinates (at least one), in [0, 1]; 1 when z is not
/// finite.
double priorPercentile(std::span<const float> z);

/// The row of `means` nearest to z (Euclidean), the first of several; rows with a value that is not finite
/// are passed over. When there is no other row, or z is not finite, `distance` is infinite and `index` 0.
struct Neighbour {
  std::size_t index = 0;
  double distance = 0;
};
Neighbour nearestRow(const Matrix& means, std::span<const float> z);

}  // namespace isthmus
