#include "core/model/model_kind.h"

#include "core/base/text.h"
#include "core/model/kinds/autoencoder.h"
#include "core/model/kinds/pca.h"
#include "core/model/kinds/vae.h"

#include <algorithm>
#include <array>
#include <utility>

namespace isthmus {

std::span<const ModelKind> modelKinds() {
  // A new kind joins by one line.
  static const std::array kKinds = {
      vaeKind(),
      autoencoderKind(),
      pcaKind(),
  };
  return kKinds;
}

const ModelKind* findKind(std::string_view id) {
  const auto found = std::ranges::find_if(modelKinds(), [id](const ModelKind& kind) {
    return kind.id == id || (!kind.shortId.empty() && kind.shortId == id);
  });
  return found == modelKinds().end() ? nullptr : &*found;
}

const Setting* ModelKind::setting(std::string_view key) const {
  const auto found = std::ranges::find(settings, key, &Setting::key);
  return found == settings.end() ? nullptr : &*found;
}

DataFacts factsOf(const Dataset& dataset) {
  return {dataset.kind, dataset.shape, dataset.trainCount};
}

bool hasFewNumbers(const DataFacts& data) {
  return data.samples == SampleKind::Vector && data.shape.size() <= kFewNumbers;
}

ModelSettings completed(const ModelKind& kind, ModelSettings settings) {
  for (const Setting& setting : kind.settings) settings.try_emplace(std::string(setting.key), setting.usual);
  return settings;
}

std::optional<Error> checkSettings(const ModelKind& kind, const ModelSettings& settings) {
  for (const Setting& setting : kind.settings) {  // in the form's order
    const auto value = settings.find(setting.key);
    if (value == settings.end()) continue;
    if (auto error = checkSetting(setting, value->second)) return error;
  }
  for (const auto& [key, value] : settings) {
    if (kind.setting(key)) continue;
    std::string known;
    for (const Setting& setting : kind.settings) known.append(known.empty() ? "" : ", ").append(setting.key);
    return badSetting(
        key, "is no setting of the model " + quotedText(std::string(kind.id)) + ", which has " + known);
  }
  return std::nullopt;
}

Result<ModelPlan> planModel(const ModelKind& kind, const ModelSettings& settings, const DataFacts& data) {
  if (auto error = checkSettings(kind, settings)) return *std::move(error);
  auto plan = kind.plan(completed(kind, settings), data);
  if (!plan) return plan;
  if (auto error = plan->spec.validate()) return *std::move(error);
  return plan;
}

}  // namespace isthmus
