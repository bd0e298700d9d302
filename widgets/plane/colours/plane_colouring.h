#pragma once

#include "core/data/dataset.h"
#include "core/latent/latent_plane.h"

#include <QColor>
#include <QPointF>
#include <QString>

#include <cstdint>
#include <span>
#include <vector>

namespace isthmus {

/// What the points are coloured by.
struct ColourBy {
  enum class Kind { Label, Error, Factor };
  Kind kind = Kind::Label;
  int factor = 0;  ///< index into Dataset::factors, for Factor
  bool operator==(const ColourBy&) const = default;
};

/// Samples sorted into named groups: classes, or the levels of a categorical factor.
struct PlaneGroups {
  std::vector<QString> names;
  std::vector<std::uint16_t> of;    ///< one a sample: index into names
  std::vector<std::size_t> counts;  ///< one a group
};

/// The data set's classes; a label without a class is sorted into a last group "No label". Empty names where
/// there are no labels.
PlaneGroups groupsByLabel(const Dataset& dataset);
/// The levels of a categorical factor, with a last group "No value" where one is needed.
PlaneGroups groupsByFactor(const Factor& factor);

/// A group's name and the middle of its points.
struct GroupName {
  std::size_t group = 0;
  QString text;
  QColor colour = {};  ///< invalid: the group has no colour of its own
  QPointF inPlane;
};

/// Where to write the names of the visible groups: the median of their points in each direction (of a part of
/// them where they are many). The largest group comes first; groups without a finite point are left out.
std::vector<GroupName> groupNames(const PlanePoints& points, const PlaneGroups& groups,
                                  const std::vector<bool>& visible);

/// A range of values to spread a colour ramp over.
struct RampRange {
  double low = 0;
  double high = 1;
  bool clampedLow = false;   ///< there are values below `low`
  bool clampedHigh = false;  ///< there are values above `high`
};

/// Least to greatest finite value; 0 to 1 when there is none.
RampRange fullRange(std::span<const float> values);
/// The 1st to the 99th percentile of the finite values, so that a few extreme ones do not swallow all
/// colours.
RampRange robustRange(std::span<const float> values);

/// A colour for every sample, as PointsPainter wants them.
struct PointColours {
  std::vector<std::uint16_t> index;  ///< into palette, or PointsPainter::kHidden
  std::vector<QRgb> palette;
};

/// The colour of group `index` in the legend and in the plot.
QColor groupColour(std::size_t index, bool dark);
/// `visible` holds one flag a group; without groups all `count` samples are shown in one colour.
PointColours coloursByGroup(const PlaneGroups& groups, const std::vector<bool>& visible, std::size_t count,
                            bool dark);
/// Colours by the ramp; values that are not finite are grey. Samples of groups not visible are hidden.
PointColours coloursByValue(std::span<const float> values, const RampRange& range, const PlaneGroups& groups,
                            const std::vector<bool>& visible, bool dark);

}  // namespace isthmus
