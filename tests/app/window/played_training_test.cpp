// The window with a run that is played by hand: what becomes of one snapshot, and of runs that end slowly.
#include "tests/app/window/played_training.h"

#include "core/data/builtin/builtin_sets.h"
#include "tests/app/workspace/made_model.h"
#include "widgets/errors/error_panel.h"
#include "widgets/plane/latent_plane_view.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>

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
  EXPECT_NEAR(view.nll, workspace().encoding()->of(Measure::Nll)[3], 1e-6)
      << "model and encoding are of one moment";
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
  std::erase_if(generator.weights, [](const NamedTensor& tensor) {
    return !tensor.name.starts_with("decoder") && !tensor.name.starts_with("output");
  });
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

/// What a run of five dimensions makes of the samples after many steps: those of these dimensions are in use.
std::shared_ptr<TrainingSnapshot> wideSnapshot(std::size_t count, const std::vector<std::size_t>& used,
                                               std::uint64_t seed) {
  constexpr int kLatent = 5;
  auto made = std::make_shared<TrainingSnapshot>();
  made->phase = TrainingPhase::Running;
  made->epochs = 5;
  auto model = std::make_shared<ModelSnapshot>(*test::madeModel(kLatent, seed));
  model->step = 5'000;
  made->model = model;
  auto encoding = std::make_shared<Encoding>(*test::madeEncoding(count, kLatent, seed));
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t d = 0; d < kLatent; ++d) {
      const bool isUsed = std::ranges::find(used, d) != used.end();
      encoding->logVariances.row(i)[d] = isUsed ? -4.0F : 0.0F;
      if (!isUsed) encoding->means.row(i)[d] *= 0.01F;
    }
  }
  made->encoding = encoding;
  return made;
}

TEST_F(PlayedTrainingTest, AWideCodeOpensOnItsTwoDimensionsOfTheHighestKl) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(play(wideSnapshot(kCount, {1, 4}, 1)));
  const auto axes = [&] {
    QStringList names{find<QComboBox>("axisX")->currentText(), find<QComboBox>("axisY")->currentText()};
    names.sort();
    return names.join(' ');
  };
  EXPECT_EQ(find<QComboBox>("planeMode")->currentText(), "Highest KL");
  EXPECT_EQ(axes(), "z2 z5");
  EXPECT_EQ(workspace().plane().axisX[1] + workspace().plane().axisX[4], 1);
  ASSERT_NO_FATAL_FAILURE(play(wideSnapshot(kCount, {0, 2}, 2)));
  EXPECT_EQ(axes(), "z1 z3");

  auto* x = find<QComboBox>("axisX");
  QTest::keyClick(x, Qt::Key_End);  // z5, by hand
  ASSERT_TRUE(eventually([&] { return workspace().isSettled(); }));
  ASSERT_NO_FATAL_FAILURE(play(wideSnapshot(kCount, {1, 3}, 3)));
  EXPECT_EQ(x->currentText(), "z5") << "what a person chose stays";
  EXPECT_EQ(find<QComboBox>("planeMode")->currentText(), "Two coordinates");
  find<QComboBox>("planeMode")->setFocus();
  QTest::keyClick(find<QComboBox>("planeMode"), Qt::Key_End);
  ASSERT_TRUE(eventually([&] { return axes() == "z2 z4"; }));
}

TEST_F(PlayedTrainingTest, CollapseIsSaidAndTheNoticeGoesWithIt) {
  ASSERT_NO_FATAL_FAILURE(begin());
  const auto* notice = find<QLabel>("collapseNotice");
  ASSERT_NO_FATAL_FAILURE(play(wideSnapshot(kCount, {}, 1)));
  EXPECT_TRUE(notice->isVisible());
  EXPECT_TRUE(notice->text().contains("Posterior collapse")) << notice->text().toStdString();
  ASSERT_NO_FATAL_FAILURE(play(wideSnapshot(kCount, {0, 1, 3, 4}, 2)));
  EXPECT_TRUE(notice->text().contains("z3 is not in use")) << notice->text().toStdString();
  ASSERT_NO_FATAL_FAILURE(play(wideSnapshot(kCount, {0, 1, 2, 3, 4}, 3)));
  EXPECT_FALSE(notice->isVisible());
  EXPECT_TRUE(find<QWidget>("codeUse")->isVisible());
  ASSERT_NO_FATAL_FAILURE(play(wideSnapshot(kCount, {}, 4)));
  EXPECT_TRUE(notice->isVisible());
  session().resetTraining();
  ASSERT_TRUE(eventually([&] { return workspace().isSettled(); }));
  EXPECT_FALSE(notice->isVisible()) << "there is no model any more";
  EXPECT_FALSE(find<QWidget>("codeUse")->isVisible());
}

TEST_F(PlayedTrainingTest, TheFormBeginsWithWhatIsSuggestedForTheData) {
  const auto setting = [&](const char* key) {
    return settingText(workspace().config()->settings.find(key)->second);
  };
  EXPECT_EQ(setting("hidden"), "256,128");
  const BuiltinSet& roll = *findBuiltinSet("swiss-roll");
  const auto made = makeBuiltinSet(roll, usualValues(roll), {});
  Q_EMIT session().datasets().loaded(*made, DatasetRole::Main);
  EXPECT_EQ(*workspace().config(), suggestedConfig(**made)) << "as the command line has it";
  EXPECT_EQ(setting("hidden"), "64,64,64");
  EXPECT_EQ(setting("warmup"), "125");
  EXPECT_EQ(find<QSpinBox>("setting_warmup")->value(), 125);
  session().showModel(test::madeModel(2), "other.safetensors");  // of pictures
  EXPECT_EQ(setting("hidden"), "64,64,64") << "a model of other data has nothing to say about these";
  find<QSpinBox>("epochs")->setValue(60);
  EXPECT_EQ(setting("warmup"), "30") << "it goes by the epochs";
  find<QSpinBox>("setting_warmup")->setValue(5);
  find<QSpinBox>("epochs")->setValue(80);
  EXPECT_EQ(setting("warmup"), "5") << "set by hand";
}

}  // namespace
}  // namespace isthmus
