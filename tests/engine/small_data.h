#pragma once

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/engine/initial_weights.h"
#include "core/engine/learner.h"
#include "core/model/kinds/vae.h"
#include "core/model/model_snapshot.h"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

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

/// The same numbers in floats, one a byte, with a range of 0 to 255.
inline DatasetPtr twoSidesInFloats(std::size_t trainCount = 400, std::size_t testCount = 100) {
  auto dataset = std::make_shared<Dataset>(*twoSides(trainCount, testCount));
  dataset->name = "two sides in floats";
  dataset->pixels[0] = 0;
  dataset->pixels[1] = 255;
  dataset->values.assign(dataset->pixels.begin(), dataset->pixels.end());
  dataset->pixels.clear();
  return dataset;
}

/// The same as vectors of 36 numbers, standardised.
inline DatasetPtr twoSidesAsVectors(std::size_t trainCount = 400, std::size_t testCount = 100) {
  auto dataset = std::make_shared<Dataset>(*twoSidesInFloats(trainCount, testCount));
  dataset->name = "two sides as vectors";
  dataset->kind = SampleKind::Vector;
  dataset->shape = {1, 36, 1};
  dataset->scaling = Scaling::Standardise;
  return dataset;
}

/// Hidden layers and latent dimensions of a small model.
struct Layers {
  std::vector<int> hidden;
  int latent = 2;
};

/// An untrained VAE for this data set.
inline ModelSnapshot freshModel(const Dataset& dataset, const Layers& layers, std::uint64_t seed = 7) {
  ModelSnapshot model;
  model.spec = vaeSpec(dataset.shape, layers.hidden, layers.latent, dataset.kind);
  model.weights = drawWeights(model.spec, seed);
  model.scaling = fitScaling(dataset);
  return model;
}

/// A VAE's terms: reconstruction and KL divergence.
inline Objective vaeObjective() {
  return planModel(*findKind("vae"), {}, {SampleKind::Image, {1, 1, 1}})->objective;
}

/// What a learner of a VAE makes of a batch.
inline LossValues measured(Learner& learner, std::span<const std::size_t> samples,
                           std::span<const float> noise, double beta) {
  const std::array weights = {1.0, beta};
  return learner.measure({samples, noise, weights}, {}).value();
}

/// Its weights and its decoder's variance.
inline ModelSnapshot described(const Learner& learner) {
  ModelSnapshot model;
  learner.describe(model);
  return model;
}

}  // namespace isthmus
