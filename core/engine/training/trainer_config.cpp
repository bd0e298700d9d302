#include "core/engine/training/trainer_config.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/split.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kLeastStepsAnEpoch = 10;
constexpr std::size_t kLeastSteps = 5'000;  // what tables of some hundred rows need to settle
constexpr int kSmallestBatch = 8;
// A few hundred pictures or word vectors are learnt by heart after some 50 epochs: with 400 digits of MNIST
// the test error was 184 nats after 50 epochs, 191 after 100, 206 after 200 and 251 after 500.
constexpr std::size_t kManyNumbers = 32;  // of a sample
constexpr int kMostEpochsOfMany = 100;

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
  TrainerConfig config;
  config.model = kind.id;
  config.settings = completed(kind, {});
  config.validationShare = suggestedValidationShare(dataset);
  const std::size_t count = std::max<std::size_t>(dataset.trainCount, 1);
  const int tenth = static_cast<int>(std::min<std::size_t>(count / kLeastStepsAnEpoch, 1'000));
  config.batchSize = std::clamp(tenth, kSmallestBatch, config.batchSize);
  const std::size_t steps = (count - 1) / static_cast<std::size_t>(config.batchSize) + 1;  // an epoch
  const auto wanted = static_cast<int>((kLeastSteps + steps - 1) / steps);
  const bool isWide = dataset.shape.size() > kManyNumbers;
  config.epochs = std::max(config.epochs, isWide ? std::min(wanted, kMostEpochsOfMany) : wanted);
  return config;
}

}  // namespace isthmus
