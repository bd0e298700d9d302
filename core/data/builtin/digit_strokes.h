#pragma once

#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// A point of a skeleton: x to the right, y downwards. Skeletons are about 1 high and at most 1 wide.
struct StrokePoint {
  double x = 0;
  double y = 0;
};

/// How a stroke passes through a knot: in a smooth curve, or turning on the spot.
enum class Joint { Smooth, Corner };

/// A point that the pen passes through.
struct Knot {
  double x = 0;
  double y = 0;
  Joint joint = Joint::Smooth;
};

/// What the pen does between touching the paper and leaving it; at least two knots.
using Stroke = std::vector<Knot>;

/// One way of writing a digit.
struct DigitVariant {
  int digit = 0;
  std::string name;  ///< unique, begins with the digit: "7 with a bar"
  std::vector<Stroke> strokes;
};

/// Every way of writing that we know, sorted by digit; each digit has at least three.
std::span<const DigitVariant> digitVariants();

/// The curve through the knots as a polyline with eight pieces from knot to knot (centripetal Catmull-Rom,
/// which neither loops nor overshoots between close knots), broken at corners.
std::vector<StrokePoint> curveThrough(std::span<const Knot> knots);

}  // namespace isthmus
