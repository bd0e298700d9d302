#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/model/model_spec.h"
#include "core/model/objective.h"
#include "core/model/setting.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// What a kind needs to know of the data that a model is made for.
struct DataFacts {
  SampleKind samples = SampleKind::Image;
  ImageShape shape;
  std::size_t trainCount = 0;  ///< samples to learn from; 0: not known
};
DataFacts factsOf(const Dataset& dataset);

/// The most numbers that a sample of few has.
inline constexpr std::size_t kFewNumbers = 32;
/// Rows of a table of a few columns: they want other nets and steps than pictures do.
bool hasFewNumbers(const DataFacts& data);

/// A model and how it is trained.
struct ModelPlan {
  ModelSpec spec;
  Objective objective;
};

/// A kind of model. To add one is a file in core/model/kinds/ and a line in modelKinds().
struct ModelKind {
  std::string_view id;           ///< "vae": of the command line and of files
  std::string_view shortId;      ///< another name for it, or ""
  std::string_view title;        ///< "Variational autoencoder"
  std::string_view shortTitle;   ///< "VAE"
  std::string_view explanation;  ///< one sentence for a student
  std::vector<Setting> settings;
  Objective::Solver solver = Objective::Solver::Adam;
  /// From settings that are complete and in their ranges; fails where the data do not allow them.
  Result<ModelPlan> (*plan)(const ModelSettings& settings, const DataFacts& data);
  /// Settings that suit such data better than the usual ones, in a run of so many epochs; null: none do.
  ModelSettings (*suggest)(const DataFacts& data, int epochs) = nullptr;

  const Setting* setting(std::string_view key) const;
};

/// All kinds, in the order in which they are offered.
std::span<const ModelKind> modelKinds();
/// By id or short id; null for none.
const ModelKind* findKind(std::string_view id);

/// The settings with the usual value for each that is missing.
ModelSettings completed(const ModelKind& kind, ModelSettings settings);
/// The first of them that the kind does not have, or whose value it cannot take. Error::where is its key.
std::optional<Error> checkSettings(const ModelKind& kind, const ModelSettings& settings);
/// A valid model of this kind for such data; missing settings have their usual values.
Result<ModelPlan> planModel(const ModelKind& kind, const ModelSettings& settings, const DataFacts& data);

}  // namespace isthmus
