// What stays on the screen when the data change, and what goes: edits keep, other data begin anew.
#include "tests/app/window/played_training.h"
#include "widgets/data/thumbnail_wall.h"
#include "widgets/frame/message_bar.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plot/loss_plot.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace isthmus {
namespace {

using test::idxFile;

class KeptViewTest : public test::PlayedTrainingTest {
 protected:
  /// A model with a curve of `epochs` epochs.
  void trainWithLosses(int step, int epochs) {
    ASSERT_NO_FATAL_FAILURE(begin());
    const auto made = snapshot(step, TrainingPhase::Finished);
    made->history.terms = {{TermType::Reconstruction, "reconstruction"}, {TermType::Kl, "kl"}};
    for (int epoch = 1; epoch <= epochs; ++epoch)
      made->history.epochs.push_back({epoch, {10.0 / epoch, {8.0 / epoch, 2.0 / epoch}}, {}, 1, 60});
    ASSERT_NO_FATAL_FAILURE(play(made));
  }
  std::size_t epochsShown() { return m_window->findChild<LossPlot*>()->history().epochs.size(); }
  void trigger(const QString& beginning) {
    const DatasetPtr before = workspace().dataset();
    for (QAction* action : m_window->findChildren<QAction*>())
      if (action->text().remove('&').startsWith(beginning)) action->trigger();
    ASSERT_TRUE(eventually([&] { return workspace().dataset() != before && session().isQuiet(); }));
  }
  void select(const std::vector<std::uint32_t>& samples) {
    auto& wall = *find<ThumbnailWall>("thumbnailWall");
    bool isFirst = true;
    for (const std::uint32_t sample : samples)
      QTest::mouseClick(wall.viewport(), Qt::LeftButton,
                        std::exchange(isFirst, false) ? Qt::NoModifier : Qt::ControlModifier,
                        wall.pictureRect(sample).center().toPoint());
  }
};

TEST_F(KeptViewTest, TheLossCurvesAreTheModelsAndStayWhenTheDataAreEdited) {
  ASSERT_NO_FATAL_FAILURE(trainWithLosses(1, 3));
  EXPECT_EQ(epochsShown(), 3U);
  select({2, 5});
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Remove selected")));
  EXPECT_EQ(workspace().dataset()->count(), kCount - 2);
  EXPECT_EQ(epochsShown(), 3U);
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Undo")));
  EXPECT_EQ(epochsShown(), 3U);
  find<QLineEdit>("seed")->setText(QStringLiteral("2"));
  click("train");  // a new run
  click("stop");
  ASSERT_NO_FATAL_FAILURE(play(snapshot(2, TrainingPhase::Finished)));
  EXPECT_EQ(epochsShown(), 0U) << "of a run that has no epoch yet";
  auto* recent = find<QMenu>("recentModels");
  Q_EMIT recent->aboutToShow();
  recent->actions().last()->trigger();
  EXPECT_EQ(epochsShown(), 3U) << "fetched back with its curve";
  click("reset");
  EXPECT_EQ(epochsShown(), 3U) << "there is no run to reset";
}

TEST_F(KeptViewTest, UndoBringsBackWhatWasSelectedAndPicked) {
  ASSERT_NO_FATAL_FAILURE(trainWithLosses(1, 1));
  select({2, 5});
  const auto picked = workspace().view().picked;
  ASSERT_TRUE(picked);
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Remove selected")));
  EXPECT_EQ(workspace().view().selection, nullptr);
  EXPECT_EQ(workspace().view().picked, std::nullopt);
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Undo")));
  EXPECT_THAT(samplesInHand(workspace().view()), testing::ElementsAre(2, 5));
  EXPECT_EQ(workspace().view().picked, picked);
  EXPECT_EQ(find<ThumbnailWall>("thumbnailWall")->chosen(), picked);
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Redo")));
  EXPECT_EQ(workspace().view().selection, nullptr);
}

TEST_F(KeptViewTest, UndoGivesBackARunThatRested) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(play(snapshot(4, TrainingPhase::Paused)));
  const ModelSnapshotPtr model = workspace().model();
  select({2, 5});
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Remove selected")));
  EXPECT_EQ(session().training().phase(), std::nullopt);
  runs.back()->publish(snapshot(4, TrainingPhase::Paused));  // of samples that are not those on the screen
  QCoreApplication::processEvents();
  EXPECT_EQ(workspace().model(), model);
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Undo")));
  EXPECT_EQ(session().training().phase(), TrainingPhase::Paused);
  click("train");  // now "Resume"
  EXPECT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs.back()->asked.back(), "run");
  EXPECT_FALSE(runs.back()->isRetired);
  ASSERT_NO_FATAL_FAILURE(play(snapshot(6)));
  EXPECT_EQ(session().training().phase(), TrainingPhase::Running);
}

TEST_F(KeptViewTest, ANewRunEndsTheOneThatRested) {
  ASSERT_NO_FATAL_FAILURE(trainWithLosses(1, 1));
  select({2, 5});
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Remove selected")));
  EXPECT_FALSE(runs.front()->isRetired);
  click("train");
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_TRUE(runs.front()->isRetired);
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Undo")));
  EXPECT_EQ(session().training().phase(), std::nullopt);
}

DatasetPtr otherData() {
  auto other = std::make_shared<Dataset>(*test::madeDataset(30));
  other->name = "other";
  return other;
}

TEST_F(KeptViewTest, OtherDataBeginWithAllPointsNoProbeAndNoFixedThreshold) {
  ASSERT_NO_FATAL_FAILURE(trainPlayed());
  find<QAbstractButton>("showPoints")->click();
  workspace().change([](ViewState& view) {
    view.plane.visible = {true, false};
    view.errors.rule = {ThresholdRule::Kind::Fixed, 123};
  });
  Q_EMIT session().datasets().loaded(test::madeDataset(20), DatasetRole::Probe);
  ASSERT_TRUE(workspace().probe());
  Q_EMIT session().datasets().loaded(otherData(), DatasetRole::Main);
  EXPECT_EQ(workspace().probe(), nullptr);
  EXPECT_TRUE(
      m_window->findChild<MessageBar*>()->text().contains(QStringLiteral("The probe (made) was removed")));
  EXPECT_TRUE(workspace().view().plane.points);
  EXPECT_TRUE(find<QAbstractButton>("showPoints")->isChecked());
  EXPECT_EQ(std::ranges::count(workspace().view().plane.visible, false), 0);
  EXPECT_EQ(workspace().view().errors.rule, ThresholdRule());
}

TEST_F(KeptViewTest, AnEditKeepsHiddenClassesByNameAndTheFixedThreshold) {
  ASSERT_NO_FATAL_FAILURE(trainPlayed());
  workspace().change([](ViewState& view) {
    view.plane.visible = {true, false};
    view.errors.rule = {ThresholdRule::Kind::Fixed, 123};
  });
  select({2, 5});
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Remove selected")));
  EXPECT_EQ(workspace().view().plane.visible, (std::vector<bool>{true, false}));
  EXPECT_EQ(m_window->findChild<LatentPlaneView*>()->view().visible, (std::vector<bool>{true, false}));
  EXPECT_EQ(workspace().view().errors.rule.kind, ThresholdRule::Kind::Fixed);
}

TEST_F(KeptViewTest, ABannerSaysWhoseThePointsAre) {
  ASSERT_NO_FATAL_FAILURE(trainPlayed());
  const auto* banner = find<QLabel>("planeBanner");
  const auto says = [&](const QString& words) {
    return eventually([&] { return banner->isVisible() && banner->text().contains(words); });
  };
  QTest::qWait(400);
  EXPECT_FALSE(banner->isVisible()) << banner->text().toStdString();
  select({2, 5});
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Remove selected")));
  EXPECT_TRUE(says(QStringLiteral("another version of these data")));
  ASSERT_NO_FATAL_FAILURE(trigger(QStringLiteral("Undo")));
  EXPECT_TRUE(eventually([&] { return !banner->isVisible(); }));
  Q_EMIT session().datasets().loaded(otherData(), DatasetRole::Main);
  EXPECT_TRUE(says(QStringLiteral("learnt made: the points show what it makes of other")));
  click("train");
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_TRUE(eventually([&] { return !banner->isVisible(); })) << "there are no points of it any more";
}

TEST_F(KeptViewTest, ABannerSaysThatPointsAreOfOlderWeights) {
  ASSERT_NO_FATAL_FAILURE(begin());
  const auto made = snapshot(3, TrainingPhase::Stopped);
  auto mixed = std::make_shared<Encoding>(*made->encoding);
  mixed->isUniform = false;
  made->encoding = mixed;
  ASSERT_NO_FATAL_FAILURE(play(made));
  const auto* banner = find<QLabel>("planeBanner");
  EXPECT_TRUE(eventually([&] { return banner->isVisible(); }));
  EXPECT_TRUE(banner->text().contains(QStringLiteral("earlier weights"))) << banner->text().toStdString();
}

}  // namespace
}  // namespace isthmus
