#include "core/model/suggested_settings.h"

#include "core/engine/training/trainer_config.h"
#include "core/model/kinds/vae.h"

#include <gtest/gtest.h>

#include <vector>

namespace isthmus {
namespace {

const ModelKind& vae() {
  return *findKind("vae");
}

DataFacts table(int columns, std::size_t rows) {
  return {SampleKind::Vector, {1, columns, 1}, rows};
}

TEST(SuggestedSettings, LeavePicturesAndWideRowsAsTheyWere) {
  for (const DataFacts& data : {DataFacts{SampleKind::Image, {28, 28, 1}, 60'000}, table(33, 60'000),
                                DataFacts{SampleKind::Image, {2, 2, 1}, 60'000}}) {
    const SuggestedSteps steps = suggestedSteps(data);
    EXPECT_EQ(steps.learningRate, 1e-3);
    EXPECT_EQ(steps.epochs, 50);
    EXPECT_EQ(suggestedSettings(vae(), data, 50), vaeSettings({256, 128}, 2));
  }
}

TEST(SuggestedSettings, OfRowsOfFewNumbersHaveNarrowNetsAndAWarmUp) {
  const DataFacts roll = table(3, 4'000);
  const SuggestedSteps steps = suggestedSteps(roll);
  EXPECT_EQ(steps.epochs, 250);
  EXPECT_EQ(steps.learningRate, 3e-3);
  EXPECT_EQ(suggestedSettings(vae(), roll, 250), vaeSettings({64, 64, 64}, 2, 1, 125));
  EXPECT_EQ(suggestedSettings(vae(), roll, 1), vaeSettings({64, 64, 64}, 2, 1, 0));
  const ModelSettings ofAutoencoder = suggestedSettings(*findKind("ae"), roll, 250);
  EXPECT_EQ(ofAutoencoder.at("hidden"), SettingValue(std::vector<int>{64, 64, 64}));
  EXPECT_FALSE(ofAutoencoder.contains("warmup"));
}

TEST(SuggestedSettings, AreWhatEachKindCanBePlannedWith) {
  for (const ModelKind& kind : modelKinds()) {
    for (const DataFacts& data : {table(4, 120), table(2, 1'000'000), table(500, 80),
                                  DataFacts{SampleKind::Image, {28, 28, 3}, 10}}) {
      const SuggestedSteps steps = suggestedSteps(data);
      EXPECT_TRUE(planModel(kind, suggestedSettings(kind, data, steps.epochs), data)) << kind.id;
      EXPECT_GE(steps.epochs, 50);
    }
  }
}

TEST(SuggestedSettings, OfFewRowsMakeAsManyStepsAsBefore) {
  EXPECT_EQ(suggestedSteps(table(4, 120)).epochs, 500);
  EXPECT_EQ(suggestedSteps(table(4, 120)).batchSize, 12);
  EXPECT_EQ(suggestedSteps(table(11, 1'280)).epochs, 385) << "more would be learnt by heart";
}

TEST(SuggestedSettings, FollowTheEpochsUntilTheyAreSetByHand) {
  const DataFacts roll = table(3, 4'000);
  const ModelSettings suggested = suggestedSettings(vae(), roll, 250);
  EXPECT_EQ(followedEpochs(vae(), roll, suggested, 250, 10), suggestedSettings(vae(), roll, 10));
  ModelSettings byHand = suggested;
  byHand["warmup"] = 7;
  byHand["beta"] = 2.0;
  EXPECT_EQ(followedEpochs(vae(), roll, byHand, 250, 10), byHand);
}

TEST(WarmUp, GrowsEvenlyToTheWholeWeightAndStaysThere) {
  const Term term{.type = TermType::Kl, .name = "kl", .warmUp = 8};
  EXPECT_EQ(warmedUp(term, 0), 0);
  EXPECT_EQ(warmedUp(term, 2), 0.25);
  EXPECT_EQ(warmedUp(term, 8), 1);
  EXPECT_EQ(warmedUp(term, 100), 1);
  EXPECT_EQ(warmedUp(Term{}, 0), 1) << "without a warm-up it is there at once";
}

}  // namespace
}  // namespace isthmus
