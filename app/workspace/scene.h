#pragma once

#include "core/anomaly/sample_errors.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "core/latent/code_use.h"
#include "core/latent/encoding.h"
#include "core/latent/latent_plane.h"
#include "core/model/model_snapshot.h"
#include "widgets/plane/plane_choice.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace isthmus {

using PartsPtr = std::shared_ptr<const std::vector<Part>>;

/// Where the samples lie on the screen.
struct Layout {
  std::shared_ptr<const PlanePoints> points;  ///< one a sample; null: there is no encoding
  std::optional<LatentPlane> plane;  ///< by which a place can be lifted to a code; nothing: it cannot be
  /// The two of more dimensions that have the highest KL divergence, which the plane has as axes where that
  /// is chosen; nothing: there are two alone, or there is no posterior.
  std::optional<std::pair<std::size_t, std::size_t>> leading;
};
using LayoutPtr = std::shared_ptr<const Layout>;

/// From what a scene is made.
struct SceneInputs {
  DatasetPtr dataset;      ///< null: none
  PartsPtr parts;          ///< of dataset; null: all for training
  ModelSnapshotPtr model;  ///< null: none
  EncodingPtr encoding;  ///< of dataset, by the model or (while it trains) an earlier step of it; null: none
  DatasetPtr probe;      ///< null: none
  EncodingPtr probeEncoding;
  PlaneChoice plane;
  std::optional<ErrorMeasure> measure;  ///< nothing: the usual one
  bool operator==(const SceneInputs&) const = default;
};

/// A model, what it makes of the samples, and what follows from that: of one moment, so that whoever shows a
/// part of it shows what belongs together.
struct Scene {
  SceneInputs inputs;
  LayoutPtr layout;                                ///< null: there is no model
  std::shared_ptr<const PlanePoints> probePoints;  ///< of the probe's samples; null: none
  std::optional<CodeUse> use;                      ///< nothing: there is no encoding, or no posterior
  /// decodedSpread() of a model without a posterior; nothing where it is not known.
  std::optional<double> decodedSpread;
  SampleErrorsPtr errors;       ///< null: there is no encoding
  SampleErrorsPtr probeErrors;  ///< by the same measure; null: none

  /// What errors the model has, or one that the data would get.
  ErrorTraits traits() const;
};
using ScenePtr = std::shared_ptr<const Scene>;

/// Never null. What the scene before has of the same inputs is taken from it instead of being made anew.
ScenePtr makeScene(const SceneInputs& inputs, const Scene& before);

/// A sample's posterior as the plane shows it; nothing where there is none.
std::optional<PlaneCovariance> posteriorOf(const Scene& scene, std::size_t sample);
/// The same of a posterior by its log-variances (latent; empty: none).
std::optional<PlaneCovariance> posteriorIn(const Layout& layout, std::span<const float> logVariances);

}  // namespace isthmus
