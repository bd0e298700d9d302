// Every built-in set with the settings that are suggested for it: what is known of its samples can be read
// off the code.
#include "core/data/builtin/builtin_sets.h"
#include "core/engine/decoded_spread.h"
#include "core/engine/inference.h"
#include "core/engine/training/training_run.h"
#include "core/latent/code_use.h"
#include "core/model/suggested_settings.h"
#include "tests/support/read_off.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

DatasetPtr builtin(std::string_view id, std::string_view parameters) {
  const BuiltinSet& set = *findBuiltinSet(id);
  return makeBuiltinSet(set, readParameters(set, parameters).value(), {}).value();
}

/// The suggestion for these data, for a run of so many epochs.
TrainerConfig briefly(const Dataset& dataset, int epochs) {
  TrainerConfig config = suggestedConfig(dataset);
  config.settings = followedEpochs(*config.kind(), factsOf(dataset), config.settings, config.epochs, epochs);
  config.epochs = epochs;
  return config;
}

struct Trained {
  TrainingSnapshot snapshot;
  EncodingPtr encoding;
  CodeUse use;
};

Trained trainedWith(const DatasetPtr& dataset, const TrainerConfig& config) {
  auto run = TrainingRun::create(dataset, config).value();
  while (!run->finished()) {
    EXPECT_TRUE(run->step());
    if (run->atEpochEnd()) {
      EXPECT_TRUE(run->finishEpoch({}));
    }
  }
  Trained trained;
  trained.snapshot = run->snapshot();
  trained.encoding = encodeDataset(*trained.snapshot.model, *dataset).value();
  trained.use = codeUse(*trained.encoding).value();
  std::printf("%s: KL %.2f and %.2f, held out %.2f nats\n", dataset->name.c_str(), trained.use.kl[0],
              trained.use.kl[1], trained.snapshot.history.epochs.back().heldOut.total);
  return trained;
}

std::optional<CollapseFinding> collapseOf(const Trained& trained) {
  return findCollapse(trained.use, trained.snapshot.model->settings, trained.snapshot.model->step);
}

/// Held-out samples by those that were learnt from.
test::NeighbourReading readingOf(const Dataset& dataset, const Trained& trained) {
  return {trained.encoding->means, dataset.trainCount, dataset.trainCount};
}

void expectFactor(const Dataset& dataset, const Trained& trained, std::string_view factor, double least) {
  const auto found = std::ranges::find(dataset.factors, factor, &Factor::name);
  ASSERT_NE(found, dataset.factors.end()) << factor;
  const double rSquared = readingOf(dataset, trained).rSquared(found->values);
  std::printf("  %s: R2 %.3f\n", std::string(factor).c_str(), rSquared);
  EXPECT_GT(rSquared, least) << factor;
}

void expectClasses(const Dataset& dataset, const Trained& trained, double least) {
  const double accuracy = readingOf(dataset, trained).accuracy(dataset.labels);
  std::printf("  accuracy %.3f\n", accuracy);
  EXPECT_GT(accuracy, least);
}

/// A number that was put in, and the R squared with which it is read off the code at least.
struct ReadFactor {
  const char* name;
  double least;
};

void expectFactors(const DatasetPtr& dataset, int epochs, std::initializer_list<ReadFactor> factors) {
  const Trained trained = trainedWith(dataset, briefly(*dataset, epochs));
  for (const ReadFactor& factor : factors) expectFactor(*dataset, trained, factor.name, factor.least);
  EXPECT_FALSE(collapseOf(trained));
}

// Without the warm-up and the narrow nets the position along either sheet was read off with an R squared of
// 0.2 to 0.5: the code was all but off.
TEST(SuggestedTraining, FollowsTheSwissRollRound) {
  expectFactors(builtin("swiss-roll", ""), 150, {{"position along the sheet", 0.8}, {"height", 0.9}});
}

TEST(SuggestedTraining, FollowsTheSCurve) {
  expectFactors(builtin("s-curve", "samples=2000"), 200,
                {{"position along the sheet", 0.9}, {"height", 0.9}});
}

TEST(SuggestedTraining, TellsClustersApart) {
  const DatasetPtr clusters = builtin("clusters", "samples=1000");
  const Trained trained = trainedWith(clusters, briefly(*clusters, 100));
  expectClasses(*clusters, trained, 0.95);
  EXPECT_FALSE(collapseOf(trained));
}

TEST(SuggestedTraining, TellsDigitsApart) {
  const DatasetPtr digits = builtin("digits", "samples=3000");
  const Trained trained = trainedWith(digits, briefly(*digits, 20));
  expectClasses(*digits, trained, 0.5);
  EXPECT_FALSE(collapseOf(trained));
}

TEST(SuggestedTraining, KnowsWhereAShapeIs) {
  expectFactors(builtin("shapes", "samples=3000"), 20, {{"x", 0.8}, {"y", 0.8}});
}

TEST(SuggestedTraining, FindsNextToNothingInNoise) {
  const DatasetPtr noise = builtin("noise", "samples=2000");
  const Trained trained = trainedWith(noise, briefly(*noise, 60));
  EXPECT_LT(trained.use.kl[0] + trained.use.kl[1], 0.5) << "after the whole run it is 0.00";
}

TEST(SuggestedTraining, KnowsEveryBuiltInSet) {
  EXPECT_EQ(builtinSets().size(), 6U) << "a new one needs a test here and a row in tests/bench/suggested";
}

TEST(SuggestedTraining, WithABetaOfEightTheCodeIsLostAndThatIsSaid) {
  const DatasetPtr curve = builtin("s-curve", "samples=1000");
  TrainerConfig config = briefly(*curve, 100);
  config.settings.insert_or_assign("beta", 8.0);
  const auto collapse = collapseOf(trainedWith(curve, config));
  ASSERT_TRUE(collapse);
  EXPECT_TRUE(collapse->isWhole);
  EXPECT_NE(collapse->message.find("smaller beta (now 8)"), std::string::npos);
}

TEST(DecodedSpread, TellsAnAutoencoderWhoseUnitsDiedFromOneThatLearns) {
  const DatasetPtr curve = builtin("s-curve", "samples=1000");
  const auto spreadAt = [&](double learningRate) {
    TrainerConfig config = suggestedConfig(*curve, *findKind("autoencoder"));
    config.epochs = 70;
    config.learningRate = learningRate;
    auto run = TrainingRun::create(curve, config).value();
    while (!run->finished()) {
      EXPECT_TRUE(run->step());
      if (run->atEpochEnd()) {
        EXPECT_TRUE(run->finishEpoch({}));
      }
    }
    const TrainingSnapshot snapshot = run->snapshot();
    return decodedSpread(*snapshot.model, *encodeDataset(*snapshot.model, *curve).value()).value();
  };
  EXPECT_GT(spreadAt(1e-3), 0.3) << "about the spread of the data themselves";
  EXPECT_LT(spreadAt(5), kLeastDecodedSpread);
}

}  // namespace
}  // namespace isthmus
