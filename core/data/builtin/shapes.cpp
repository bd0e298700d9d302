#include "core/data/builtin/shapes.h"

#include "core/base/random.h"
#include "core/data/files/grow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <span>

namespace isthmus {
namespace {

constexpr int kShapeSide = 32;
constexpr int kSubpixels = 4;  // a pixel's intensity is the share of 4 x 4 places in it that the shape covers
constexpr double kRadius = 9;  // of the largest shape, pixels
constexpr double kSmallest = 0.5;   // scale
constexpr double kShapeMargin = 9;  // of a centre from the edges: the whole shape is in the picture
constexpr std::size_t kShapesPerReport = 512;
constexpr std::size_t kShapesTestShare = 6;

/// One kind of shape within the unit circle; y points up.
struct Shape {
  const char* name;
  double turn;  ///< degrees after which it looks the same
  bool (*covers)(double x, double y);
};

constexpr double kHalfSquare = std::numbers::sqrt2 / 2;

constexpr std::array<Shape, 3> kShapes = {{
    {"square", 90,
     [](double x, double y) { return std::abs(x) <= kHalfSquare && std::abs(y) <= kHalfSquare; }},
    {"ellipse", 180, [](double x, double y) { return x * x + 4 * y * y <= 1; }},
    {"heart", 360,
     [](double x, double y) {
       // The sextic (u^2 + v^2 - 1)^3 <= u^2 v^3, scaled and moved into the unit circle.
       const double u = 1.25 * x;
       const double v = 1.25 * y + 0.12;
       const double q = u * u + v * v - 1;
       return q * q * q <= u * u * v * v * v;
     }},
}};

struct Pose {
  double scale;
  double rotation;  ///< degrees anticlockwise
  double x;         ///< pixels from the left
  double y;         ///< pixels from the top
};

void draw(const Shape& shape, const Pose& pose, std::span<std::uint8_t> pixels) {
  const double angle = pose.rotation * std::numbers::pi / 180;
  const double radius = kRadius * pose.scale;
  const double cosine = std::cos(angle) / radius;
  const double sine = std::sin(angle) / radius;
  const auto covered = [&](double px, double py) {
    const double dx = px - pose.x;
    const double dy = pose.y - py;
    return shape.covers(dx * cosine + dy * sine, dy * cosine - dx * sine);
  };
  for (int y = 0; y < kShapeSide; ++y) {
    for (int x = 0; x < kShapeSide; ++x) {
      if (std::hypot(x + 0.5 - pose.x, y + 0.5 - pose.y) > radius + 1) continue;
      int hits = 0;
      for (int place = 0; place < kSubpixels * kSubpixels; ++place)
        hits +=
            covered(x + (place % kSubpixels + 0.5) / kSubpixels, y + (place / kSubpixels + 0.5) / kSubpixels);
      pixels[static_cast<std::size_t>(y * kShapeSide + x)] =
          static_cast<std::uint8_t>(std::lround(255.0 * hits / (kSubpixels * kSubpixels)));
    }
  }
}

}  // namespace

Result<DatasetPtr> makeShapes(std::size_t samples, std::uint64_t seed, const Task& task) {
  Random random(seed);
  Dataset dataset;
  dataset.name = "Shapes";
  dataset.source = "built in";
  dataset.shape = {kShapeSide, kShapeSide, 1};
  dataset.trainCount = samples - samples / kShapesTestShare;
  for (const Shape& shape : kShapes) dataset.classNames.emplace_back(shape.name);
  dataset.factors = {{"shape", "", {}, dataset.classNames},
                     {"scale", "", {}},
                     {"rotation", "degrees", {}},
                     {"x", "pixels", {}},
                     {"y", "pixels", {}}};
  growTo(dataset.pixels, samples * dataset.shape.size(), task);
  for (std::size_t i = 0; i < samples; ++i) {
    if (i % kShapesPerReport == 0) {
      if (task.cancelled()) return Error{ErrorCode::Cancelled, "Making the shapes was cancelled."};
      task.report(static_cast<double>(i) / static_cast<double>(samples));
    }
    const std::size_t kind = random.below(kShapes.size());
    const Pose pose = {random.uniform(kSmallest, 1), random.uniform(0, kShapes[kind].turn),
                       random.uniform(kShapeMargin, kShapeSide - kShapeMargin),
                       random.uniform(kShapeMargin, kShapeSide - kShapeMargin)};
    draw(kShapes[kind], pose,
         std::span(dataset.pixels).subspan(i * dataset.shape.size(), dataset.shape.size()));
    dataset.labels.push_back(static_cast<std::int32_t>(kind));
    const std::array<double, 5> values = {static_cast<double>(kind), pose.scale, pose.rotation, pose.x,
                                          pose.y};
    for (std::size_t f = 0; f < values.size(); ++f)
      dataset.factors[f].values.push_back(static_cast<float>(values[f]));
  }
  task.report(1);
  return DatasetPtr(std::make_shared<const Dataset>(std::move(dataset)));
}

}  // namespace isthmus
