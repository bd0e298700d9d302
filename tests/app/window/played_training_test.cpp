// The window with a run that is played by hand: what becomes of one snapshot, and of runs that end slowly.
#include "tests/app/window/played_training.h"

#include "widgets/errors/error_panel.h"
#include "widgets/plane/latent_plane_view.h"

#include <QComboBox>
#include <QSignalSpy>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace isthmus {
namespace {

using namespace std::chrono_literals;
using test::FakeRun;
using test::PlayedTrainingTest;

TEST_F(PlayedTrainingTest, ASnapshotAsksForEachPictureOnce) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(play(snapshot(1)));
  QSignalSpy points(&session().decoding(), &DecodeController::pointDecoded);
  QSignalSpy picked(&session().decoding(), &DecodeController::examined);
  session().pick(3);
  workspace().pointAt(0.5, 0.5);
  ASSERT_TRUE(eventually([&] { return !points.isEmpty() && !picked.isEmpty(); }));
  QTest::qWait(100);
  points.clear();
  picked.clear();
  QSignalSpy scenes(&workspace(), &Workspace::sceneChanged);
  ASSERT_NO_FATAL_FAILURE(play(snapshot(2)));
  ASSERT_TRUE(eventually([&] { return !points.isEmpty() && !picked.isEmpty(); }));
  QTest::qWait(100);
  EXPECT_EQ(scenes.size(), 1);
  EXPECT_EQ(points.size(), 1);
  EXPECT_EQ(picked.size(), 1);
  const auto view = picked.first().first().value<PickedView>();
  EXPECT_NEAR(view.nll, workspace().encoding()->nll[3], 1e-6) << "model and encoding are of one moment";
}

TEST_F(PlayedTrainingTest, TheControlsAreHeard) {
  ASSERT_NO_FATAL_FAILURE(begin());
  EXPECT_EQ(runs.back()->asked, (std::vector<std::string>{"runTo 5"}));
  session().training().pause();
  EXPECT_EQ(runs.back()->asked.back(), "pause");
  ASSERT_NO_FATAL_FAILURE(play(snapshot(1, TrainingPhase::Paused)));
  session().resumeTraining();
  EXPECT_EQ(runs.back()->asked.back(), "run");
}

TEST_F(PlayedTrainingTest, AModelThatCannotEncodeComesToRest) {
  ASSERT_NO_FATAL_FAILURE(begin());
  auto done = snapshot(7, TrainingPhase::Finished);
  ModelSnapshot generator = *done->model;
  std::erase_if(generator.spec.nets, [](const Net& net) { return net.role != NetRole::Decoder; });
  std::erase_if(generator.weights,
                [](const NamedTensor& tensor) { return !tensor.name.starts_with("decoder"); });
  done->model = std::make_shared<const ModelSnapshot>(generator);
  done->encoding = nullptr;
  ASSERT_FALSE(capabilitiesOf(done->model->spec).encodes);
  EXPECT_FALSE(session().isQuiet());
  ASSERT_NO_FATAL_FAILURE(play(done));
  EXPECT_TRUE(eventually([&] { return session().isQuiet(); })) << "or --screenshot would never end";
  EXPECT_TRUE(m_errors.isEmpty()) << m_errors.join('\n').toStdString();
}

TEST_F(PlayedTrainingTest, AViewThatIsSetIsSeenAndWhatIsSeenIsTheView) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(play(snapshot(1)));
  ViewState wanted = workspace().view();
  wanted.plane.manifold = true;
  wanted.plane.names = false;
  wanted.plane.visible = {true, false};
  wanted.plane.viewport = PlaneViewport{{0.5, -0.25}, 0.01};
  wanted.errors.measure = ErrorMeasure::Mse;
  wanted.errors.rule = {ThresholdRule::Kind::Quantile, 0.9};
  wanted.errors.tab = ErrorTab::Roc;
  wanted.wall = {WallView::Filter::Class, "odd", false};
  wanted.pointer = LatentPlane::Point{0.25, 0.75};
  wanted.picked = 5;
  wanted.selection = std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{1, 5});
  workspace().change([&](ViewState& view) { view = wanted; });
  ASSERT_TRUE(eventually([&] { return session().training().isRunning() && workspace().isSettled(); }));
  auto* plane = m_window->findChild<LatentPlaneView*>();
  auto* errors = m_window->findChild<ErrorPanel*>();
  EXPECT_EQ(plane->view(), wanted.plane);
  EXPECT_EQ(plane->pointer(), QPointF(0.25, 0.75));
  EXPECT_EQ(errors->view(), wanted.errors);
  EXPECT_EQ(find<QComboBox>("classFilter")->currentText().section(' ', 0, 0), QStringLiteral("odd"));
  EXPECT_EQ(workspace().view().picked, 5U);
  find<QAbstractButton>("showNames")->click();
  EXPECT_TRUE(workspace().view().plane.names);
  find<QComboBox>("ruleKind")->setCurrentIndex(0);
  EXPECT_EQ(workspace().view().errors.rule.kind, ThresholdRule::Kind::MeanPlusSd);
}

TEST_F(PlayedTrainingTest, AModelThatWasReplacedCanBeFetchedBack) {
  ASSERT_NO_FATAL_FAILURE(begin());
  const auto trained = snapshot(4, TrainingPhase::Finished);
  ASSERT_NO_FATAL_FAILURE(play(trained));
  EXPECT_TRUE(workspace().hasUnsavedModel());
  session().resetTraining();
  EXPECT_EQ(workspace().model(), nullptr);
  ASSERT_EQ(workspace().models().all().size(), 1U);
  session().showModel(workspace().models().all().front().model, {});
  EXPECT_EQ(workspace().model(), trained->model);
  EXPECT_TRUE(workspace().hasUnsavedModel()) << "it still stands in no file";
  EXPECT_TRUE(eventually([&] { return workspace().scene()->errors != nullptr; }))
      << "the samples are encoded anew";
}

TEST_F(PlayedTrainingTest, OneThatIsFetchedBackAndFitsOtherDataSaysWhatItIs) {
  ASSERT_NO_FATAL_FAILURE(begin());
  const auto trained = snapshot(4, TrainingPhase::Finished);
  ASSERT_NO_FATAL_FAILURE(play(trained));
  ASSERT_NO_FATAL_FAILURE(openSmallSet());  // pictures of another size
  ASSERT_TRUE(eventually([&] { return workspace().dataset()->count() == 300; }));
  QSignalSpy said(&session(), &ExplorerSession::info);
  session().showModel(trained->model, {});
  ASSERT_FALSE(said.isEmpty());
  EXPECT_TRUE(said.last().first().toString().startsWith(QStringLiteral("This model shows no points")));
}

/// Nets whose batch takes two seconds.
class SlowBatchTest : public PlayedTrainingTest {
 protected:
  SlowBatchTest() { batch = 2000ms; }
  /// Ten times the 30 ms that a person must not wait.
  static constexpr auto kMost = 300ms;
  template <typename Act>
  void expectNoWait(const Act& act) {
    const auto start = std::chrono::steady_clock::now();
    act();
    EXPECT_LT(std::chrono::steady_clock::now() - start, kMost);
  }
};

TEST_F(SlowBatchTest, NobodyWaitsForARunThatIsReplaced) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(play(snapshot(1)));
  const std::weak_ptr<FakeRun> old = runs.back();
  expectNoWait([&] { Q_EMIT session().datasets().loaded(test::madeDataset(30), DatasetRole::Main); });
  EXPECT_TRUE(runs.back()->isRetired);
  ASSERT_NO_FATAL_FAILURE(begin());
  expectNoWait([&] { session().resetTraining(); });
  ASSERT_NO_FATAL_FAILURE(begin());
  expectNoWait([&] { m_window->close(); });
  runs.clear();
  EXPECT_TRUE(eventually([&] { return old.expired(); })) << "its memory goes when its batch has ended";
}

}  // namespace
}  // namespace isthmus
