#include "core/data/builtin/point_clouds.h"

#include "core/base/random.h"
#include "core/data/files/grow.h"

#include <Eigen/QR>

#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <string>

namespace isthmus {
namespace {

constexpr std::size_t kPointsPerReport = 4096;
constexpr std::size_t kPointsTestShare = 5;  // one of so many samples is a test sample

/// An empty cloud of this size, its features named x1, x2, ...
Dataset emptyCloud(const CloudSize& size, const char* name) {
  Dataset dataset;
  dataset.name = name;
  dataset.source = "built in";
  dataset.kind = SampleKind::Vector;
  dataset.shape = {1, size.dimensions, 1};
  dataset.scaling = Scaling::Standardise;
  dataset.trainCount = size.samples - size.samples / kPointsTestShare;
  for (int i = 1; i <= size.dimensions; ++i) dataset.features.push_back("x" + std::to_string(i));
  return dataset;
}

/// Calls `fill(dataset, sample, its numbers)` for each of `count` samples, in their order.
Result<DatasetPtr> fillCloud(Dataset dataset, std::size_t count, const Task& task,
                             const std::function<void(Dataset&, std::size_t, std::span<float>)>& fill) {
  const std::size_t width = dataset.shape.size();
  growTo(dataset.values, count * width, task);
  for (std::size_t i = 0; i < count; ++i) {
    if (i % kPointsPerReport == 0) {
      if (task.cancelled()) return Error{ErrorCode::Cancelled, "Making the samples was cancelled."};
      task.report(static_cast<double>(i) / static_cast<double>(count));
    }
    fill(dataset, i, std::span(dataset.values).subspan(i * width, width));
  }
  task.report(1);
  return DatasetPtr(std::make_shared<const Dataset>(std::move(dataset)));
}

/// Three orthonormal columns that place a sheet of 3 dimensions in more: the first three axes where there are
/// no more.
Eigen::MatrixXd placement(int dimensions, Random& random) {
  if (dimensions == 3) return Eigen::MatrixXd::Identity(3, 3);
  const Eigen::MatrixXd drawn = Eigen::MatrixXd::NullaryExpr(
      dimensions, 3, [&](Eigen::Index, Eigen::Index) { return random.normal(); });
  return Eigen::HouseholderQR<Eigen::MatrixXd>(drawn).householderQ() *
         Eigen::MatrixXd::Identity(dimensions, 3);
}

/// A sheet of two coordinates, t in [low, high) and h in [0, height), bent in 3 dimensions and placed in as
/// many as are wanted.
struct Sheet {
  const char* name;
  double low;
  double high;
  double height;
  double scale;  ///< of the points
  Eigen::Vector3d (*bend)(double t, double h);
};

Result<DatasetPtr> makeSheet(const Sheet& sheet, const CloudSize& size, double noise, const Task& task) {
  Dataset cloud = emptyCloud(size, sheet.name);
  cloud.factors = {{"position along the sheet", "radians", {}}, {"height", "", {}}};
  Random random(size.seed);
  const Eigen::MatrixXd place = sheet.scale * placement(size.dimensions, random);
  return fillCloud(
      std::move(cloud), size.samples, task, [&](Dataset& dataset, std::size_t, std::span<float> numbers) {
        const double t = random.uniform(sheet.low, sheet.high);
        const double h = random.uniform(0, sheet.height);
        dataset.factors[0].values.push_back(static_cast<float>(t));
        dataset.factors[1].values.push_back(static_cast<float>(h));
        const Eigen::VectorXd point = place * sheet.bend(t, h);
        for (std::size_t d = 0; d < numbers.size(); ++d)
          numbers[d] = static_cast<float>(point[static_cast<Eigen::Index>(d)] + noise * random.normal());
      });
}

}  // namespace

Result<DatasetPtr> makeSwissRoll(const CloudSize& size, double noise, const Task& task) {
  const auto roll = [](double t, double h) { return Eigen::Vector3d(t * std::cos(t), h, t * std::sin(t)); };
  using std::numbers::pi;
  return makeSheet({"Swiss roll", 1.5 * pi, 4.5 * pi, 21, 1.0 / 7, roll}, size, noise, task);
}

Result<DatasetPtr> makeSCurve(const CloudSize& size, double noise, const Task& task) {
  const auto bend = [](double t, double h) {
    return Eigen::Vector3d(std::sin(t), h, std::copysign(1.0, t) * (std::cos(t) - 1));
  };
  using std::numbers::pi;
  return makeSheet({"S-curve", -1.5 * pi, 1.5 * pi, 2, 1, bend}, size, noise, task);
}

Result<DatasetPtr> makeClusters(const CloudSize& size, int clusters, double spread, const Task& task) {
  Dataset cloud = emptyCloud(size, "Gaussian clusters");
  Random random(size.seed);
  const std::size_t width = cloud.shape.size();
  std::vector<double> centres(static_cast<std::size_t>(clusters) * width);
  for (double& coordinate : centres) coordinate = random.normal();
  for (int c = 1; c <= clusters; ++c) cloud.classNames.push_back("cluster " + std::to_string(c));
  for (std::size_t i = 0; i < size.samples; ++i)
    cloud.labels.push_back(static_cast<std::int32_t>(i % static_cast<std::size_t>(clusters)));
  random.shuffle(std::span(cloud.labels));
  cloud.factors = {{"distance from the centre", "spreads", {}}};
  return fillCloud(
      std::move(cloud), size.samples, task, [&](Dataset& dataset, std::size_t i, std::span<float> numbers) {
        const double* centre = centres.data() + static_cast<std::size_t>(dataset.labels[i]) * width;
        double squares = 0;
        for (std::size_t d = 0; d < numbers.size(); ++d) {
          const double step = random.normal();
          squares += step * step;
          numbers[d] = static_cast<float>(centre[d] + spread * step);
        }
        dataset.factors[0].values.push_back(static_cast<float>(std::sqrt(squares)));
      });
}

Result<DatasetPtr> makeNoise(const CloudSize& size, const Task& task) {
  Random random(size.seed);
  return fillCloud(emptyCloud(size, "Pure noise"), size.samples, task,
                   [&](Dataset&, std::size_t, std::span<float> numbers) {
                     for (float& number : numbers) number = static_cast<float>(random.normal());
                   });
}

}  // namespace isthmus
