#include "core/data/values/input_scaling.h"

#include "core/data/dataset.h"
#include "core/data/values/number_offsets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace isthmus {
namespace {

/// Moments and range of one feature. Sums are of differences from the first value: a large offset costs no
/// digits, and what never changes has a variance of exactly 0.
struct Feature {
  double first = 0;
  double sum = 0;
  double squares = 0;
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -lowest;
  double count = 0;

  void add(double value) {
    if (count == 0) first = value;
    count += 1;
    const double difference = value - first;
    sum += difference;
    squares += difference * difference;
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }
  double mean() const { return first + sum / count; }
  double deviation() const { return std::sqrt(std::max(squares / count - sum / count * (sum / count), 0.0)); }
};

/// A factor that can be divided by: constants, and what differs by less than a float can hold, get 1.
float divisor(double spread) {
  const double largest = std::numeric_limits<float>::max();
  const double smallest = std::numeric_limits<float>::min();  // below it numbers count as zero
  return spread >= smallest ? static_cast<float>(std::min(spread, largest)) : 1.0F;
}

void copySample(const Dataset& dataset, std::size_t sample, std::span<float> to) {
  if (!dataset.isBytes()) {
    std::ranges::copy(dataset.numbers(sample), to.begin());
    return;
  }
  std::ranges::transform(dataset.sample(sample), to.begin(),
                         [](std::uint8_t value) { return static_cast<float>(value) / 255.0F; });
}

/// White in the unit of copySample(): 1 for ordinary bytes; 0 where it is not told.
float ownWhite(const Dataset& dataset) {
  if (dataset.kind != SampleKind::Image) return 0;
  if (dataset.isPlainBytes()) return 1;
  return dataset.isBytes() ? dataset.white / 255.0F : dataset.white;
}

std::vector<Feature> measure(const Dataset& dataset, std::span<const std::size_t> samples, const Task& task) {
  const std::size_t width = dataset.shape.size();
  const bool isVector = dataset.kind == SampleKind::Vector;
  std::vector<Feature> features(isVector ? width : 1);
  std::vector<float> row(width);
  for (const std::size_t sample : samples) {
    if (task.cancelled() && sample != samples.front()) break;  // nothing measured could not be divided by
    copySample(dataset, sample, row);
    for (std::size_t i = 0; i < width; ++i) features[isVector ? i : 0].add(static_cast<double>(row[i]));
  }
  return features;
}

/// In doubles: the difference of two floats may be too large for one.
float scaled(float value, float offset, float factor, double shift = 0) {
  return static_cast<float>((static_cast<double>(value) + shift - static_cast<double>(offset)) /
                            static_cast<double>(factor));
}

}  // namespace

void InputScaling::apply(std::span<const float> from, std::span<float> to,
                         std::span<const double> offsets) const {
  if (!offsets.empty() || !base.empty()) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      const double shift = offsetShift(offsets, base, i);
      to[i] = kind == Scaling::None ? static_cast<float>(static_cast<double>(from[i]) + shift)
                                    : scaled(from[i], offset[i], factor[i], shift);
    }
  } else if (kind == Scaling::None) {
    if (from.data() != to.data()) std::ranges::copy(from, to.begin());
  } else if (offset.size() == 1) {
    std::ranges::transform(from, to.begin(),
                           [&](float value) { return scaled(value, offset[0], factor[0]); });
  } else {
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = scaled(from[i], offset[i], factor[i]);
  }
}

void InputScaling::invert(std::span<float> row, std::span<const double> offsets) const {
  if (!offsets.empty() || !base.empty()) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool isScaled = kind != Scaling::None;
      const double number = static_cast<double>(row[i]) * (isScaled ? static_cast<double>(factor[i]) : 1) +
                            (isScaled ? static_cast<double>(offset[i]) : 0);
      row[i] = static_cast<float>(number + offsetShift(base, offsets, i));
    }
    return;
  }
  if (kind == Scaling::None) return;
  const bool isShared = offset.size() == 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::size_t feature = isShared ? 0 : i;
    row[i] = row[i] * factor[feature] + offset[feature];
  }
}

InputScaling fitScaling(const Dataset& dataset, std::span<const std::size_t> samples, const Task& task) {
  const bool isPicture = dataset.kind == SampleKind::Image;
  Scaling kind = dataset.scaling;
  const bool staysAsItIs = kind == Scaling::None && (dataset.isPlainBytes() || !isPicture);
  if (samples.empty() || staysAsItIs) return {};
  if (isPicture && dataset.white > 0 && !dataset.isPlainBytes())
    return {Scaling::UnitRange, {0.0F}, {ownWhite(dataset)}};
  const std::vector<Feature> features = measure(dataset, samples, task);
  if (isPicture) {
    const bool isInRange = features[0].lowest >= 0 && features[0].highest <= 1;
    if (kind == Scaling::None && isInRange) return {};
    kind = Scaling::UnitRange;
  }
  InputScaling scaling{.kind = kind, .base = dataset.offsets};
  for (const Feature& feature : features) {
    const bool isRange = kind == Scaling::UnitRange;
    scaling.offset.push_back(static_cast<float>(isRange ? feature.lowest : feature.mean()));
    scaling.factor.push_back(divisor(isRange ? feature.highest - feature.lowest : feature.deviation()));
  }
  return scaling;
}

InputScaling fitScaling(const Dataset& dataset, const Task& task) {
  std::vector<std::size_t> samples(dataset.trainCount);
  std::iota(samples.begin(), samples.end(), std::size_t{0});
  return fitScaling(dataset, samples, task);
}

bool appliesTo(const InputScaling& scaling, const Dataset& dataset) {
  const float own = ownWhite(dataset);
  if (own == 0) return true;
  if (scaling.kind == Scaling::None) return own == 1;
  constexpr float kRounding = 1e-5F;
  const float top = scaling.offset[0] + scaling.factor[0];
  const bool isInside = scaling.offset[0] >= 0 && top <= own * (1 + kRounding);
  // A range far below white is that of pictures with another white, unless a person asked for ranges.
  return isInside && (dataset.scaling != Scaling::None || top > own / 2);
}

void scaleSample(const Dataset& dataset, std::size_t sample, const InputScaling& scaling,
                 std::span<float> to) {
  copySample(dataset, sample, to);
  if (appliesTo(scaling, dataset)) {
    scaling.apply(to, to, dataset.offsets);
  } else if (const float own = ownWhite(dataset); own != 1) {
    for (float& value : to) value /= own;
  }
  if (dataset.kind != SampleKind::Image) return;
  for (float& value : to) value = std::clamp(value, 0.0F, 1.0F);
}

}  // namespace isthmus
