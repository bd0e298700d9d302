// What stays on the screen when the data change, and what goes: edits keep, other data begin anew.
#include "tests/app/window/played_training.h"
#include "widgets/data/thumbnail_wall.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plot/loss_plot.h"

#include <QAction>
#include <QMenu>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  click("train");  // a new run on other data
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

}  // namespace
}  // namespace isthmus
