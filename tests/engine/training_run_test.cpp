#include "core/engine/training/training_run.h"

#include "core/data/library/known_datasets.h"
#include "core/engine/inference.h"
#include "tests/engine/small_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace isthmus {
namespace {

TrainerConfig smallConfig() {
  TrainerConfig config;
  config.settings = vaeSettings({16, 8}, 2);
  config.batchSize = 20;
  config.epochs = 3;
  return config;
}

std::unique_ptr<TrainingRun> makeRun(const DatasetPtr& dataset, const TrainerConfig& config) {
  auto run = TrainingRun::create(dataset, config);
  EXPECT_TRUE(run);
  return std::move(run).value();
}

void trainAll(TrainingRun& run, bool watch = false) {
  while (!run.finished()) {
    ASSERT_TRUE(run.step());
    if (watch) {
      run.refresh(std::chrono::milliseconds(1));
      (void)run.snapshot();
    }
    if (run.atEpochEnd()) {
      ASSERT_TRUE(run.finishEpoch({}));
    }
  }
}

/// The held-out loss of predicting each pixel's mean over the training part: what knows nothing of the
/// sample.
double constantPredictorLoss(const Dataset& dataset) {
  const std::size_t width = dataset.shape.size();
  std::vector<double> mean(width);
  for (std::size_t i = 0; i < dataset.trainCount; ++i)
    for (std::size_t j = 0; j < width; ++j)
      mean[j] += dataset.sample(i)[j] / 255.0 / static_cast<double>(dataset.trainCount);
  double loss = 0;
  for (std::size_t i = dataset.trainCount; i < dataset.count(); ++i)
    for (std::size_t j = 0; j < width; ++j) {
      const double p = std::clamp(mean[j], 1e-4, 1 - 1e-4);
      const double x = dataset.sample(i)[j] / 255.0;
      loss -= x * std::log(p) + (1 - x) * std::log(1 - p);
    }
  return loss / static_cast<double>(dataset.testCount());
}

TEST(TrainingRun, LearnsTwoThousandRealImagesBetterThanAConstantPredictorCan) {
  DatasetPtr fashion;
  for (const KnownDataset& known : knownDatasets())
    if (known.id == "fashion-mnist") fashion = *loadKnownDataset(known, {}, {});
  if (!fashion) GTEST_SKIP() << "Fashion-MNIST is not installed";
  const auto dataset = std::make_shared<const Dataset>(firstSamples(*fashion, 2000));
  TrainerConfig config;
  config.epochs = 10;
  auto run = makeRun(dataset, config);
  trainAll(*run);
  const auto history = run->snapshot().history;
  const double constant = constantPredictorLoss(*dataset);
  std::printf("test loss %.1f nats after 10 epochs on 2,000 images; constant predictor %.1f\n",
              history.epochs.back().heldOut.total, constant);
  EXPECT_LT(history.epochs.back().heldOut.total, constant - 50);
  EXPECT_LT(history.epochs.back().heldOut.total, history.epochs.front().heldOut.total);
}

TEST(TrainingRun, SameSeedGivesTheSameWeights) {
  const auto dataset = twoSides();
  auto first = makeRun(dataset, smallConfig());
  auto second = makeRun(dataset, smallConfig());
  trainAll(*first);
  trainAll(*second);
  const auto a = first->snapshot().model;
  const auto b = second->snapshot().model;
  for (std::size_t i = 0; i < a->weights.size(); ++i) EXPECT_EQ(a->weights[i].values, b->weights[i].values);

  auto config = smallConfig();
  config.seed = 8;
  auto other = makeRun(dataset, config);
  trainAll(*other);
  EXPECT_NE(a->weights[0].values, other->snapshot().model->weights[0].values);
}

TEST(TrainingRun, WatchingDoesNotChangeWhatIsLearnt) {
  const auto dataset = twoSides();
  auto alone = makeRun(dataset, smallConfig());
  auto watched = makeRun(dataset, smallConfig());
  trainAll(*alone);
  trainAll(*watched, true);
  const auto a = alone->snapshot().model;
  const auto b = watched->snapshot().model;
  for (std::size_t i = 0; i < a->weights.size(); ++i) EXPECT_EQ(a->weights[i].values, b->weights[i].values);
}

TEST(TrainingRun, DivergenceKeepsTheLastGoodWeightsAndSaysWhatHelps) {
  auto config = smallConfig();
  config.learningRate = 10;
  config.epochs = 200;
  auto run = makeRun(twoSides(), config);
  Result<void> outcome;
  while (outcome && !run->finished()) {
    // Weights beyond all measure are what a much too large rate leads to; the rate itself is capped.
    outcome = run->step();
    run->setLearningRate(1e30);
    if (outcome && run->atEpochEnd()) outcome = run->finishEpoch({});
  }
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("smaller learning rate"), std::string::npos)
      << outcome.error().message;
  const auto kept = run->snapshot().model;
  for (const NamedTensor& tensor : kept->weights)
    for (const float value : tensor.values) ASSERT_TRUE(std::isfinite(value)) << tensor.name;
}

TEST(TrainingRun, WritesDownWhatWasChangedAndWhenItTookEffect) {
  auto run = makeRun(twoSides(), smallConfig());
  run->setLearningRate(0.01);  // nothing was learnt with the one before
  ASSERT_TRUE(run->step());
  run->setLive("beta", 1);  // as it was
  run->setLive("beta", 0.5);
  run->setLive("beta", 0.25);
  ASSERT_TRUE(run->step());
  run->setLearningRate(0.02);
  run->setLearningRate(0.01);  // and back, before it took effect
  run->setLearningRate(0.005);
  const auto changes = run->snapshot().history.changes;
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].key, "beta");
  EXPECT_EQ(changes[0].step, 1);
  EXPECT_EQ(changes[0].before, 1);
  EXPECT_EQ(changes[0].after, 0.25);
  EXPECT_GT(changes[0].epoch, 0);
  EXPECT_EQ(changes[1].key, kLearningRateKey);
  EXPECT_EQ(changes[1].step, 2);
  EXPECT_EQ(changes[1].before, 0.01);
  EXPECT_EQ(changes[1].after, 0.005);
  EXPECT_GT(changes[1].epoch, changes[0].epoch);
}

TEST(TrainingRun, BetaAndLearningRateTakeEffectAtTheNextStep) {
  const auto dataset = twoSides();
  auto plain = makeRun(dataset, smallConfig());
  auto changed = makeRun(dataset, smallConfig());
  ASSERT_TRUE(plain->step());
  ASSERT_TRUE(changed->step());
  EXPECT_EQ(plain->snapshot().model->weights[0].values, changed->snapshot().model->weights[0].values);
  changed->setLearningRate(0);
  const auto before = changed->snapshot().model->weights[0].values;
  ASSERT_TRUE(changed->step());
  EXPECT_EQ(changed->snapshot().model->weights[0].values, before);

  auto config = smallConfig();
  config.epochs = 30;
  auto free = makeRun(dataset, config);
  auto bound = makeRun(dataset, config);
  free->setLive("beta", 0);
  bound->setLive("beta", 1000);
  trainAll(*free);
  trainAll(*bound);
  const auto kl = [](const TrainingRun& run) {
    return run.snapshot().history.epochs.back().heldOut.terms[1];
  };
  EXPECT_LT(kl(*bound), 0.01);
  EXPECT_GT(kl(*free), 10 * kl(*bound));
}

TEST(TrainingRun, AWarmUpLetsTheKlDivergenceInSlowlyAndTheCurvesShowItWhole) {
  const auto dataset = twoSides();
  TrainerConfig config = smallConfig();
  config.epochs = 30;
  config.settings = vaeSettings({16, 8}, 2, 1000, 100'000);
  auto warm = makeRun(dataset, config);
  config.settings = vaeSettings({16, 8}, 2, 1000);
  auto cold = makeRun(dataset, config);
  trainAll(*warm);
  trainAll(*cold);
  const EpochRecord last = warm->snapshot().history.epochs.back();
  EXPECT_GT(last.heldOut.terms[1], 10 * cold->snapshot().history.epochs.back().heldOut.terms[1]);
  for (const LossValues& loss : {last.train, last.heldOut})
    EXPECT_NEAR(loss.total, loss.terms[0] + 1000 * loss.terms[1], 1e-6 * loss.total);
}

TEST(TrainingRun, AWarmUpBeginsWithoutTheKlDivergence) {
  const auto dataset = twoSides();
  TrainerConfig config = smallConfig();
  config.settings = vaeSettings({16, 8}, 2, 0);
  auto without = makeRun(dataset, config);
  config.settings = vaeSettings({16, 8}, 2, 1, 2);
  auto warm = makeRun(dataset, config);
  const auto weights = [](const TrainingRun& run) { return run.snapshot().model->weights[0].values; };
  ASSERT_TRUE(without->step());
  ASSERT_TRUE(warm->step());
  EXPECT_EQ(weights(*without), weights(*warm));
  ASSERT_TRUE(without->step());
  ASSERT_TRUE(warm->step());
  EXPECT_NE(weights(*without), weights(*warm)) << "the second step has a part of it";
}

TEST(TrainingRun, GoesOnToTheSameBitsFromTheMiddleOfAWarmUpAndAfterALiveChange) {
  const auto dataset = twoSides();
  TrainerConfig config = smallConfig();
  config.settings = vaeSettings({16, 8}, 2, 2, 2);
  auto whole = makeRun(dataset, config);
  for (int step = 0; step < 7; ++step) ASSERT_TRUE(whole->step());
  whole->setLive("beta", 0.5);
  ASSERT_TRUE(whole->step());
  auto resumed = TrainingRun::resume(dataset, whole->capture());
  ASSERT_TRUE(resumed) << resumed.error().text();
  trainAll(*whole);
  trainAll(**resumed);
  const auto expected = whole->snapshot();
  const auto found = (*resumed)->snapshot();
  for (std::size_t i = 0; i < expected.model->weights.size(); ++i)
    ASSERT_EQ(found.model->weights[i].values, expected.model->weights[i].values);
  EXPECT_EQ(found.history.epochs.back().train.total, expected.history.epochs.back().train.total);
}

TEST(TrainingRun, HeldOutLossIsTheMeanOfWhatEncodingTheTestPartGives) {
  const auto dataset = twoSides();
  auto run = makeRun(dataset, smallConfig());
  trainAll(*run);
  const auto snapshot = run->snapshot();
  const auto encoding = *encodeDataset(*snapshot.model, *dataset);
  double sum = 0;
  for (std::size_t i = dataset->trainCount; i < dataset->count(); ++i)
    sum += encoding->of(Measure::SampledNll)[i] + encoding->of(Measure::Kl)[i];
  EXPECT_NEAR(snapshot.history.epochs.back().heldOut.total, sum / static_cast<double>(dataset->testCount()),
              1e-4);
}

TEST(TrainingRun, HoldsOutAValidationShareAndNeverLearnsFromIt) {
  auto config = smallConfig();
  config.validationShare = 0.25;
  auto run = makeRun(twoSides(), config);
  const auto parts = run->snapshot().parts;
  EXPECT_EQ(std::ranges::count(*parts, Part::Validation), 100);
  EXPECT_EQ(std::ranges::count(*parts, Part::Train), 300);
  EXPECT_EQ(run->snapshot().history.heldOutPart, Part::Validation);
}

TEST(TrainingRun, ErrorsOfUntrainedWeightsAreForgottenAndMeasuredAnew) {
  auto run = makeRun(twoSides(), smallConfig());
  ASSERT_TRUE(run->refreshAll({}));
  EXPECT_TRUE(std::isfinite(run->snapshot().encoding->of(Measure::Nll)[0]));
  ASSERT_TRUE(run->step());
  const auto measured = [&] {
    const auto encoding = run->snapshot().encoding;
    return std::ranges::count_if(encoding->of(Measure::Nll),
                                 [](float error) { return std::isfinite(error); });
  };
  EXPECT_EQ(measured(), 0);
  run->refresh(std::chrono::milliseconds(1));
  EXPECT_GT(measured(), 0);
  EXPECT_FALSE(run->snapshot().encoding->isUniform);
  ASSERT_TRUE(run->refreshAll({}));
  EXPECT_EQ(measured(), 500);
}

TEST(TrainingRun, RefusesSettingsByName) {
  auto config = smallConfig();
  config.batchSize = 0;
  const auto run = TrainingRun::create(twoSides(), config);
  ASSERT_FALSE(run);
  EXPECT_FALSE(run.error().where.empty());
}

TEST(TrainingRun, TheCurveStaysShortHoweverLongTheRun) {
  auto config = smallConfig();
  config.settings = vaeSettings({2}, 2);
  config.batchSize = 1;
  config.epochs = 12'000;
  auto run = makeRun(twoSides(1, 0), config);
  trainAll(*run);
  const auto history = run->snapshot().history;
  EXPECT_EQ(history.epochs.size(), 12'000U);
  EXPECT_LE(history.train.size(), 4000U);
  EXPECT_FALSE(history.hasHeldOut);
}

}  // namespace
}  // namespace isthmus
