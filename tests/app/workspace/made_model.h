#pragma once

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/engine/initial_weights.h"
#include "core/latent/encoding.h"
#include "core/model/model_kind.h"
#include "core/model/model_snapshot.h"

#include <cstdint>
#include <memory>

namespace isthmus::test {

inline constexpr ImageShape kMadeShape = {6, 6, 1};

/// Grey pictures of 6 x 6 in two classes.
inline DatasetPtr madeDataset(std::size_t count) {
  auto dataset = std::make_shared<Dataset>();
  dataset->name = "made";
  dataset->shape = kMadeShape;
  dataset->trainCount = count;
  dataset->classNames = {"even", "odd"};
  Random random(3);
  for (std::size_t i = 0; i < count; ++i) {
    dataset->labels.push_back(static_cast<std::int32_t>(i % 2));
    for (std::size_t k = 0; k < kMadeShape.size(); ++k)
      dataset->pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
  }
  return dataset;
}

/// A small VAE of such pictures with weights as they are drawn; another seed stands for another step of a
/// run.
inline ModelSnapshotPtr madeModel(int latent, std::uint64_t seed = 1) {
  const ModelKind& kind = *findKind("vae");
  const ModelSettings settings = completed(kind, {{"hidden", std::vector<int>{8}}, {"latent", latent}});
  ModelSnapshot model;
  model.spec = planModel(kind, settings, {SampleKind::Image, kMadeShape}).value().spec;
  model.settings = settings;
  model.weights = drawWeights(model.spec, seed);
  model.data = "made";
  model.step = static_cast<std::int64_t>(seed);
  return std::make_shared<const ModelSnapshot>(std::move(model));
}

/// What a VAE could make of `count` samples: every number drawn; of the step that madeModel() is of.
inline EncodingPtr madeEncoding(std::size_t count, std::size_t latent, std::uint64_t seed) {
  auto encoding = std::make_shared<Encoding>(emptyEncoding(count, latent, true));
  Random random(seed);
  for (float& value : encoding->means.values) value = static_cast<float>(random.normal());
  for (float& value : encoding->logVariances.values) value = static_cast<float>(-random.uniform());
  for (const Measure measure : {Measure::Nll, Measure::Mse, Measure::Kl, Measure::SampledNll})
    for (float& value : encoding->column(measure)) value = static_cast<float>(10 * random.uniform());
  encoding->measures[Measure::InputEntropy].assign(count, 0.5F);
  encoding->step = static_cast<std::int64_t>(seed);
  return encoding;
}

}  // namespace isthmus::test
