#include "core/engine/training/trainer_config.h"
#include "core/model/kinds/vae.h"
#include "tests/support/special_floats.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using test::kNan;

/// The name of the field that validation complains of first.
template <typename Settings>
std::string complaint(const Settings& settings) {
  const auto error = settings.validate();
  if (!error) return "none";
  EXPECT_EQ(error->code, ErrorCode::BadSetting);
  EXPECT_FALSE(error->message.empty());
  return error->where;
}

TEST(ModelSpec, AcceptsItsWholeRangeAndNothingBeyond) {
  EXPECT_EQ(complaint(vaeSpec({28, 28, 1})), "none");
  EXPECT_EQ(complaint(vaeSpec({1, 1, 3}, {1}, 2)), "none");
  EXPECT_EQ(complaint(vaeSpec({1024, 1024, 1}, {64}, 64)), "none");
  EXPECT_EQ(complaint(vaeSpec({28, 28, 1}, std::vector<int>(8, 512))), "none");
  EXPECT_EQ(complaint(vaeSpec({0, 28, 1})), "shape");
  EXPECT_EQ(complaint(vaeSpec({28, -1, 1})), "shape");
  EXPECT_EQ(complaint(vaeSpec({28, 28, 2})), "shape");
  EXPECT_EQ(complaint(vaeSpec({1024, 1025, 1})), "shape");
  EXPECT_EQ(complaint(vaeSpec({INT32_MAX, INT32_MAX, 3})), "shape");
  EXPECT_EQ(complaint(vaeSpec({28, 28, 1}, {0})), "hidden");
  EXPECT_EQ(complaint(vaeSpec({28, 28, 1}, {8193})), "hidden");
  EXPECT_EQ(complaint(vaeSpec({28, 28, 1}, std::vector<int>(64, 1))), "nets");  // 64 and the output
  EXPECT_EQ(complaint(vaeSpec({1024, 1024, 1}, {8192})), "hidden");  // 16 GiB of weights twice over
  EXPECT_EQ(complaint(vaeSpec({28, 28, 1}, {256}, 1)), "latent");
  EXPECT_EQ(complaint(vaeSpec({28, 28, 1}, {256}, 65)), "latent");
  EXPECT_EQ(complaint(vaeSpec({1, 4, 1}, {8}, 2, SampleKind::Vector)), "none");
  EXPECT_EQ(complaint(vaeSpec({2, 4, 1}, {8}, 2, SampleKind::Vector)), "shape");
  ModelSpec unlikely = vaeSpec({1, 4, 1}, {8}, 2, SampleKind::Vector);
  unlikely.likelihood = Likelihood::Bernoulli;
  EXPECT_EQ(complaint(unlikely), "likelihood");
}

TEST(TrainerConfig, AcceptsItsWholeRangeAndNothingBeyond) {
  const auto with = [](const std::function<void(TrainerConfig&)>& change) {
    TrainerConfig config;
    change(config);
    return complaint(config);
  };
  EXPECT_EQ(complaint(TrainerConfig{}), "none");
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["beta"] = 0.0; }), "none");
  EXPECT_EQ(with([](TrainerConfig& c) { c.validationShare = 0.9; }), "none");
  EXPECT_EQ(with([](TrainerConfig& c) { c.batchSize = 65'536; }), "none");
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["hidden"] = std::vector<int>(); }), "hidden");
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["latent"] = 1; }), "latent");
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["beta"] = -0.1; }), "beta");
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["beta"] = 1000.5; }), "beta");
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["beta"] = double{kNan}; }), "beta");
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["latent"] = 2.5; }), "latent");  // no whole number
  EXPECT_EQ(with([](TrainerConfig& c) { c.settings["depth"] = 3; }), "depth");
  EXPECT_EQ(with([](TrainerConfig& c) { c.model = "gin"; }), "model");
  EXPECT_EQ(with([](TrainerConfig& c) { c.learningRate = 0; }), "learningRate");
  EXPECT_EQ(with([](TrainerConfig& c) { c.learningRate = 10.5; }), "learningRate");
  EXPECT_EQ(with([](TrainerConfig& c) { c.learningRate = double{kNan}; }), "learningRate");
  EXPECT_EQ(with([](TrainerConfig& c) { c.batchSize = 0; }), "batchSize");
  EXPECT_EQ(with([](TrainerConfig& c) { c.batchSize = 65'537; }), "batchSize");
  EXPECT_EQ(with([](TrainerConfig& c) { c.epochs = 0; }), "epochs");
  EXPECT_EQ(with([](TrainerConfig& c) { c.epochs = 100'001; }), "epochs");
  EXPECT_EQ(with([](TrainerConfig& c) { c.validationShare = -0.1; }), "validationShare");
  EXPECT_EQ(with([](TrainerConfig& c) { c.validationShare = 0.95; }), "validationShare");
}

TEST(TrainerConfig, SaysWhatIsWrongAndWhatWasExpected) {
  TrainerConfig config;
  config.learningRate = 12.5;
  EXPECT_EQ(config.validate()->message, "the learning rate must be above 0 and at most 10, not 12.5");
}

TEST(SuggestedConfig, GivesSmallSetsSmallBatchesAndEnoughSteps) {
  Dataset dataset;
  dataset.shape = {1, 1, 1};
  const auto suggestedFor = [&](std::size_t count) {
    dataset.pixels.resize(count);
    dataset.trainCount = count;
    return suggestedConfig(dataset);
  };
  const TrainerConfig large = suggestedFor(60'000);
  EXPECT_EQ(large.batchSize, 100);
  EXPECT_EQ(large.epochs, 50);
  const TrainerConfig iris = suggestedFor(120);
  EXPECT_EQ(iris.batchSize, 12);
  EXPECT_EQ(iris.epochs, 500);
  for (const int count : {1, 7, 50, 999, 5'000}) {
    const TrainerConfig config = suggestedFor(static_cast<std::size_t>(count));
    EXPECT_FALSE(config.validate()) << count;
    EXPECT_GE(config.epochs * ((count - 1) / config.batchSize + 1), 5'000) << count;
  }
  dataset.shape = {28, 28, 1};
  EXPECT_EQ(suggestedFor(320).epochs, 100) << "a few pictures are soon learnt by heart";
  EXPECT_EQ(suggestedFor(60'000).epochs, 50);
}

}  // namespace
}  // namespace isthmus
