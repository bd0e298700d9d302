#include "core/engine/training/trainer_config.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/split.h"
#include "core/model/suggested_settings.h"

#include <string>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

std::string kindsText() {
  std::string text;
  for (const ModelKind& kind : modelKinds()) text.append(text.empty() ? "" : ", ").append(kind.id);
  return text;
}

}  // namespace

std::optional<Error> TrainerConfig::validate() const {
  const ModelKind* made = kind();
  if (!made) return badSetting("model", quotedText(model) + " is no kind of model; expected " + kindsText());
  if (auto error = checkSettings(*made, settings)) return error;
  // Conditions say what is right, so that NaN is wrong.
  if (!(learningRate > 0 && learningRate <= 10))
    return badSetting("learningRate",
                      "the learning rate must be above 0 and at most 10, not " + numberText(learningRate));
  if (batchSize < 1 || batchSize > 65'536)
    return badSetting("batchSize",
                      "the batch size must be between 1 and 65,536, not " + std::to_string(batchSize));
  if (epochs < 1 || epochs > 100'000)
    return badSetting("epochs",
                      "the number of epochs must be between 1 and 100,000, not " + std::to_string(epochs));
  if (!(validationShare >= 0 && validationShare <= 0.9)) {
    return badSetting("validationShare", "the share held out for validation must be between 0 and 0.9, not " +
                                             numberText(validationShare));
  }
  return std::nullopt;
}

TrainerConfig suggestedConfig(const Dataset& dataset, const ModelKind& kind) {
  const DataFacts facts = factsOf(dataset);
  const SuggestedSteps steps = suggestedSteps(facts);
  return {.model = std::string(kind.id),
          .settings = suggestedSettings(kind, facts, steps.epochs),
          .learningRate = steps.learningRate,
          .batchSize = steps.batchSize,
          .epochs = steps.epochs,
          .validationShare = suggestedValidationShare(dataset)};
}

}  // namespace isthmus
