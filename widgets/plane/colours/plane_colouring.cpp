#include "widgets/plane/colours/plane_colouring.h"

#include "widgets/plane/points/points_painter.h"
#include "widgets/text/view_text.h"
#include "widgets/theme/data_colours.h"

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr std::size_t kGroupColours = 20;  // classColour() repeats from here on
constexpr std::size_t kRampLevels = 256;
constexpr std::size_t kMostGroups = 0xfff0;
constexpr int kAloneColour = 4;  // of samples without groups

QString fromUtf8(const std::string& text) {
  return viewText(text);
}

// `groupOf` gives a sample's group; whatever is not one of `names` goes to a last group of its own.
template <typename GroupOf>
PlaneGroups sorted(const std::vector<std::string>& names, std::size_t count, const QString& rest,
                   const GroupOf& groupOf) {
  PlaneGroups groups;
  const std::size_t known = std::min(names.size(), kMostGroups);
  for (std::size_t i = 0; i < known; ++i) groups.names.push_back(fromUtf8(names[i]));
  groups.counts.assign(known + 1, 0);
  groups.of.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto group = static_cast<double>(groupOf(i));
    const bool valid = group >= 0 && group < static_cast<double>(known);
    const std::size_t index = valid ? static_cast<std::size_t>(group) : known;
    groups.of[i] = static_cast<std::uint16_t>(index);
    ++groups.counts[index];
  }
  if (groups.counts.back() > 0)
    groups.names.push_back(rest);
  else
    groups.counts.pop_back();
  return groups;
}

std::vector<float> finiteOf(std::span<const float> values) {
  std::vector<float> finite;
  finite.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
               [](float v) { return std::isfinite(v); });
  return finite;
}

bool isVisible(const PlaneGroups& groups, const std::vector<bool>& visible, std::size_t sample) {
  if (sample >= groups.of.size()) return true;
  const std::size_t group = groups.of[sample];
  return group >= visible.size() || visible[group];
}

}  // namespace

PlaneGroups groupsByLabel(const Dataset& dataset) {
  if (!dataset.hasLabels()) return {};
  return sorted(dataset.classNames, dataset.labels.size(), QStringLiteral("No label"),
                [&dataset](std::size_t i) { return dataset.labels[i]; });
}

PlaneGroups groupsByFactor(const Factor& factor) {
  return sorted(factor.levels, factor.values.size(), QStringLiteral("No value"),
                [&factor](std::size_t i) { return factor.values[i]; });
}

std::vector<GroupName> groupNames(const PlanePoints& points, const PlaneGroups& groups,
                                  const std::vector<bool>& visible) {
  constexpr std::size_t kEnough = 2000;  // points of a group whose median is taken
  const std::size_t count = groups.of.size();
  if (points.x.size() != count || points.y.size() != count) return {};
  std::vector<std::vector<float>> x(groups.names.size());
  std::vector<std::vector<float>> y(groups.names.size());
  const std::size_t stride = std::max<std::size_t>(1, count / (kEnough * std::max<std::size_t>(1, x.size())));
  for (std::size_t i = 0; i < count; i += stride) {
    if (!isVisible(groups, visible, i) || !std::isfinite(points.x[i]) || !std::isfinite(points.y[i]))
      continue;
    x[groups.of[i]].push_back(points.x[i]);
    y[groups.of[i]].push_back(points.y[i]);
  }
  const auto median = [](std::vector<float>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return static_cast<double>(*middle);
  };
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!x[i].empty()) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&groups](std::size_t a, std::size_t b) { return groups.counts[a] > groups.counts[b]; });
  std::vector<GroupName> names;
  names.reserve(order.size());
  for (const std::size_t i : order)
    names.push_back({i, groups.names[i], QColor(), QPointF(median(x[i]), median(y[i]))});
  return names;
}

RampRange fullRange(std::span<const float> values) {
  const std::vector<float> finite = finiteOf(values);
  if (finite.empty()) return {};
  const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
  return {*low, *high, false, false};
}

RampRange robustRange(std::span<const float> values) {
  std::vector<float> finite = finiteOf(values);
  if (finite.empty()) return {};
  const auto last = static_cast<double>(finite.size() - 1);
  const auto at = [&finite](double rank) {
    const auto nth = finite.begin() + static_cast<std::ptrdiff_t>(std::lround(rank));
    std::nth_element(finite.begin(), nth, finite.end());
    return static_cast<double>(*nth);
  };
  RampRange range{at(0.01 * last), at(0.99 * last), false, false};
  const auto [least, greatest] = std::minmax_element(finite.begin(), finite.end());
  range.clampedLow = *least < range.low;
  range.clampedHigh = *greatest > range.high;
  return range;
}

QColor groupColour(std::size_t index, bool dark) {
  return classColour(static_cast<int>(index % kGroupColours), dark);
}

PointColours coloursByGroup(const PlaneGroups& groups, const std::vector<bool>& visible, std::size_t count,
                            bool dark) {
  PointColours colours;
  if (groups.of.size() != count) {
    colours.palette = {classColour(kAloneColour, dark).rgb()};
    colours.index.assign(count, 0);
    return colours;
  }
  for (std::size_t i = 0; i < kGroupColours; ++i) colours.palette.push_back(groupColour(i, dark).rgb());
  std::vector<std::uint16_t> ofGroup(groups.names.size());
  for (std::size_t group = 0; group < ofGroup.size(); ++group)
    ofGroup[group] = group < visible.size() && !visible[group]
                         ? PointsPainter::kHidden
                         : static_cast<std::uint16_t>(group % kGroupColours);
  colours.index.resize(count);
  for (std::size_t i = 0; i < count; ++i) colours.index[i] = ofGroup[groups.of[i]];
  return colours;
}

PointColours coloursByValue(std::span<const float> values, const RampRange& range, const PlaneGroups& groups,
                            const std::vector<bool>& visible, bool dark) {
  PointColours colours;
  for (std::size_t i = 0; i < kRampLevels; ++i)
    colours.palette.push_back(rampColour(static_cast<double>(i) / (kRampLevels - 1)));
  colours.palette.push_back(dark ? qRgb(0x60, 0x60, 0x60) : qRgb(0xb8, 0xb8, 0xb8));  // no value
  const double spread = range.high > range.low ? range.high - range.low : 1;
  colours.index.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double share = std::clamp((static_cast<double>(values[i]) - range.low) / spread, 0.0, 1.0);
    if (!isVisible(groups, visible, i))
      colours.index[i] = PointsPainter::kHidden;
    else if (!std::isfinite(values[i]))
      colours.index[i] = kRampLevels;
    else
      colours.index[i] = static_cast<std::uint16_t>(std::lround(share * (kRampLevels - 1)));
  }
  return colours;
}

}  // namespace isthmus
