// What a person first meets in the plane: decoding under the mouse, the hint, the marks above the threshold.
#include "tests/app/window/window_fixture.h"
#include "widgets/plane/latent_plane_view.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalSpy>

#include <gtest/gtest.h>

#include <cmath>

namespace isthmus {
namespace {

class PlaneWindowTest : public test::WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    ASSERT_NO_FATAL_FAILURE(openSmallSet());
    ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
    plane = m_window->findChild<LatentPlaneView*>();
    canvas = find<QWidget>("planeCanvas");
  }
  void moveOver(QPoint to) {
    QMouseEvent event(QEvent::MouseMove, to, canvas->mapToGlobal(to), Qt::NoButton, Qt::NoButton,
                      Qt::NoModifier);
    QApplication::sendEvent(canvas, &event);
  }
  void leavePlane() {
    QEvent event(QEvent::Leave);
    QApplication::sendEvent(canvas, &event);
  }
  QPointF placeAt(QPoint pixel) { return plane->planeAt(QPointF(canvas->mapTo(plane, pixel))); }
  /// The picture of this place, and nothing newer, is what is decoded.
  bool showsPlace(const QSignalSpy& decoded, QPointF place) {
    return eventually([&] {
      if (decoded.isEmpty()) return false;
      const auto view = decoded.last().first().value<DecodedView>();
      return std::abs(static_cast<double>(view.z[0]) - place.x()) < 1e-4 &&
             std::abs(static_cast<double>(view.z[1]) - place.y()) < 1e-4;
    });
  }
  /// A window that starts after this one, with its settings.
  bool isLaterHoverOn() {
    const MainWindow later(UserQuestions{});
    return later.findChild<QAbstractButton*>(QStringLiteral("decodeOnHover"))->isChecked();
  }

  LatentPlaneView* plane = nullptr;
  QWidget* canvas = nullptr;
};

TEST_F(PlaneWindowTest, TheMouseAloneDecodesAndWhatWasPressedComesBackWhenItLeaves) {
  QSignalSpy decoded(&session().decoding(), &DecodeController::pointDecoded);
  const QPoint middle = canvas->rect().center();
  moveOver(middle + QPoint(40, 30));
  EXPECT_TRUE(showsPlace(decoded, placeAt(middle + QPoint(40, 30))));
  QTest::mouseClick(canvas, Qt::LeftButton, {}, middle + QPoint(-60, 50));
  const QPointF pressed = placeAt(middle + QPoint(-60, 50));
  moveOver(middle + QPoint(70, -20));
  EXPECT_TRUE(showsPlace(decoded, placeAt(middle + QPoint(70, -20))));
  leavePlane();
  EXPECT_TRUE(showsPlace(decoded, pressed));
  EXPECT_NEAR(workspace().view().pointer->x, pressed.x(), 1e-9);
}

TEST_F(PlaneWindowTest, ThePickedSampleStaysWhileTheMouseDecodes) {
  session().pick(42);
  moveOver(canvas->rect().center() + QPoint(40, 30));
  leavePlane();
  EXPECT_EQ(workspace().view().picked, 42U);
}

TEST_F(PlaneWindowTest, HoverIsSwitchedOffForGood) {
  EXPECT_TRUE(isLaterHoverOn());
  canvas->setFocus();
  QTest::keyClick(canvas, Qt::Key_H);
  EXPECT_FALSE(workspace().view().plane.hover);
  const auto before = workspace().view().pointer;
  moveOver(canvas->rect().center() + QPoint(40, 30));
  EXPECT_EQ(workspace().view().pointer->x, before->x);
  EXPECT_FALSE(isLaterHoverOn());
  QTest::keyClick(canvas, Qt::Key_H);
  EXPECT_TRUE(isLaterHoverOn());
}

TEST_F(PlaneWindowTest, TheHintGoesWithTheFirstDragAndDoesNotComeBack) {
  auto* hint = find<QLabel>("planeHint");
  ASSERT_TRUE(hint->isVisible());
  moveOver(canvas->rect().center() + QPoint(40, 30));
  EXPECT_TRUE(hint->isVisible());
  const QPoint from = canvas->rect().center();
  QTest::mousePress(canvas, Qt::LeftButton, {}, from);
  QTest::mouseMove(canvas, from + QPoint(50, 20));
  QTest::mouseRelease(canvas, Qt::LeftButton, {}, from + QPoint(50, 20));
  EXPECT_FALSE(hint->isVisible());
  MainWindow later(UserQuestions{});
  later.findChild<LatentPlaneView*>()->setPointer({0, 0});
  EXPECT_TRUE(later.findChild<QLabel*>(QStringLiteral("planeHint"))->isHidden());
}

TEST_F(PlaneWindowTest, ThereIsNoPointerAndNoHintWithoutAModel) {
  session().resetTraining();
  moveOver(canvas->rect().center() + QPoint(40, 30));
  QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->rect().center() + QPoint(40, 30));
  EXPECT_FALSE(plane->hasPointer());
  EXPECT_FALSE(find<QLabel>("planeHint")->isVisible());
}

TEST_F(PlaneWindowTest, SamplesAboveTheThresholdAreCountedInTheLegendAndHiddenThere) {
  workspace().change([](ViewState& view) { view.errors.rule = {ThresholdRule::Kind::Quantile, 0.9}; });
  auto* entry = find<QCheckBox>("legendAbove");
  ASSERT_TRUE(eventually([&] { return entry->isVisible() && entry->text().contains(QStringLiteral("30")); }))
      << entry->text().toStdString();
  QTest::mouseClick(entry, Qt::LeftButton, {}, QPoint(8, entry->height() / 2));
  EXPECT_FALSE(workspace().view().plane.above);
}

}  // namespace
}  // namespace isthmus
