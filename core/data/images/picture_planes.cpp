#include "core/data/images/picture_planes.h"

#include "core/data/images/picture_guess.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace isthmus {
namespace {

constexpr std::size_t kSamplesBetweenLooks = 256;  // at the stop token

RowSample firstRows(const Dataset& dataset) {
  RowSample rows{dataset.shape.size(), {}};
  const std::size_t numbers = std::min(dataset.count(), RowSample::rowsFor(rows.width)) * rows.width;
  if (dataset.isBytes()) {
    rows.values.assign(dataset.pixels.begin(), dataset.pixels.begin() + static_cast<std::ptrdiff_t>(numbers));
  } else {
    rows.values.assign(dataset.values.begin(), dataset.values.begin() + static_cast<std::ptrdiff_t>(numbers));
  }
  return rows;
}

template <typename Value>
void interleave(std::vector<Value>& samples, const ImageShape& shape, const Task& task) {
  const std::size_t size = shape.size();
  const auto channels = static_cast<std::size_t>(shape.channels);
  const std::size_t plane = size / channels;
  std::vector<Value> turned(size);
  for (std::size_t first = 0; first < samples.size(); first += size) {
    if (first / size % kSamplesBetweenLooks == 0 && task.cancelled()) return;
    const auto sample = std::span(samples).subspan(first, size);
    for (std::size_t channel = 0; channel < channels; ++channel)
      for (std::size_t i = 0; i < plane; ++i) turned[i * channels + channel] = sample[channel * plane + i];
    std::ranges::copy(turned, sample.begin());
  }
}

}  // namespace

void interleavePlanes(Dataset& dataset, const Task& task) {
  if (dataset.kind != SampleKind::Image || dataset.shape.channels == 1 || dataset.count() == 0) return;
  if (!hasPlanes(firstRows(dataset), dataset.shape)) return;
  interleave(dataset.pixels, dataset.shape, task);
  interleave(dataset.values, dataset.shape, task);
}

}  // namespace isthmus
