#pragma once

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/latent/latent_plane.h"

#include <memory>
#include <string>

namespace isthmus {

/// A labelled data set without pictures worth looking at: `count` samples sorted by class, with a numeric and
/// a categorical factor.
inline std::shared_ptr<Dataset> planeDataset(std::size_t count, int classes) {
  auto dataset = std::make_shared<Dataset>();
  dataset->name = "test";
  dataset->shape = {1, 1, 1};
  dataset->pixels.assign(count, 0);
  dataset->trainCount = count;
  Factor slant{"slant", "degrees", {}, {}};
  Factor variant{"variant", "", {}, {"open", "closed"}};
  for (std::size_t i = 0; i < count; ++i) {
    dataset->labels.push_back(static_cast<std::int32_t>(i * static_cast<std::size_t>(classes) / count));
    slant.values.push_back(static_cast<float>(i));
    variant.values.push_back(static_cast<float>(i % 2));
  }
  for (int i = 0; i < classes; ++i) dataset->classNames.push_back("class " + std::to_string(i));
  dataset->factors = {slant, variant};
  return dataset;
}

/// A grid of points `spacing` apart around the origin, 100 to a row, in the data set's order.
inline std::shared_ptr<PlanePoints> planeGrid(std::size_t count, double spacing) {
  auto points = std::make_shared<PlanePoints>();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = i / 100;
    points->x.push_back(static_cast<float>(spacing * (static_cast<double>(i % 100) - 49.5)));
    points->y.push_back(
        static_cast<float>(spacing * (static_cast<double>(row) - static_cast<double>(count) / 200)));
  }
  return points;
}

}  // namespace isthmus
