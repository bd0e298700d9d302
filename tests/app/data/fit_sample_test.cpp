#include "app/rooms/pictures/fit_sample.h"

#include "app/loading/bundled_model.h"
#include "app/rooms/pictures/single_probe.h"

#include <QSignalSpy>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using ::testing::HasSubstr;

/// A picture with a ground and a block in its middle half.
Image block(int height, int width, float ground, float ink) {
  Image image{{height, width, 1}, std::vector<float>(static_cast<std::size_t>(height * width), ground)};
  for (int y = height / 4; y < height - height / 4; ++y) {
    for (int x = width / 4; x < width - width / 4; ++x)
      image.pixels[static_cast<std::size_t>(y * width + x)] = ink;
  }
  return image;
}

float at(const Image& image, int y, int x, int channel = 0) {
  return image.pixels[static_cast<std::size_t>((y * image.shape.width + x) * image.shape.channels + channel)];
}

TEST(FitPicture, LeavesOneThatFitsAsItIs) {
  const Image picture = block(8, 8, 0, 1);
  EXPECT_EQ(fitPicture(picture, {8, 8, 1}, 0).image.pixels, picture.pixels);
}

TEST(FitPicture, InvertsInkOnPaperForDataThatAreLightOnDark) {
  const Image paper = block(40, 40, 1, 0);
  const Image fitted = fitPicture(paper, {8, 8, 1}, 0.02).image;
  EXPECT_NEAR(at(fitted, 0, 0), 0, 0.01);
  EXPECT_NEAR(at(fitted, 4, 4), 1, 0.01);
  const Image kept = fitPicture(paper, {8, 8, 1}, 0.95).image;
  EXPECT_NEAR(at(kept, 0, 0), 1, 0.01);
  const Image unknown = fitPicture(paper, {8, 8, 1}, 0.5).image;
  EXPECT_NEAR(at(unknown, 0, 0), 1, 0.01) << "a medium ground says nothing";
}

TEST(FitPicture, KeepsProportionsOnTheGroundOfThePicture) {
  const Image wide = block(20, 80, 0.2F, 1);
  const Image fitted = fitPicture(wide, {16, 16, 1}, 0.2).image;
  EXPECT_EQ(fitted.shape, (ImageShape{16, 16, 1}));
  EXPECT_NEAR(at(fitted, 0, 8), 0.2, 0.01) << "above the picture lies its ground";
  EXPECT_NEAR(at(fitted, 8, 8), 1, 0.02);
}

TEST(FitPicture, MakesGreyOfColourByLuminanceAndColourOfGrey) {
  const Image green{{1, 1, 3}, {0, 1, 0}};
  EXPECT_NEAR(at(fitPicture(green, {1, 1, 1}, 0.5).image, 0, 0), 0.587, 0.01);
  const Image grey{{1, 1, 1}, {0.4F}};
  const Image colour = fitPicture(grey, {1, 1, 3}, 0.4).image;
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(at(colour, 0, 0, c), 0.4, 0.01);
}

TEST(FitPicture, SaysWhatWasDoneAndNothingElse) {
  const auto changes = [](const FittedPicture& fitted) { return changesText(fitted).simplified(); };
  EXPECT_EQ(changes(fitPicture(block(8, 8, 0, 1), {8, 8, 1}, 0)), "");
  EXPECT_EQ(changes(fitPicture(block(8, 8, 1, 0), {8, 8, 1}, 0)), "inverted");
  EXPECT_EQ(changes(fitPicture(block(30, 20, 0, 1), {8, 8, 1}, 0)), "resized from 20 x 30 to 8 x 8");
  const Image yellow{{1, 2, 3}, {1, 1, 0, 1, 1, 1}};
  EXPECT_EQ(changes(fitPicture(yellow, {1, 1, 1}, 0)), "inverted, resized from 2 x 1 to 1 x 1, made grey");
  EXPECT_EQ(changes(fitPicture(yellow, {1, 2, 3}, 1)), "");
  const Image greyInThree{{1, 2, 3}, {1, 1, 1, 0, 0, 0}};
  EXPECT_EQ(changes(fitPicture(greyInThree, {1, 2, 1}, 0.5)), "");
}

Dataset vectorOf(std::vector<float> values) {
  Dataset dataset;
  dataset.name = "row";
  dataset.kind = SampleKind::Vector;
  dataset.shape = {1, static_cast<int>(values.size()), 1};
  dataset.values = std::move(values);
  dataset.trainCount = 1;
  return dataset;
}

TEST(FitSample, TakesARowOfTheRightLengthAndSaysWhatIsWrongWithOthers) {
  const Dataset row = vectorOf({1, 2, 3});
  const auto fitted = fitSample(row, SampleKind::Vector, {1, 3, 1}, nullptr);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->dataset->values, row.values);
  EXPECT_THAT(fitSample(row, SampleKind::Vector, {1, 4, 1}, nullptr).error().text(),
              HasSubstr("row: has 3 numbers; the model takes 4"));
  EXPECT_THAT(fitSample(row, SampleKind::Image, {28, 28, 1}, nullptr).error().text(),
              HasSubstr("the model takes pictures"));
}

TEST(FitSample, StartsFromTheOriginalAndMakesBytes) {
  Dataset single;
  single.name = "cat";
  single.shape = {2, 2, 1};
  single.pixels = {0, 0, 0, 0};
  single.trainCount = 1;
  single.original = [](std::size_t) { return Result<Image>(block(16, 16, 1, 0)); };
  Dataset like;
  like.shape = {2, 2, 1};
  like.pixels = {0, 0, 0, 0};
  like.trainCount = 1;
  const auto fitted = fitSample(single, SampleKind::Image, {4, 4, 1}, &like);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->dataset->count(), 1U);
  EXPECT_EQ(fitted->dataset->shape, (ImageShape{4, 4, 1}));
  EXPECT_LT(fitted->dataset->pixels[0], 5) << "its light ground was inverted";
  EXPECT_EQ(fitted->changes.simplified(), "inverted, resized from 16 x 16 to 4 x 4");
  EXPECT_GT(fitted->dataset->pixels[5], 250);
}

DatasetPtr pictureOf(const Image& picture, const std::string& name) {
  auto sample = std::make_shared<Dataset>();
  sample->name = name;
  sample->shape = picture.shape;
  for (const float value : picture.pixels) sample->pixels.push_back(static_cast<std::uint8_t>(value * 255));
  sample->trainCount = 1;
  return sample;
}

/// With `errors` of samples that there are, in MSE.
ScenePtr sceneOf(const ModelSnapshotPtr& model, std::vector<float> errors = {}) {
  auto scene = std::make_shared<Scene>();
  scene->inputs.model = model;
  scene->inputs.measure = ErrorMeasure::Mse;
  if (!errors.empty())
    scene->errors = std::make_shared<const SampleErrors>(
        SampleErrors{ErrorMeasure::Mse, errorTraits(model->spec), std::move(errors)});
  return scene;
}

SingleProbeView examined(const DatasetPtr& sample, const ScenePtr& scene) {
  SingleProbe probe;
  QSignalSpy answers(&probe, &SingleProbe::examined);
  probe.setSample(sample);
  probe.examine(scene);
  EXPECT_TRUE(answers.wait());
  return answers.isEmpty() ? SingleProbeView() : answers.first().first().value<SingleProbeView>();
}

TEST(SingleProbe, SaysWhatTheModelMakesOfTheSample) {
  const auto model = bundledModel();
  ASSERT_TRUE(model);
  const ModelSpec& spec = (*model)->spec;
  const SingleProbeView view = examined(pictureOf(block(56, 56, 0, 1), "block.png"), sceneOf(*model));
  EXPECT_EQ(view.mean.size(), static_cast<std::size_t>(spec.latent));
  EXPECT_EQ(view.logVariance.size(), static_cast<std::size_t>(spec.latent));
  for (const float value : view.mean) EXPECT_TRUE(std::isfinite(value));
  for (const float value : view.logVariance) EXPECT_TRUE(std::isfinite(value));
  EXPECT_EQ(view.picture.dropped, QStringLiteral("block.png"));
  EXPECT_EQ(view.picture.changes.simplified(), QStringLiteral("resized from 56 x 56 to 28 x 28"));
  EXPECT_EQ(view.picture.measureName, QStringLiteral("MSE"));
  EXPECT_TRUE(std::isnan(view.picture.errorPercentile)) << "there is nothing to hold it against";
  ASSERT_EQ(view.picture.original.shape, spec.shape);
  EXPECT_NEAR(at(view.picture.original, 1, 1), 0, 0.01);
  EXPECT_NEAR(at(view.picture.original, 14, 14), 1, 0.01);
  ASSERT_EQ(view.picture.reconstruction.shape, spec.shape);
  double squares = 0;
  for (std::size_t i = 0; i < spec.shape.size(); ++i) {
    const double way = static_cast<double>(view.picture.original.pixels[i]) -
                       static_cast<double>(view.picture.reconstruction.pixels[i]);
    squares += way * way;
  }
  EXPECT_NEAR(view.picture.mse, squares / static_cast<double>(spec.shape.size()), 1e-4);
  EXPECT_GT(view.picture.kl.value(), 0);
  EXPECT_GT(view.picture.nll, 0);
}

TEST(SingleProbe, CountsTheSamplesWithASmallerError) {
  const auto model = bundledModel();
  ASSERT_TRUE(model);
  const DatasetPtr sample = pictureOf(block(28, 28, 0, 1), "block.png");
  const auto error = static_cast<float>(examined(sample, sceneOf(*model)).picture.mse);
  ASSERT_GT(error, 0);
  const std::vector<float> others = {error / 4, error / 3, error / 2, 2 * error};
  EXPECT_DOUBLE_EQ(examined(sample, sceneOf(*model, others)).picture.errorPercentile, 0.75);
  EXPECT_DOUBLE_EQ(examined(sample, sceneOf(*model, {2 * error})).picture.errorPercentile, 0);
}

TEST(SingleProbe, FitsASampleOnceAndAnswersTheSameQuestionOnce) {
  const auto model = bundledModel();
  ASSERT_TRUE(model);
  auto reads = std::make_shared<std::atomic<int>>(0);
  auto sample = std::make_shared<Dataset>();
  sample->shape = {4, 4, 1};
  sample->pixels.resize(16);
  sample->trainCount = 1;
  sample->original = [reads](std::size_t) {
    ++*reads;
    return Result<Image>(block(64, 64, 0, 1));
  };
  SingleProbe probe;
  QSignalSpy examined(&probe, &SingleProbe::examined);
  probe.setSample(sample);
  probe.examine(sceneOf(*model));
  ASSERT_TRUE(examined.wait());
  probe.examine(sceneOf(*model));
  probe.examine(sceneOf(std::make_shared<const ModelSnapshot>(**model)));  // the next snapshot
  ASSERT_TRUE(examined.wait());
  EXPECT_FALSE(examined.wait(50));
  EXPECT_EQ(examined.size(), 2);
  EXPECT_EQ(reads->load(), 1);
}

}  // namespace
}  // namespace isthmus
