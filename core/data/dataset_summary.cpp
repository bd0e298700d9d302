#include "core/data/dataset_summary.h"

#include "core/data/values/number_offsets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace isthmus {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;  // numbers between two looks at the stop token

std::size_t partOf(const Dataset& dataset, std::size_t sample) {
  if (sample < dataset.trainCount) return 0;
  return sample < dataset.trainCount + dataset.validationCount ? 1 : 2;
}

void countClasses(const Dataset& dataset, DatasetSummary& summary) {
  if (!dataset.hasLabels()) return;
  summary.classes.resize(dataset.classNames.size());
  for (std::size_t i = 0; i < dataset.labels.size(); ++i)
    ++summary.classes[static_cast<std::size_t>(dataset.labels[i])][partOf(dataset, i)];
}

/// Of numbers that are not finite, none counts.
template <typename Number>
bool measureRange(std::span<const Number> numbers, DatasetSummary& summary, const Task& task) {
  auto low = std::numeric_limits<Number>::max();
  auto high = std::numeric_limits<Number>::lowest();
  for (std::size_t at = 0; at < numbers.size(); at += kChunk) {
    if (task.cancelled()) return false;
    for (const Number number : numbers.subspan(at, std::min(kChunk, numbers.size() - at))) {
      if constexpr (std::is_floating_point_v<Number>)
        if (!std::isfinite(number)) continue;
      low = std::min(low, number);
      high = std::max(high, number);
    }
    task.report(static_cast<double>(at) / static_cast<double>(numbers.size()));
  }
  if (low > high) return true;  // nothing finite: 0 to 0
  summary.lowest = static_cast<double>(low);
  summary.highest = static_cast<double>(high);
  return true;
}

/// The same for each feature of vectors, and from these that of all.
template <typename Number>
bool measureFeatures(std::span<const Number> numbers, const Dataset& dataset, DatasetSummary& summary,
                     const Task& task) {
  const std::size_t width = dataset.shape.size();
  std::vector<float> low(width, std::numeric_limits<float>::max());
  std::vector<float> high(width, std::numeric_limits<float>::lowest());
  const std::size_t rowsAtOnce = std::max<std::size_t>(1, kChunk / width);
  const std::size_t rows = numbers.size() / width;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % rowsAtOnce == 0 && task.cancelled()) return false;
    for (std::size_t i = 0; i < width; ++i) {
      const auto number = static_cast<float>(numbers[row * width + i]);
      if (!std::isfinite(number)) continue;
      low[i] = std::min(low[i], number);
      high[i] = std::max(high[i], number);
    }
  }
  bool any = false;
  for (std::size_t i = 0; i < width; ++i) {
    if (low[i] > high[i]) {
      low[i] = high[i] = 0;
      continue;
    }
    const double offset = dataset.offsets.empty() ? 0 : dataset.offsets[i];
    const double lowest = withOffset(low[i], offset);
    const double highest = withOffset(high[i], offset);
    summary.lowest = any ? std::min(summary.lowest, lowest) : lowest;
    summary.highest = any ? std::max(summary.highest, highest) : highest;
    any = true;
  }
  summary.features = {std::move(low), std::move(high)};
  return true;
}

}  // namespace

Result<DatasetSummaryPtr> summarise(const Dataset& dataset, const Task& task) {
  auto summary = std::make_shared<DatasetSummary>();
  summary->parts = {dataset.trainCount, dataset.validationCount, dataset.testCount()};
  countClasses(dataset, *summary);
  const std::span pixels(dataset.pixels);
  const std::span values(dataset.values);
  bool done = true;
  if (dataset.kind == SampleKind::Vector && dataset.shape.size() > 0)
    done = dataset.isBytes() ? measureFeatures(pixels, dataset, *summary, task)
                             : measureFeatures(values, dataset, *summary, task);
  else
    done = dataset.isBytes() ? measureRange(pixels, *summary, task) : measureRange(values, *summary, task);
  if (!done) return Error{ErrorCode::Cancelled, "cancelled"};
  return DatasetSummaryPtr(std::move(summary));
}

std::string_view numberTypeName(const Dataset& dataset) {
  return dataset.isBytes() ? "uint8" : "float32";
}

std::vector<float> rowOf(const Dataset& dataset, std::size_t index) {
  if (!dataset.isBytes()) {
    const auto numbers = dataset.numbers(index);
    return {numbers.begin(), numbers.end()};
  }
  const auto bytes = dataset.sample(index);
  return {bytes.begin(), bytes.end()};
}

}  // namespace isthmus
