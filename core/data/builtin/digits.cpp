#include "core/data/builtin/digits.h"

#include "core/base/random.h"
#include "core/data/builtin/digit_strokes.h"
#include "core/data/files/grow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr int kDigitSide = 28;  // pixels
constexpr std::size_t kPixels = std::size_t{kDigitSide} * kDigitSide;
constexpr double kBox = 20;           // pixels; the longest side of the ink at scale 1, as in MNIST
constexpr double kDigitMargin = 1.5;  // pixels between ink and border, so that no border pixel is ever lit
constexpr double kSoftness = 1.0;     // pixels over which the ink's edge fades
constexpr double kPi = std::numbers::pi;
constexpr std::size_t kDigitsPerReport = 128;

/// One point of the pen's way: place and half the width of the line there.
struct PenPoint {
  double x = 0;
  double y = 0;
  double radius = 0;
};
using PenPath = std::vector<PenPoint>;

/// What the hand does to one sample. Angles in degrees, width in pixels.
struct Hand {
  double slant = 0;
  double rotation = 0;
  double scale = 1;
  double width = 2;
};

/// A normal number, drawn anew until it lies in [low, high].
double normalWithin(Random& random, double mean, double deviation, double low, double high) {
  double value = 0;
  do {
    value = mean + deviation * random.normal();
  } while (value < low || value > high);
  return value;
}

Hand drawHand(Random& random) {
  return {.slant = normalWithin(random, 7, 11, -25, 35),
          .rotation = normalWithin(random, 0, 5, -15, 15),
          .scale = random.uniform(0.8, 1.05),
          .width = normalWithin(random, 2.5, 0.6, 1.4, 4.2)};
}

/// A smooth displacement of the plane: a few long random waves, a stretch, and a shift of the middle up or
/// down, which together change the proportions as no two people (and no two tries of one) agree on them.
class Wobble {
 public:
  explicit Wobble(Random& random) {
    for (Wave& wave : m_waves) {
      wave = {.alongX = 2 * kPi * random.uniform(-0.8, 0.8),
              .alongY = 2 * kPi * random.uniform(-0.8, 0.8),
              .phase = random.uniform(0, 2 * kPi),
              .pushX = 0.036 * random.normal(),
              .pushY = 0.028 * random.normal()};
    }
    m_stretch = std::exp(normalWithin(random, 0, 0.14, -0.3, 0.25));
    m_middle = normalWithin(random, 0, 0.12, -0.25, 0.25);
  }

  StrokePoint operator()(StrokePoint point) const {
    StrokePoint moved = {m_stretch * point.x, point.y + m_middle * point.y * (1 - point.y)};
    for (const Wave& wave : m_waves) {
      const double height = std::sin(wave.alongX * point.x + wave.alongY * point.y + wave.phase);
      moved.x += wave.pushX * height;
      moved.y += wave.pushY * height;
    }
    return moved;
  }

 private:
  struct Wave {
    double alongX = 0;
    double alongY = 0;
    double phase = 0;
    double pushX = 0;
    double pushY = 0;
  };
  std::array<Wave, 4> m_waves;
  double m_stretch = 1;
  double m_middle = 0;
};

/// The stroke with its knots a little off, as a hand misses the places that it aims at.
Stroke jittered(Stroke stroke, Random& random) {
  constexpr double kMiss = 0.018;
  for (Knot& knot : stroke) {
    knot.x += kMiss * random.normal();
    knot.y += kMiss * random.normal();
  }
  // The pen comes down and leaves with less care than it passes in between.
  for (Knot* end : {&stroke.front(), &stroke.back()}) {
    end->x += kMiss * random.normal();
    end->y += kMiss * random.normal();
  }
  return stroke;
}

/// The strokes as this hand writes them, in units of the skeleton; `radius` is already in pixels.
std::vector<PenPath> write(const DigitVariant& variant, const Hand& hand, Random& random) {
  const Wobble wobble(random);
  const double shear = std::tan(hand.slant * kPi / 180);
  const double cosine = std::cos(hand.rotation * kPi / 180);
  const double sine = std::sin(hand.rotation * kPi / 180);
  std::vector<PenPath> paths;
  for (const Stroke& stroke : variant.strokes) {
    const std::vector<StrokePoint> curve = curveThrough(jittered(stroke, random));
    const double pressure = random.uniform(0, 0.14);
    const double phase = random.uniform(0, 2 * kPi);
    PenPath& path = paths.emplace_back();
    path.reserve(curve.size());
    for (std::size_t i = 0; i < curve.size(); ++i) {
      const StrokePoint moved = wobble(curve[i]);
      const double leaning = moved.x - shear * moved.y;
      const double along = static_cast<double>(i) / static_cast<double>(curve.size() - 1);
      path.push_back({.x = cosine * leaning + sine * moved.y,
                      .y = cosine * moved.y - sine * leaning,
                      .radius = 0.5 * hand.width * (1 + pressure * std::sin(2 * kPi * along + phase))});
    }
  }
  return paths;
}

/// Calls `visit(from, to)` for every piece of every path.
template <typename Visit>
void forEachPiece(const std::vector<PenPath>& paths, const Visit& visit) {
  for (const PenPath& path : paths)
    for (std::size_t i = 0; i + 1 < path.size(); ++i) visit(path[i], path[i + 1]);
}

/// Brings the paths to pixels: the longest side of the ink is kBox * scale, its centre of mass lies in the
/// middle of the picture, or as near to it as the margin allows.
void place(std::vector<PenPath>& paths, const Hand& hand) {
  double minX = std::numeric_limits<double>::max();
  double minY = minX;
  double maxX = std::numeric_limits<double>::lowest();
  double maxY = maxX;
  double radius = 0;
  double mass = 0;
  double massX = 0;
  double massY = 0;
  forEachPiece(paths, [&](const PenPoint& a, const PenPoint& b) {
    minX = std::min({minX, a.x, b.x});
    minY = std::min({minY, a.y, b.y});
    maxX = std::max({maxX, a.x, b.x});
    maxY = std::max({maxY, a.y, b.y});
    radius = std::max({radius, a.radius, b.radius});
    const double ink = std::hypot(b.x - a.x, b.y - a.y) * (a.radius + b.radius);
    mass += ink;
    massX += ink * (a.x + b.x) / 2;
    massY += ink * (a.y + b.y) / 2;
  });
  const double zoom = (kBox * hand.scale - hand.width) / std::max(maxX - minX, maxY - minY);
  const auto shift = [&](double centre, double low, double high) {
    const double room = kDigitMargin + radius;
    return std::clamp(kDigitSide / 2.0 - zoom * centre, room - zoom * low, kDigitSide - room - zoom * high);
  };
  const double shiftX = shift(massX / mass, minX, maxX);
  const double shiftY = shift(massY / mass, minY, maxY);
  for (PenPath& path : paths) {
    for (PenPoint& point : path) {
      point.x = zoom * point.x + shiftX;
      point.y = zoom * point.y + shiftY;
    }
  }
}

/// Adds one piece of a stroke to the coverage of the pixels: a capsule with soft edges. Overlapping ink does
/// not add up: the pixel keeps the greater coverage.
void drawPiece(const PenPoint& a, const PenPoint& b, std::span<float, kPixels> coverage) {
  const double reach = std::max(a.radius, b.radius) + kSoftness / 2;
  const auto first = [&](double low) { return std::max(0, static_cast<int>(std::floor(low - reach - 0.5))); };
  const auto last = [&](double high) {
    return std::min(kDigitSide - 1, static_cast<int>(std::ceil(high + reach - 0.5)));
  };
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double squaredLength = std::max(dx * dx + dy * dy, 1e-12);
  for (int row = first(std::min(a.y, b.y)); row <= last(std::max(a.y, b.y)); ++row) {
    for (int column = first(std::min(a.x, b.x)); column <= last(std::max(a.x, b.x)); ++column) {
      const double x = column + 0.5 - a.x;
      const double y = row + 0.5 - a.y;
      const double along = std::clamp((x * dx + y * dy) / squaredLength, 0.0, 1.0);
      const double offX = x - along * dx;
      const double offY = y - along * dy;
      const double distance = std::sqrt(offX * offX + offY * offY);
      const double radius = a.radius + along * (b.radius - a.radius);
      const auto lit = static_cast<float>(std::clamp(0.5 + (radius - distance) / kSoftness, 0.0, 1.0));
      float& pixel = coverage[static_cast<std::size_t>(row) * kDigitSide + static_cast<std::size_t>(column)];
      pixel = std::max(pixel, lit);
    }
  }
}

void draw(const std::vector<PenPath>& paths, std::span<std::uint8_t> pixels) {
  std::array<float, kPixels> coverage{};
  forEachPiece(paths, [&](const PenPoint& a, const PenPoint& b) { drawPiece(a, b, coverage); });
  std::ranges::transform(coverage, pixels.begin(),
                         [](float lit) { return static_cast<std::uint8_t>(std::lround(255 * lit)); });
}

/// `count` digits in random order, each as often as the others (to within one).
std::vector<std::int32_t> balancedDigits(std::size_t count, Random& random) {
  std::vector<std::int32_t> digits(count);
  for (std::size_t i = 0; i < count; ++i) digits[i] = static_cast<std::int32_t>(i % 10);
  random.shuffle(std::span(digits));
  return digits;
}

/// The factors with their names and units and room for `count` values, in the order that addFactors() fills.
std::vector<Factor> emptyFactors(std::size_t count, const std::vector<std::string>& digitNames) {
  std::vector<Factor> factors = {{"digit", "", {}, digitNames}, {"variant", "", {}}, {"slant", "degrees", {}},
                                 {"rotation", "degrees", {}},   {"scale", "", {}},   {"width", "pixels", {}}};
  for (const DigitVariant& variant : digitVariants()) factors[1].levels.push_back(variant.name);
  for (Factor& factor : factors) factor.values.reserve(count);
  return factors;
}

void addFactors(std::vector<Factor>& factors, int digit, std::size_t variant, const Hand& hand) {
  const std::array<double, 6> values = {static_cast<double>(digit),
                                        static_cast<double>(variant),
                                        hand.slant,
                                        hand.rotation,
                                        hand.scale,
                                        hand.width};
  for (std::size_t i = 0; i < values.size(); ++i) factors[i].values.push_back(static_cast<float>(values[i]));
}

}  // namespace

Result<DatasetPtr> makeDigits(std::size_t trainCount, std::size_t testCount, std::uint64_t seed,
                              const Task& task) {
  const std::size_t count = trainCount + testCount;
  Random random(seed);
  auto dataset = std::make_shared<Dataset>();
  dataset->name = "Handwritten-style digits";
  dataset->source = "built in";
  dataset->shape = {kDigitSide, kDigitSide, 1};
  dataset->trainCount = trainCount;
  for (int digit = 0; digit < 10; ++digit) dataset->classNames.push_back(std::to_string(digit));
  dataset->labels = balancedDigits(trainCount, random);
  const std::vector<std::int32_t> testLabels = balancedDigits(testCount, random);
  dataset->labels.insert(dataset->labels.end(), testLabels.begin(), testLabels.end());
  dataset->factors = emptyFactors(count, dataset->classNames);
  growTo(dataset->pixels, count * dataset->shape.size(), task);

  const std::span<const DigitVariant> variants = digitVariants();
  for (std::size_t i = 0; i < count; ++i) {
    if (i % kDigitsPerReport == 0) {
      if (task.cancelled()) return Error{ErrorCode::Cancelled, "Making the digits was cancelled."};
      task.report(static_cast<double>(i) / static_cast<double>(count));
    }
    const int digit = dataset->labels[i];
    const auto first = std::ranges::lower_bound(variants, digit, {}, &DigitVariant::digit);
    const auto last = std::ranges::upper_bound(variants, digit, {}, &DigitVariant::digit);
    const auto way = static_cast<std::ptrdiff_t>(random.below(static_cast<std::size_t>(last - first)));
    const DigitVariant& variant = first[way];
    const Hand hand = drawHand(random);
    std::vector<PenPath> paths = write(variant, hand, random);
    place(paths, hand);
    draw(paths, std::span(dataset->pixels).subspan(i * dataset->shape.size(), dataset->shape.size()));
    addFactors(dataset->factors, digit, static_cast<std::size_t>(&variant - variants.data()), hand);
  }
  task.report(1);
  return DatasetPtr(std::move(dataset));
}

}  // namespace isthmus
