#include "app/shell/main_window.h"

#include "core/data/files/file_rows.h"
#include "tests/app/window/window_fixture.h"
#include "widgets/frame/drop_overlay.h"
#include "widgets/pictures/picture_panel.h"
#include "widgets/plane/latent_plane_view.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isthmus {
namespace {

using test::idxFile;
using MainWindowTest = test::WindowTest;

TEST_F(MainWindowTest, ADroppedSetIsShownByNameSizeAndSamples) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  EXPECT_EQ(workspace().dataset()->count(), 300U);
  EXPECT_TRUE(find<QLabel>("dataSummary")->text().contains(QStringLiteral("300")));
  EXPECT_TRUE(find<QPushButton>("train")->isEnabled());
}

TEST_F(MainWindowTest, TheOverlaySaysWhatADropWouldDo) {
  QMimeData data;
  QList<QUrl> urls;
  for (const auto& path : writeSmallSet()) urls << QUrl::fromLocalFile(QString::fromStdString(path.string()));
  data.setUrls(urls);
  QSignalSpy planned(&session().datasets(), &DatasetController::planned);
  QDragEnterEvent enter(m_window->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(m_window.get(), &enter);
  auto* overlay = m_window->findChild<DropOverlay*>();
  EXPECT_TRUE(overlay->isVisible());
  ASSERT_TRUE(eventually([&] { return !planned.isEmpty(); }));
  EXPECT_TRUE(planned.first().at(1).toString().contains(QStringLiteral("300 images of 8 x 8")));
  EXPECT_TRUE(planned.first().at(2).toBool());
  QDragLeaveEvent leave;
  QApplication::sendEvent(m_window.get(), &leave);
  EXPECT_FALSE(overlay->isVisible());
  EXPECT_EQ(workspace().dataset(), nullptr);
}

TEST_F(MainWindowTest, OnlyTheNewestDragIsAnsweredAndNoneThatHasEnded) {
  const auto paths = writeSmallSet();
  QSignalSpy planned(&session().datasets(), &DatasetController::planned);
  for (int i = 0; i < 5; ++i) session().datasets().plan(paths);
  ASSERT_TRUE(eventually([&] { return !planned.isEmpty(); }));
  session().datasets().plan(paths);
  session().datasets().forgetPlan();
  QTest::qWait(100);
  EXPECT_EQ(planned.size(), 1);
}

TEST_F(MainWindowTest, NoTrainingBeginsThatALoadingUnderWayWouldEnd) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const DatasetPtr before = workspace().dataset();
  QSignalSpy said(&session(), &ExplorerSession::info);
  session().datasets().load(writeSmallSet(), DatasetRole::Main);
  m_window->train(1, 7);
  EXPECT_FALSE(session().training().phase());
  EXPECT_EQ(said.size(), 1);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != before; }));
  m_window->train(1, 7);
  EXPECT_TRUE(session().training().phase());
}

TEST_F(MainWindowTest, AModelAndDataDroppedTogetherAreBothOpened) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  const auto file = m_folder.path() / "model.safetensors";
  session().modelFiles().save(workspace().model(), file);
  ASSERT_TRUE(eventually([&] { return !session().modelFiles().isBusy(); }));
  session().resetTraining();
  const DatasetPtr before = workspace().dataset();
  auto paths = writeSmallSet();
  paths.push_back(file);
  drop(paths);
  EXPECT_TRUE(eventually(
      [&] { return workspace().dataset() != before && workspace().model() && session().isQuiet(); }));
}

TEST_F(MainWindowTest, ASampleBeyondTheDataIsNotPicked) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  session().pick(300);
  EXPECT_EQ(workspace().view().picked, std::nullopt);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  session().pick(300);
  EXPECT_EQ(workspace().view().picked, std::nullopt);
  session().pick(299);
  EXPECT_EQ(workspace().view().picked, 299U);
}

TEST_F(MainWindowTest, ThePointerMarkAndThePictureAgreeAfterEveryChange) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  const auto* plane = m_window->findChild<LatentPlaneView*>();
  workspace().pointAt(1.25, -0.5);
  const DatasetPtr before = workspace().dataset();
  drop({m_folder.write("third-images-idx3-ubyte", idxFile({60, 8, 8}, 17))});
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != before && session().isQuiet(); }));
  ASSERT_TRUE(workspace().view().pointer.has_value());
  EXPECT_EQ(plane->pointer(), QPointF(workspace().view().pointer->x, workspace().view().pointer->y));
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  session().training().stop();
  ASSERT_TRUE(eventually([&] { return session().isQuiet(); }));
  click("reset");
  EXPECT_FALSE(workspace().view().pointer.has_value());
  EXPECT_FALSE(plane->hasPointer());
}

TEST_F(MainWindowTest, AnotherPlaneAsksForItsOwnManifold) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  find<QSpinBox>("setting_latent")->setValue(4);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  find<QAbstractButton>("showManifold")->click();
  QTest::qWait(200);
  QSignalSpy lattices(&session().decoding(), &DecodeController::latticeDecoded);
  PlaneChoice choice;
  choice.x = 2;
  choice.y = 3;
  choice.held = {0, 0, 0, 0};
  workspace().change([&](ViewState& view) { view.plane.choice = choice; });
  EXPECT_TRUE(eventually([&] { return !lattices.isEmpty(); }));
}

TEST_F(MainWindowTest, AfterStopTrainGoesToTheEpochsThatTheFormSays) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  m_window->train(100'000, 7);
  ASSERT_TRUE(eventually([&] { return workspace().model() && workspace().model()->epoch >= 1; }));
  session().training().stop();
  ASSERT_TRUE(eventually([&] { return session().isQuiet(); }));
  const int done = workspace().model()->epoch;
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(done + 2));
  EXPECT_EQ(session().training().phase(), TrainingPhase::Finished);
  EXPECT_EQ(workspace().model()->epoch, done + 2);
}

TEST_F(MainWindowTest, AnOpenedModelFillsTheForm) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  find<QSpinBox>("setting_latent")->setValue(3);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  const auto file = m_folder.path() / "model.safetensors";
  session().modelFiles().save(workspace().model(), file);
  ASSERT_TRUE(eventually([&] { return !session().modelFiles().isBusy(); }));
  session().resetTraining();
  find<QSpinBox>("setting_latent")->setValue(2);
  drop({file});
  ASSERT_TRUE(eventually([&] { return workspace().model() && session().isQuiet(); }));
  EXPECT_EQ(find<QSpinBox>("setting_latent")->value(), 3);
}

TEST_F(MainWindowTest, TrainingMovesThePointsFillsTheCurvesAndFinishes) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  QSignalSpy snapshots(&session(), &ExplorerSession::snapshotReady);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(3));
  EXPECT_EQ(session().training().phase(), TrainingPhase::Finished);
  EXPECT_FALSE(snapshots.isEmpty());
  EXPECT_EQ(workspace().model()->epoch, 3);
  EXPECT_TRUE(eventually(
      [&] { return find<QLabel>("shownCount")->text().startsWith(QStringLiteral("300 of 300 shown")); }));
  EXPECT_TRUE(find<QLabel>("progressText")->text().contains(QLatin1Char('3')));
}

TEST_F(MainWindowTest, DraggingInThePlaneDecodesUnderThePointer) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  auto* plane = m_window->findChild<LatentPlaneView*>();
  auto* canvas = find<QWidget>("planeCanvas");
  QSignalSpy decoded(&session().decoding(), &DecodeController::pointDecoded);
  const QPoint from = canvas->rect().center() + QPoint(60, 60);
  const QPoint to = from + QPoint(-90, -50);
  QTest::mousePress(canvas, Qt::LeftButton, {}, from);
  QTest::mouseMove(canvas, to);
  QTest::mouseRelease(canvas, Qt::LeftButton, {}, to);
  const QPointF expected = plane->planeAt(QPointF(canvas->mapTo(plane, to)));
  ASSERT_TRUE(eventually([&] {
    if (decoded.isEmpty()) return false;
    const auto view = decoded.last().first().value<DecodedView>();
    return std::abs(static_cast<double>(view.z[0]) - expected.x()) < 1e-4 &&
           std::abs(static_cast<double>(view.z[1]) - expected.y()) < 1e-4;
  }));
  const auto view = decoded.last().first().value<DecodedView>();
  EXPECT_EQ(view.image.shape, (ImageShape{8, 8, 1}));
  EXPECT_EQ(view.step, workspace().model()->step);
  EXPECT_TRUE(view.nearest.has_value());
}

TEST_F(MainWindowTest, PickingASampleShowsThatSample) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  QSignalSpy examined(&session().decoding(), &DecodeController::examined);
  session().pick(42);
  ASSERT_TRUE(eventually([&] { return !examined.isEmpty(); }));
  const auto view = examined.last().first().value<PickedView>();
  EXPECT_EQ(view.index, 42U);
  EXPECT_EQ(view.original.pixels, workspace().dataset()->image(42).pixels);
  EXPECT_NEAR(view.negativeElbo.value() - view.kl.value(), view.nll,
              20);  // the same reconstruction but for the posterior's noise
  const QString row = QStringLiteral("row %1").arg(fileRow(*workspace().dataset(), 42));
  EXPECT_TRUE(eventually([&] { return find<QLabel>("pickedTitle")->text().contains(row); }));
}

TEST_F(MainWindowTest, ASampleCanBeLookedAtBeforeThereIsAModel) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  session().pick(42);
  ASSERT_TRUE(eventually([&] { return find<QLabel>("pickedTitle")->isVisible(); }));
  EXPECT_TRUE(find<QLabel>("pickedTitle")
                  ->text()
                  .contains(QStringLiteral("row %1").arg(fileRow(*workspace().dataset(), 42))));
  EXPECT_FALSE(find<QWidget>("reconstructionPicture")->isVisible());
  EXPECT_TRUE(find<QLabel>("pickedPercentile")->text().contains(QStringLiteral("model")));
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  session().pick(42);
  EXPECT_TRUE(eventually([&] { return find<QWidget>("reconstructionPicture")->isVisible(); }));
}

TEST_F(MainWindowTest, ALassoInThePlaneShowsItsSamplesOnTheWall) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  auto* canvas = find<QWidget>("planeCanvas");
  const auto moveTo = [canvas](QPoint at) {
    QMouseEvent event(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                      Qt::ShiftModifier);
    QApplication::sendEvent(canvas, &event);
  };
  const QRect all = canvas->rect().adjusted(80, 10, -10, -50);
  QTest::mousePress(canvas, Qt::LeftButton, Qt::ShiftModifier, all.topLeft());
  for (const QPoint corner : {all.topRight(), all.bottomRight(), all.bottomLeft()}) moveTo(corner);
  QTest::mouseRelease(canvas, Qt::LeftButton, Qt::ShiftModifier, all.bottomLeft());
  auto* filter = find<QComboBox>("classFilter");
  EXPECT_TRUE(eventually([&] { return filter->currentText().startsWith(QStringLiteral("Selection (")); }));
  QTest::keyClick(canvas, Qt::Key_Escape);
  EXPECT_TRUE(filter->currentText().startsWith(QStringLiteral("All ")));
}

TEST_F(MainWindowTest, BetaChangedMidRunReachesTheModel) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  session().training().setLive("beta", 4);
  EXPECT_TRUE(eventually([&] { return std::get<double>(workspace().model()->settings.at("beta")) == 4; }));
  session().training().stop();
  EXPECT_TRUE(eventually([&] { return session().training().phase() == TrainingPhase::Stopped; }));
}

TEST_F(MainWindowTest, PauseResumeStepAndResetDoWhatTheySay) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  click("train");  // now "Pause"
  ASSERT_TRUE(eventually([&] { return session().isQuiet(); }));
  EXPECT_EQ(session().training().phase(), TrainingPhase::Paused);
  const int epoch = workspace().model()->epoch;
  click("step");
  ASSERT_TRUE(eventually([&] { return workspace().model()->epoch == epoch + 1 && session().isQuiet(); }));
  click("reset");
  EXPECT_EQ(session().training().phase(), std::nullopt);
  EXPECT_EQ(workspace().model(), nullptr);
  EXPECT_EQ(workspace().dataset()->count(), 300U);
}

TEST_F(MainWindowTest, ClosingMidRunAsksOnceAndEndsTheThread) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  m_answer = UnsavedModelAnswer::Cancel;
  EXPECT_FALSE(m_window->close());
  EXPECT_TRUE(m_window->isVisible());
  EXPECT_TRUE(session().training().isRunning());
  m_answer = UnsavedModelAnswer::Discard;
  EXPECT_TRUE(m_window->close());
  EXPECT_EQ(m_asked, 2);
  EXPECT_EQ(session().training().phase(), std::nullopt);
}

TEST_F(MainWindowTest, CanBeDestroyedWhileTrainingAndLoading) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  drop(writeSmallSet());
  m_window.reset();
}

TEST_F(MainWindowTest, LoadingCanBeCancelledAndKeepsWhatWasThere) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const DatasetPtr before = workspace().dataset();
  session().datasets().load(std::vector<std::filesystem::path>{"/usr/share/datasets/fashion-mnist"},
                            DatasetRole::Main);
  session().datasets().cancel();
  EXPECT_FALSE(session().datasets().isLoading());
  QTest::qWait(300);  // the answer of the cancelled loading has come and gone
  EXPECT_EQ(workspace().dataset(), before);
  EXPECT_TRUE(m_errors.isEmpty());
}

TEST_F(MainWindowTest, EscapeCancelsLoadingAsTheButtonDoes) {
  m_window->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  drop(writeSmallSet());
  ASSERT_TRUE(session().datasets().isLoading());
  EXPECT_TRUE(find<QLabel>("loadingText")->text().contains(QStringLiteral("train-images")));
  QTest::keyClick(m_window.get(), Qt::Key_Escape);
  EXPECT_FALSE(session().datasets().isLoading());
  EXPECT_TRUE(find<QWidget>("openData")->isVisible());
}

TEST_F(MainWindowTest, AProbeIsHeldAgainstTheModel) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(2));
  drop({m_folder.write("other-images-idx3-ubyte", idxFile({50, 8, 8}, 13))}, Qt::AltModifier);
  ASSERT_TRUE(eventually([&] { return workspace().scene()->probeErrors != nullptr; }));
  EXPECT_EQ(workspace().scene()->probeErrors->values.size(), 50U);
  EXPECT_EQ(workspace().dataset()->count(), 300U);

  drop({m_folder.write("wide-images-idx3-ubyte", idxFile({50, 9, 9}))}, Qt::AltModifier);
  ASSERT_TRUE(eventually([&] { return !m_errors.isEmpty(); }));
  EXPECT_TRUE(m_errors.last().contains(QStringLiteral("9 x 9")));
  EXPECT_EQ(workspace().probe()->count(), 50U);
}

TEST_F(MainWindowTest, ASavedModelOpensAgainWithTheSamePoints) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(2));
  const auto trained = workspace().model();
  const auto file = m_folder.path() / "model.safetensors";
  session().modelFiles().save(trained, file);
  ASSERT_TRUE(eventually([&] { return !session().modelFiles().isBusy(); }));
  session().resetTraining();
  drop({file});
  ASSERT_TRUE(eventually([&] { return workspace().model() != nullptr && session().isQuiet(); }));
  for (std::size_t i = 0; i < trained->weights.size(); ++i)
    EXPECT_EQ(workspace().model()->weights[i].values, trained->weights[i].values);
  EXPECT_TRUE(eventually(
      [&] { return find<QLabel>("shownCount")->text().startsWith(QStringLiteral("300 of 300 shown")); }));
}

TEST_F(MainWindowTest, ABrokenModelFileKeepsTheModelThatIsThere) {
  session().modelFiles().openBundled();
  ASSERT_TRUE(eventually([&] { return workspace().model() != nullptr; }));
  const auto before = workspace().model();
  drop({m_folder.write("bad.safetensors", idxFile({4, 4, 4}))});
  ASSERT_TRUE(eventually([&] { return !m_errors.isEmpty(); }));
  EXPECT_TRUE(m_errors.last().contains(QStringLiteral("bad.safetensors")));
  EXPECT_EQ(workspace().model(), before);
}

TEST_F(MainWindowTest, TheBundledModelDecodesBeforeAnythingIsTrained) {
  QSignalSpy decoded(&session().decoding(), &DecodeController::pointDecoded);
  session().modelFiles().openBundled();
  ASSERT_TRUE(eventually([&] { return !decoded.isEmpty(); }));
  const auto view = decoded.last().first().value<DecodedView>();
  EXPECT_EQ(view.image.shape, (ImageShape{28, 28, 1}));
  const auto [least, most] = std::ranges::minmax(view.image.pixels);
  EXPECT_LT(least, 0.05F);
  EXPECT_GT(most, 0.5F);  // ink
}

TEST_F(MainWindowTest, FitsAScreenOf1280By800AtAScaleOfOneAndAHalf) {
  const QSize screen(853, 533);
  m_window->fitInto(screen);
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  session().pick(3);
  QCoreApplication::processEvents();
  const QSize least = m_window->minimumSizeHint();
  EXPECT_LE(least.width(), screen.width());
  EXPECT_LE(least.height(), screen.height());
}

TEST_F(MainWindowTest, ResetLayoutBringsClosedPanelsBack) {
  for (QDockWidget* dock : m_window->findChildren<QDockWidget*>()) dock->close();
  m_window->resetLayout();
  for (QDockWidget* dock : m_window->findChildren<QDockWidget*>())
    EXPECT_TRUE(dock->isVisible()) << qPrintable(dock->objectName());
}

TEST_F(MainWindowTest, WideLatentSpacesAreShownByAnyPlane) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  find<QSpinBox>("setting_latent")->setValue(5);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  EXPECT_EQ(workspace().model()->spec.latent, 5);
  const LayoutPtr before = workspace().scene()->layout;
  PlaneChoice choice;
  choice.principal = true;
  workspace().change([&](ViewState& view) { view.plane.choice = choice; });
  ASSERT_TRUE(eventually([&] { return workspace().scene()->layout != before; }));
  EXPECT_EQ(workspace().plane().latent(), 5U);
  EXPECT_EQ(workspace().scene()->layout->points->x.size(), 300U);
}

}  // namespace
}  // namespace isthmus
