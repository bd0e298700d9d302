// Every kind of model on pictures and on vectors: what is said of one must hold for all.
#include "core/anomaly/error_measure.h"
#include "core/engine/inference.h"
#include "core/engine/training/run_file.h"
#include "core/engine/training/trainer.h"
#include "core/engine/training/training_run.h"
#include "core/model/file/model_file.h"
#include "tests/engine/small_data.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <tuple>

namespace isthmus {
namespace {

class KindsTest : public testing::TestWithParam<std::tuple<std::string, SampleKind>> {
 protected:
  static DatasetPtr dataset() {
    return std::get<1>(GetParam()) == SampleKind::Image ? twoSides() : twoSidesAsVectors();
  }
  static TrainerConfig config() {
    TrainerConfig config;
    config.model = std::get<0>(GetParam());
    if (config.kind()->setting("hidden")) config.settings["hidden"] = std::vector<int>{16, 8};
    config.epochs = 2;
    return config;
  }
  static std::unique_ptr<TrainingRun> made() {
    return std::move(TrainingRun::create(dataset(), config())).value();
  }
  static void trainToTheEnd(TrainingRun& run) {
    while (!run.finished()) {
      ASSERT_TRUE(run.step());
      if (run.atEpochEnd()) {
        ASSERT_TRUE(run.finishEpoch({}));
      }
    }
  }
};

TEST_P(KindsTest, TrainsAndMeasuresWhatItSaysItCan) {
  const auto run = made();
  trainToTheEnd(*run);
  ASSERT_TRUE(run->refreshAll({}));
  const TrainingSnapshot snapshot = run->snapshot();
  const ModelSpec& spec = snapshot.model->spec;
  const Capabilities can = capabilitiesOf(spec);
  EXPECT_EQ(spec.kind, std::get<0>(GetParam()));
  EXPECT_EQ(snapshot.model->weights.size(), weightLayout(spec).size());
  EXPECT_EQ(snapshot.history.epochs.size(), run->isClosedForm() ? 1U : 2U);
  EXPECT_TRUE(std::isfinite(snapshot.history.epochs.back().train.total));
  EXPECT_TRUE(std::isfinite(snapshot.history.epochs.back().heldOut.total));
  ASSERT_TRUE(snapshot.encoding);
  EXPECT_EQ(snapshot.encoding->hasPosterior(), can.hasPosterior);
  EXPECT_EQ(snapshot.encoding->of(Measure::Kl).empty(), !can.hasPosterior);
  for (const ErrorMeasure measure : measuresOf(errorTraits(spec))) {
    const std::vector<float> errors = errorsOf(*snapshot.encoding, measure);
    ASSERT_EQ(errors.size(), dataset()->count());
    for (const float error : errors) ASSERT_TRUE(std::isfinite(error)) << measureName(measure);
  }
}

TEST_P(KindsTest, IsTheSameFromItsFile) {
  const auto run = made();
  trainToTheEnd(*run);
  const ModelSnapshotPtr model = run->snapshot().model;
  const test::TempFolder folder;
  const auto path = folder.path() / "model.safetensors";
  ASSERT_TRUE(saveModel(path, *model));
  const auto loaded = loadModel(path);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->spec, model->spec);
  EXPECT_EQ((*loaded)->settings, model->settings);
  EXPECT_EQ((*loaded)->statistics.size(), model->statistics.size());
  const auto data = dataset();
  EXPECT_EQ((*encodeDataset(**loaded, *data))->means.values, (*encodeDataset(*model, *data))->means.values);
  Matrix z(1, static_cast<std::size_t>(model->spec.latent));
  z.values[0] = 0.5F;
  EXPECT_EQ(decode(**loaded, z)->values, decode(*model, z)->values);
}

TEST_P(KindsTest, GoesOnFromAFileOfACaptureToTheSameBits) {
  const auto run = made();
  for (int step = 0; step < 3 && !run->finished() && !run->atEpochEnd(); ++step) ASSERT_TRUE(run->step());
  const test::TempFolder folder;
  const auto path = folder.path() / "paused.run";
  ASSERT_TRUE(writeRun(path, run->capture()));
  auto state = readRun(path);
  ASSERT_TRUE(state) << state.error().text();
  auto again = std::move(TrainingRun::resume(dataset(), std::move(state).value())).value();
  trainToTheEnd(*run);
  trainToTheEnd(*again);
  const TrainingSnapshot through = run->snapshot();
  const TrainingSnapshot resumed = again->snapshot();
  EXPECT_EQ(resumed.model->step, through.model->step);
  EXPECT_EQ(resumed.model->decoderVariance, through.model->decoderVariance);
  EXPECT_EQ(resumed.history.epochs.back().heldOut.total, through.history.epochs.back().heldOut.total);
  for (std::size_t i = 0; i < through.model->weights.size(); ++i)
    EXPECT_EQ(resumed.model->weights[i].values, through.model->weights[i].values)
        << through.model->weights[i].name;
}

TEST_P(KindsTest, TrainsInItsThreadAndIsRetiredWithoutAWait) {
  std::atomic<int> published = 0;
  auto settings = config();
  settings.epochs = 10'000;
  auto trainer = std::move(Trainer::create(dataset(), settings, [&](const TrainingSnapshotPtr&) {
                   ++published;
                 })).value();
  trainer->run();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (published < 2 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  ASSERT_GE(published, 2);
  trainer->retire();
  const int before = published;
  while (!trainer->hasEnded() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_TRUE(trainer->hasEnded());
  EXPECT_EQ(published, before) << "a run that was retired has nothing to say any more";
}

std::vector<std::string> everyKind() {
  std::vector<std::string> ids;
  for (const ModelKind& kind : modelKinds()) ids.emplace_back(kind.id);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Every, KindsTest,
                         testing::Combine(testing::ValuesIn(everyKind()),
                                          testing::Values(SampleKind::Image, SampleKind::Vector)),
                         [](const auto& tested) {
                           return std::get<0>(tested.param) + (std::get<1>(tested.param) == SampleKind::Image
                                                                   ? "OfPictures"
                                                                   : "OfVectors");
                         });

TEST(Autoencoder, LearnsToRebuild) {
  TrainerConfig config;
  config.model = "autoencoder";
  config.settings["hidden"] = std::vector<int>{32};
  config.epochs = 20;
  auto run = std::move(TrainingRun::create(twoSides(), config)).value();
  while (!run->finished()) {
    ASSERT_TRUE(run->step());
    if (run->atEpochEnd()) {
      ASSERT_TRUE(run->finishEpoch({}));
    }
  }
  const LossHistory history = run->snapshot().history;
  EXPECT_LT(history.epochs.back().heldOut.total, 0.9 * history.epochs.front().heldOut.total);
  EXPECT_EQ(history.terms.size(), 1U);
}

/// What principal components leave over is what they say.
TEST(PrincipalComponents, RebuildWithTheErrorThatTheirVariancesSay) {
  for (const DatasetPtr& dataset : {twoSides(500, 0), twoSidesAsVectors(500, 0)}) {
    TrainerConfig config;
    config.model = "pca";
    config.settings["latent"] = 5;
    auto run = std::move(TrainingRun::create(dataset, config)).value();
    ASSERT_TRUE(run->step());
    ASSERT_TRUE(run->finishEpoch({}));
    const ModelSnapshotPtr model = run->snapshot().model;
    const auto encoding = *encodeDataset(*model, *dataset);
    double mse = 0;
    for (const float error : encoding->of(Measure::Mse)) mse += static_cast<double>(error) / 500;
    const auto& variances = model->statistic(kExplainedVariance)->values;
    double left = static_cast<double>(model->statistic(kTotalVariance)->values[0]);
    for (std::size_t k = 0; k < 5; ++k) left -= static_cast<double>(variances[k]);
    EXPECT_NEAR(mse, left * 499 / 500 / 36, 1e-5 * (1 + mse)) << dataset->name;
    EXPECT_NEAR(run->snapshot().history.epochs.back().train.total,
                run->snapshot().history.train.back().loss.total, 1e-9);
    const auto share = explainedShare(*model);
    ASSERT_TRUE(share);
    EXPECT_GT(*share, 0.5);
    EXPECT_LE(*share, 1);
    // Codes have mean 0 and the variances found.
    for (std::size_t k = 0; k < 5; ++k) {
      double mean = 0;
      double square = 0;
      for (std::size_t i = 0; i < 500; ++i) {
        const auto z = static_cast<double>(encoding->means.at(i, k));
        mean += z / 500;
        square += z * z / 499;
      }
      EXPECT_NEAR(mean, 0, 1e-4);
      EXPECT_NEAR(square, static_cast<double>(variances[k]), 1e-3 * static_cast<double>(variances[0]));
    }
  }
}

TEST(PrincipalComponents, OfPicturesDecodeToPicturesAlone) {
  TrainerConfig config;
  config.model = "pca";
  auto run = std::move(TrainingRun::create(twoSides(), config)).value();
  ASSERT_TRUE(run->step());
  Matrix far(1, 2);
  far.values = {50, -50};
  const Matrix decoded = decode(*run->snapshot().model, far).value();
  for (const float value : decoded.values) {
    EXPECT_GE(value, 0);
    EXPECT_LE(value, 1);
  }
}

}  // namespace
}  // namespace isthmus
