#include "core/data/dataset.h"

#include "core/data/files/copy_meter.h"

#include <algorithm>
#include <cmath>

namespace isthmus {

Image Dataset::image(std::size_t index) const {
  Image result{shape, std::vector<float>(shape.size())};
  scaleSample(*this, index, display, result.pixels);
  for (float& value : result.pixels) value = std::clamp(value, 0.0F, 1.0F);
  return result;
}

void measureDisplay(Dataset& dataset, const Task& task) {
  const Scaling scaling = dataset.scaling;
  if (dataset.kind == SampleKind::Vector) dataset.scaling = Scaling::UnitRange;
  dataset.display = fitScaling(dataset, task);
  dataset.scaling = scaling;
}

namespace {

/// How much takeSamples() copies of so many samples.
std::uint64_t takenBytes(const Dataset& dataset, std::size_t count) {
  std::uint64_t each = dataset.shape.size() * (dataset.isBytes() ? 1 : sizeof(float));
  if (dataset.hasLabels()) each += sizeof(std::int32_t);
  if (!dataset.sampleNames.empty()) each += sizeof(std::string);
  return count * (each + dataset.factors.size() * sizeof(float));
}

}  // namespace

Dataset takeSamples(const Dataset& dataset, std::span<const std::size_t> indices, std::size_t trainCount,
                    std::size_t validationCount, const Task& task) {
  Dataset result;
  result.name = dataset.name;
  result.source = dataset.source;
  result.kind = dataset.kind;
  result.shape = dataset.shape;
  result.offsets = dataset.offsets;
  result.scaling = dataset.scaling;
  result.display = dataset.display;
  result.trainCount = trainCount;
  result.validationCount = validationCount;
  result.isTestPart = dataset.isTestPart;
  result.classNames = dataset.classNames;
  result.features = dataset.features;
  result.white = dataset.white;
  result.notes = dataset.notes;
  CopyMeter meter(task, takenBytes(dataset, indices.size()));
  const auto take = [&]<typename Value>(const std::vector<Value>& from, std::size_t width) {
    std::vector<Value> to;
    if (from.empty() || meter.cancelled()) return to;
    to.reserve(indices.size() * width);
    for (const std::size_t index : indices) {
      meter.append(to, std::span(from).subspan(index * width, width));
      if (meter.cancelled()) break;
    }
    return to;
  };
  result.pixels = take(dataset.pixels, dataset.shape.size());
  result.values = take(dataset.values, dataset.shape.size());
  result.labels = take(dataset.labels, 1);
  result.sampleNames = take(dataset.sampleNames, 1);
  result.rows = take(dataset.rows, 1);
  result.files = dataset.files;
  result.fileOf = take(dataset.fileOf, 1);
  for (const Factor& factor : dataset.factors)
    result.factors.push_back({factor.name, factor.unit, take(factor.values, 1), factor.levels});
  if (dataset.original)
    result.original = [original = dataset.original,
                       from = std::vector<std::size_t>(indices.begin(), indices.end())](std::size_t index) {
      return original(from[index]);
    };
  return result;
}

Dataset firstSamples(const Dataset& dataset, std::size_t limit) {
  if (limit >= dataset.trainCount) return dataset;
  const double share = static_cast<double>(limit) / static_cast<double>(dataset.trainCount);
  const auto shareOf = [&](std::size_t count) {
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(count)));
  };
  const std::size_t validation = shareOf(dataset.validationCount);
  std::vector<std::size_t> indices;
  const auto add = [&](std::size_t first, std::size_t count) {
    for (std::size_t i = first; i < first + count; ++i) indices.push_back(i);
  };
  add(0, limit);
  add(dataset.trainCount, validation);
  add(dataset.trainCount + dataset.validationCount, shareOf(dataset.testCount()));
  return takeSamples(dataset, indices, limit, validation);
}

}  // namespace isthmus
