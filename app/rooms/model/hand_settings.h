#pragma once

#include "core/engine/training/trainer_config.h"

#include <QString>

#include <optional>

namespace isthmus {

/// What a person has set otherwise than was suggested: of the model and how it is trained, not the kind, the
/// seed and the arithmetic, which suit any data.
struct HandSettings {
  ModelSettings settings;
  std::optional<double> learningRate;
  std::optional<int> batchSize;
  std::optional<int> epochs;
  std::optional<double> validationShare;
  bool operator==(const HandSettings&) const = default;
};

/// `config` against what was suggested, of the same kind of model.
HandSettings setByHand(const TrainerConfig& config, const TrainerConfig& suggested);
/// `config` with these.
TrainerConfig withHandSettings(TrainerConfig config, const HandSettings& byHand);
/// "Beta 8, 20 epochs"; empty: nothing.
QString handSettingsText(const HandSettings& byHand, const ModelKind& kind);

}  // namespace isthmus
