#include "core/data/dataset.h"

#include <algorithm>
#include <cmath>

namespace isthmus {

Image Dataset::image(std::size_t index) const {
  Image result{shape, std::vector<float>(shape.size())};
  std::ranges::transform(sample(index), result.pixels.begin(),
                         [](std::uint8_t value) { return static_cast<float>(value) / 255.0F; });
  return result;
}

Dataset firstSamples(const Dataset& dataset, std::size_t limit) {
  if (limit >= dataset.trainCount) return dataset;
  const double share = static_cast<double>(limit) / static_cast<double>(dataset.trainCount);
  const auto testCount = static_cast<std::size_t>(std::lround(share * static_cast<double>(dataset.testCount())));

  Dataset result;
  result.name = dataset.name;
  result.source = dataset.source;
  result.shape = dataset.shape;
  result.trainCount = limit;
  result.classNames = dataset.classNames;
  const auto keep = [&](const auto& from, std::size_t width) {
    auto to = std::decay_t<decltype(from)>();
    if (from.empty()) return to;
    const auto at = [&](std::size_t sample) { return from.begin() + static_cast<std::ptrdiff_t>(sample * width); };
    to.reserve((limit + testCount) * width);
    to.insert(to.end(), at(0), at(limit));
    to.insert(to.end(), at(dataset.trainCount), at(dataset.trainCount + testCount));
    return to;
  };
  result.pixels = keep(dataset.pixels, dataset.shape.size());
  result.labels = keep(dataset.labels, 1);
  for (const Factor& factor : dataset.factors)
    result.factors.push_back({factor.name, factor.unit, keep(factor.values, 1), factor.levels});
  return result;
}

}  // namespace isthmus
