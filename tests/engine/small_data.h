#pragma once

#include "core/base/random.h"
#include "core/data/dataset.h"

#include <memory>

namespace isthmus {

/// Two kinds of 6 x 6 pictures, bright on the left (class 0) or on the right (class 1), with noise.
inline DatasetPtr twoSides(std::size_t trainCount = 400, std::size_t testCount = 100) {
  auto dataset = std::make_shared<Dataset>();
  dataset->name = "two sides";
  dataset->source = "test";
  dataset->shape = {6, 6, 1};
  dataset->trainCount = trainCount;
  dataset->classNames = {"left", "right"};
  Random random(5);
  for (std::size_t i = 0; i < trainCount + testCount; ++i) {
    const int label = static_cast<int>(random.below(2));
    dataset->labels.push_back(label);
    for (int pixel = 0; pixel < 36; ++pixel) {
      const bool right = pixel % 6 >= 3;
      const double bright = right == (label == 1) ? 0.85 : 0.1;
      dataset->pixels.push_back(static_cast<std::uint8_t>(255 * (bright + random.uniform(-0.1, 0.1))));
    }
  }
  return dataset;
}

}  // namespace isthmus
