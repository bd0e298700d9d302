#include "app/workspace/workspace.h"

#include "core/model/model_kind.h"
#include "tests/app/workspace/made_model.h"

#include <QSignalSpy>
#include <QTest>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <thread>

namespace isthmus {
namespace {

using test::madeDataset;
using test::madeEncoding;
using test::madeModel;

class WorkspaceTest : public ::testing::Test {
 protected:
  WorkspaceTest() {
    QObject::connect(&workspace, &Workspace::sceneChanged,
                     [this](const Scene& now) { scenes.push_back(now); });
  }
  bool settle() {
    return QTest::qWaitFor([this] { return workspace.isSettled(); }, 30'000);
  }

  Workspace workspace;
  std::vector<Scene> scenes;
};

TEST_F(WorkspaceTest, ASceneIsOfOneMoment) {
  const DatasetPtr dataset = madeDataset(50);
  workspace.load(dataset);
  const ModelSnapshotPtr model = madeModel(3);
  const EncodingPtr encoding = madeEncoding(50, 3, 1);
  workspace.train(model, nullptr, encoding);
  EXPECT_EQ(workspace.model(), model);
  ASSERT_TRUE(settle());
  const Scene& scene = *workspace.scene();
  EXPECT_EQ(scene.inputs.model, model);
  EXPECT_EQ(scene.inputs.encoding, encoding);
  ASSERT_NE(scene.layout, nullptr);
  EXPECT_EQ(scene.layout->points->x[7], encoding->means.row(7)[0]);
  ASSERT_NE(scene.errors, nullptr);
  EXPECT_EQ(scene.errors->measure, ErrorMeasure::ExcessCrossEntropy);
}

TEST_F(WorkspaceTest, OneSnapshotIsOneScene) {
  workspace.load(madeDataset(50));
  workspace.train(madeModel(2), nullptr, madeEncoding(50, 2, 1));
  ASSERT_TRUE(settle());
  scenes.clear();
  workspace.train(madeModel(2), nullptr, madeEncoding(50, 2, 2));
  ASSERT_TRUE(settle());
  QTest::qWait(20);
  EXPECT_EQ(scenes.size(), 1U);
  workspace.change([](ViewState& view) { view.pointer = LatentPlane::Point{1, 1}; });
  QTest::qWait(20);
  EXPECT_EQ(scenes.size(), 1U) << "nothing of the scene depends on where the pointer is";
}

TEST_F(WorkspaceTest, ErrorsAreNeverShownUnderAnotherMeasure) {
  const EncodingPtr encoding = madeEncoding(50, 2, 1);
  workspace.load(madeDataset(50));
  workspace.train(madeModel(2), nullptr, encoding);
  ASSERT_TRUE(settle());
  workspace.change([](ViewState& view) { view.errors.measure = ErrorMeasure::Mse; });
  // The measure is another at once, the errors a moment later: until then both names and numbers are the old.
  EXPECT_EQ(workspace.scene()->errors->measure, ErrorMeasure::ExcessCrossEntropy);
  ASSERT_TRUE(settle());
  for (const Scene& scene : scenes) {
    if (!scene.errors) continue;
    EXPECT_EQ(scene.errors->values, errorsOf(*encoding, scene.errors->measure));
  }
  EXPECT_EQ(workspace.scene()->errors->measure, ErrorMeasure::Mse);
}

TEST_F(WorkspaceTest, WhatDoesNotChangeIsNotMadeAnew) {
  workspace.load(madeDataset(50));
  workspace.train(madeModel(2), nullptr, madeEncoding(50, 2, 1));
  ASSERT_TRUE(settle());
  const Scene before = *workspace.scene();
  workspace.change([](ViewState& view) { view.errors.measure = ErrorMeasure::Mse; });
  ASSERT_TRUE(settle());
  EXPECT_EQ(workspace.scene()->layout, before.layout);
  EXPECT_NE(workspace.scene()->errors, before.errors);
  workspace.change([](ViewState& view) { view.plane.choice.principal = true; });
  ASSERT_TRUE(settle());
  EXPECT_NE(workspace.scene()->layout, before.layout);
  EXPECT_EQ(workspace.scene()->errors->measure, ErrorMeasure::Mse);
}

TEST_F(WorkspaceTest, AnotherDataSetDropsWhatWasMadeAndPickedOfTheOneBefore) {
  workspace.load(madeDataset(50));
  workspace.train(madeModel(2), nullptr, madeEncoding(50, 2, 1));
  workspace.pick(7);
  workspace.change([](ViewState& view) {
    view.selection = std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{1, 40});
  });
  ASSERT_TRUE(settle());
  workspace.train(madeModel(2), nullptr, madeEncoding(50, 2, 2));  // its scene is on the way
  workspace.load(madeDataset(20));
  EXPECT_EQ(workspace.view().picked, std::nullopt);
  EXPECT_EQ(workspace.view().selection, nullptr);
  QTest::qWait(50);
  EXPECT_TRUE(workspace.isSettled());
  EXPECT_EQ(workspace.scene()->errors, nullptr);
  EXPECT_EQ(workspace.scene()->layout->points, nullptr);
  EXPECT_TRUE(workspace.scene()->layout->plane.has_value()) << "a place can be decoded without samples";
}

TEST_F(WorkspaceTest, OtherDataAreOneSceneAndSoIsAnOpenedModel) {
  workspace.load(madeDataset(50));
  workspace.open(madeModel(2), {});
  scenes.clear();
  workspace.load(madeDataset(20));
  EXPECT_EQ(scenes.size(), 1U);
  workspace.open(madeModel(2), {});
  EXPECT_EQ(scenes.size(), 2U);
}

TEST_F(WorkspaceTest, AViewThatCannotBeStaysAsItWas) {
  workspace.change([](ViewState& view) {
    view.pointer = LatentPlane::Point{1, 2};
    view.picked = 3;
    view.plane.names = false;
  });
  EXPECT_FALSE(workspace.view().pointer.has_value()) << "there is no model to decode it";
  EXPECT_FALSE(workspace.view().picked.has_value()) << "there is no data set";
  EXPECT_FALSE(workspace.view().plane.names);
  workspace.load(madeDataset(5));
  workspace.pick(4);
  workspace.pick(5);
  EXPECT_EQ(workspace.view().picked, 4U);
}

TEST_F(WorkspaceTest, AModelOfAnotherSpaceStartsWithItsFirstTwoCoordinates) {
  workspace.open(madeModel(4), {});
  workspace.change([](ViewState& view) { view.plane.choice = {false, 2, 3, {1, 1, 0, 0}, false}; });
  EXPECT_EQ(workspace.plane().axisX, (std::vector<float>{0, 0, 1, 0}));
  workspace.open(madeModel(4), {});
  EXPECT_EQ(workspace.view().plane.choice.x, 2) << "the same space: the person's choice stays";
  workspace.open(madeModel(3), {});
  EXPECT_EQ(workspace.view().plane.choice, (PlaneChoice{false, 0, 1, {0, 0, 0}}));
  workspace.forgetModel();
  EXPECT_FALSE(workspace.view().pointer.has_value());
}

TEST(Models, KeepTheNewestByRunAndKnowWhichAreInAFile) {
  Models models;
  models.beginRun();
  const ModelSnapshotPtr first = madeModel(2);
  models.update(madeModel(2));
  models.update(first);
  ASSERT_EQ(models.all().size(), 1U) << "one run is one model";
  EXPECT_FALSE(models.find(first)->isStored);
  models.setStored(first);
  EXPECT_TRUE(models.find(first)->isStored);
  models.update(madeModel(2, 5));  // trained on: the file holds an older state
  EXPECT_FALSE(models.all().front().isStored);
  const ModelSnapshotPtr trained = models.all().front().model;
  for (int i = 0; i < 3; ++i) models.open(madeModel(2), QStringLiteral("file"));
  models.open(trained, {});
  EXPECT_EQ(models.all().front().model, trained);
  EXPECT_FALSE(models.all().front().isStored) << "fetched back, it still stands in no file";
  EXPECT_EQ(models.all().size(), 4U) << "and is not listed twice";
  for (int i = 0; i < 9; ++i) models.open(madeModel(2), QStringLiteral("file"));
  EXPECT_EQ(models.all().size(), Models::kMost);
}

}  // namespace
}  // namespace isthmus
