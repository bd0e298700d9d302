#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <string>

namespace isthmus::test {

/// A data set with all that one can have, in which a sample's number shows everywhere: pixels, name,
/// "age" factor, original. Half of the samples train, a quarter each validates and tests; class by i % 3.
inline Dataset richDataset(std::size_t count, std::uint8_t first = 0) {
  Dataset dataset;
  dataset.name = "Rich";
  dataset.source = "/data/rich";
  dataset.shape = {1, 2, 1};
  dataset.trainCount = count / 2;
  dataset.validationCount = count / 4;
  dataset.classNames = {"red", "green", "blue"};
  Factor age{"age", "years", {}};
  Factor place{"place", {}, {}, {"here", "there"}};
  for (std::size_t i = 0; i < count; ++i) {
    const auto id = static_cast<std::uint8_t>(first + i);
    dataset.pixels.insert(dataset.pixels.end(), {id, static_cast<std::uint8_t>(255 - id)});
    dataset.labels.push_back(static_cast<std::int32_t>(i % 3));
    dataset.sampleNames.push_back("n" + std::to_string(id));
    age.values.push_back(static_cast<float>(id));
    place.values.push_back(static_cast<float>(i % 2));
  }
  dataset.factors = {age, place};
  dataset.notes = {"Read."};
  dataset.original = [first](std::size_t index) -> Result<Image> {
    return Image{{1, 1, 1}, {static_cast<float>(first + index)}};
  };
  return dataset;
}

/// A sample's number as its pixels show it.
inline int idOf(const Dataset& dataset, std::size_t index) {
  return dataset.pixels[index * dataset.shape.size()];
}

}  // namespace isthmus::test
