#include "core/latent/latent_plane.h"

#include <Eigen/Dense>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

namespace isthmus {
namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const Eigen::VectorXf> viewOf(std::span<const float> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

bool isFinite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

/// The coordinate that an axis is the unit vector of, if it is one.
std::optional<std::size_t> coordinateOf(std::span<const float> axis) {
  const auto one = std::find(axis.begin(), axis.end(), 1.0F);
  const auto zeros = std::count(axis.begin(), axis.end(), 0.0F);
  if (one == axis.end() || zeros + 1 != std::ssize(axis)) return std::nullopt;
  return static_cast<std::size_t>(one - axis.begin());
}

double alongAxis(std::span<const float> origin, std::span<const float> axis, std::span<const float> z) {
  if (const auto i = coordinateOf(axis)) return double{z[*i]} - double{origin[*i]};
  double sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) sum += (double{z[i]} - double{origin[i]}) * double{axis[i]};
  return sum;
}

std::vector<float> allAlongAxis(std::span<const float> origin, std::span<const float> axis,
                                const Matrix& means) {
  std::vector<float> result(means.rows);
  if (const auto column = coordinateOf(axis)) {
    const float shift = origin[*column];
    for (std::size_t i = 0; i < means.rows; ++i) result[i] = means.values[i * means.cols + *column] - shift;
    return result;
  }
  const Eigen::Map<const RowMajor> rows(means.values.data(), static_cast<Eigen::Index>(means.rows),
                                        static_cast<Eigen::Index>(means.cols));
  Eigen::Map<Eigen::VectorXf> out(result.data(), static_cast<Eigen::Index>(result.size()));
  out.noalias() = rows * viewOf(axis);
  out.array() -= viewOf(origin).dot(viewOf(axis));
  return result;
}

/// Mean and covariance (times the count) of the finite rows, in double.
struct Moments {
  std::size_t count = 0;
  Eigen::VectorXd mean;
  Eigen::MatrixXd scatter;
};

Moments momentsOf(const Matrix& means) {
  const auto cols = static_cast<Eigen::Index>(means.cols);
  Moments moments{0, Eigen::VectorXd::Zero(cols), Eigen::MatrixXd::Zero(cols, cols)};
  for (std::size_t i = 0; i < means.rows; ++i) {
    if (!isFinite(means.row(i))) continue;
    moments.mean += viewOf(means.row(i)).cast<double>();
    ++moments.count;
  }
  if (moments.count == 0) return moments;
  moments.mean /= static_cast<double>(moments.count);

  constexpr Eigen::Index kBlock = 256;  // rows gathered for one product
  Eigen::MatrixXd block(cols, kBlock);
  Eigen::Index filled = 0;
  const auto flush = [&] {
    moments.scatter.selfadjointView<Eigen::Lower>().rankUpdate(block.leftCols(filled));
    filled = 0;
  };
  for (std::size_t i = 0; i < means.rows; ++i) {
    if (!isFinite(means.row(i))) continue;
    block.col(filled++) = viewOf(means.row(i)).cast<double>() - moments.mean;
    if (filled == kBlock) flush();
  }
  flush();
  return moments;
}

std::vector<float> floatsOf(const Eigen::VectorXd& values) {
  std::vector<float> result(static_cast<std::size_t>(values.size()));
  for (Eigen::Index i = 0; i < values.size(); ++i)
    result[static_cast<std::size_t>(i)] = static_cast<float>(values[i]);
  return result;
}

/// A direction has two signs: the largest loading shall be positive.
std::vector<float> orientedAxis(Eigen::VectorXd axis) {
  Eigen::Index largest = 0;
  axis.cwiseAbs().maxCoeff(&largest);
  if (axis[largest] < 0) axis = -axis;
  return floatsOf(axis);
}

}  // namespace

std::vector<float> LatentPlane::lift(double x, double y) const {
  std::vector<float> z(origin.size());
  for (std::size_t i = 0; i < z.size(); ++i)
    z[i] = static_cast<float>(double{origin[i]} + x * double{axisX[i]} + y * double{axisY[i]});
  return z;
}

LatentPlane::Point LatentPlane::project(std::span<const float> z) const {
  assert(z.size() == origin.size());
  return {alongAxis(origin, axisX, z), alongAxis(origin, axisY, z)};
}

LatentPlane coordinatePlane(std::span<const float> held, std::size_t xCoordinate, std::size_t yCoordinate) {
  assert(xCoordinate != yCoordinate && xCoordinate < held.size() && yCoordinate < held.size());
  LatentPlane plane{
      {held.begin(), held.end()}, std::vector<float>(held.size()), std::vector<float>(held.size())};
  plane.origin[xCoordinate] = 0;
  plane.origin[yCoordinate] = 0;
  plane.axisX[xCoordinate] = 1;
  plane.axisY[yCoordinate] = 1;
  return plane;
}

Result<LatentPlane> principalPlane(const Matrix& means) {
  if (means.cols < 2)
    return Error{ErrorCode::BadSetting, "principal components need at least two latent dimensions"};
  const Moments moments = momentsOf(means);
  if (moments.count < 2)
    return Error{ErrorCode::BadSetting, "principal components need at least two samples"};
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(moments.scatter /
                                                              static_cast<double>(moments.count));
  if (solver.info() != Eigen::Success)
    return Error{ErrorCode::Internal, "the principal components of the latent means could not be computed"};
  const auto& vectors = solver.eigenvectors();  // eigenvalues rise from the left to the right
  return LatentPlane{floatsOf(moments.mean), orientedAxis(vectors.col(vectors.cols() - 1)),
                     orientedAxis(vectors.col(vectors.cols() - 2))};
}

PlanePoints projectAll(const LatentPlane& plane, const Matrix& means) {
  assert(means.cols == plane.latent());
  return {allAlongAxis(plane.origin, plane.axisX, means), allAlongAxis(plane.origin, plane.axisY, means)};
}

PlaneCovariance projectCovariance(const LatentPlane& plane, std::span<const float> logVariances) {
  assert(logVariances.size() == plane.latent());
  PlaneCovariance covariance{0, 0, 0};
  for (std::size_t i = 0; i < logVariances.size(); ++i) {
    const double variance = std::exp(double{logVariances[i]});
    const double x = plane.axisX[i];
    const double y = plane.axisY[i];
    covariance.xx += x * x * variance;
    covariance.xy += x * y * variance;
    covariance.yy += y * y * variance;
  }
  return covariance;
}

double priorPercentile(std::span<const float> z) {
  assert(!z.empty());
  if (!isFinite(z)) return 1;
  double squares = 0;
  for (const float value : z) squares += double{value} * double{value};
  // The chi-square distribution function is the regularised lower incomplete gamma function P(k/2, x/2).
  namespace policies = boost::math::policies;
  using Quiet = policies::policy<policies::underflow_error<policies::ignore_error>,
                                 policies::overflow_error<policies::ignore_error>,
                                 policies::evaluation_error<policies::ignore_error>>;
  return boost::math::gamma_p(static_cast<double>(z.size()) / 2, squares / 2, Quiet());
}

Neighbour nearestRow(const Matrix& means, std::span<const float> z) {
  assert(z.size() == means.cols);
  std::size_t best = 0;
  float bestSquare = std::numeric_limits<float>::infinity();
  const auto consider = [&](std::size_t i, float square) {
    if (square < bestSquare) {  // false for NaN and for infinity
      bestSquare = square;
      best = i;
    }
  };
  if (means.cols == 2) {
    const float* row = means.values.data();
    for (std::size_t i = 0; i < means.rows; ++i, row += 2) {
      const float dx = row[0] - z[0];
      const float dy = row[1] - z[1];
      consider(i, dx * dx + dy * dy);
    }
  } else {
    for (std::size_t i = 0; i < means.rows; ++i)
      consider(i, (viewOf(means.row(i)) - viewOf(z)).squaredNorm());
  }
  if (std::isinf(bestSquare)) return {0, std::numeric_limits<double>::infinity()};
  return {best, (viewOf(means.row(best)).cast<double>() - viewOf(z).cast<double>()).norm()};
}

}  // namespace isthmus
