#include "tests/widgets/plane/plane_view_fixture.h"

#include <QListWidget>
#include <QSignalSpy>

#include <cmath>

namespace isthmus {
namespace {

class PlaneGesturesTest : public LatentPlaneViewTest {};

TEST_F(PlaneGesturesTest, ReportsLatentCoordinatesUnderTheMouseOfADrag) {
  fill();
  QSignalSpy moved(&view, &LatentPlaneView::pointerMoved);
  QSignalSpy released(&view, &LatentPlaneView::pointerReleased);
  QSignalSpy clicked(&view, &LatentPlaneView::sampleClicked);
  const QPoint to = onCanvas({1.5, -0.75});
  drag(Qt::LeftButton, emptySpot(), to);
  ASSERT_EQ(moved.count(), 3);
  expectNear(moved.first().at(0).toPointF(), inPlane(emptySpot()), 1e-9);
  expectNear(moved.last().at(0).toPointF(), inPlane(to), 1e-9);
  expectNear(view.pointer(), {1.5, -0.75}, 0.02);
  EXPECT_EQ(released.count(), 1);
  EXPECT_EQ(clicked.count(), 0);
}

TEST_F(PlaneGesturesTest, ARightClickAsksForTheMenuAndARightDragDoesNot) {
  fill();
  QSignalSpy menu(&view, &LatentPlaneView::menuWanted);
  drag(Qt::RightButton, emptySpot(), emptySpot() + QPoint(40, 10));
  EXPECT_EQ(menu.count(), 0);
  QTest::mouseClick(canvas, Qt::RightButton, {}, emptySpot());
  ASSERT_EQ(menu.count(), 1);
  EXPECT_EQ(menu.last().at(0).toPoint(), canvas->mapToGlobal(emptySpot()));
}

TEST_F(PlaneGesturesTest, PicksExactlyThePointThatIsClicked) {
  fill();
  QSignalSpy clicked(&view, &LatentPlaneView::sampleClicked);
  for (int i = 0; i < 8; ++i) wheel(onCanvas(placeOf(432)), 1);
  QTest::mouseClick(canvas, Qt::LeftButton, {}, onCanvas(placeOf(432)) + QPoint(2, 1));
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.first().at(0).value<std::size_t>(), 432U);
  QTest::mouseClick(canvas, Qt::LeftButton, {}, onCanvas(placeOf(432)) + QPoint(0, 40));
  EXPECT_EQ(clicked.count(), 1);
}

TEST_F(PlaneGesturesTest, DoesNotPickHiddenPoints) {
  fill();
  QSignalSpy clicked(&view, &LatentPlaneView::sampleClicked);
  auto* rows = view.findChild<QListWidget*>("legendRows");
  QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualItemRect(rows->item(0)).center());
  QTest::mouseClick(canvas, Qt::LeftButton, {}, onCanvas(placeOf(0)));
  EXPECT_EQ(clicked.count(), 0);
}

TEST_F(PlaneGesturesTest, FollowsTheMouseWithoutAButtonUntilHoverIsSwitchedOff) {
  fill();
  QSignalSpy moved(&view, &LatentPlaneView::pointerMoved);
  moveTo(emptySpot(), Qt::NoButton);
  EXPECT_EQ(moved.count(), 0) << "there is nothing to decode";
  view.setPointer({0, 0});
  moveTo(emptySpot(), Qt::NoButton);
  ASSERT_EQ(moved.count(), 1);
  expectNear(moved.last().at(0).toPointF(), inPlane(emptySpot()), 1e-9);
  QTest::keyClick(canvas, Qt::Key_H);
  EXPECT_FALSE(button("decodeOnHover")->isChecked());
  moveTo(onCanvas({1, 1}), Qt::NoButton);
  EXPECT_EQ(moved.count(), 1);
}

TEST_F(PlaneGesturesTest, GoesBackToThePlacePressedLastWhenTheMouseLeaves) {
  fill();
  view.setPointer({0, 0});
  QSignalSpy moved(&view, &LatentPlaneView::pointerMoved);
  const auto leave = [&] {
    QEvent event(QEvent::Leave);
    QApplication::sendEvent(canvas, &event);
  };
  moveTo(onCanvas({1, 1}), Qt::NoButton);
  leave();
  EXPECT_EQ(moved.count(), 1) << "no place was pressed: the last one stays";
  QTest::mouseClick(canvas, Qt::LeftButton, {}, emptySpot());
  const QPointF pressed = view.pointer();
  moveTo(onCanvas({1, -1}), Qt::NoButton);
  EXPECT_NE(view.pointer(), pressed);
  leave();
  EXPECT_EQ(view.pointer(), pressed);
  EXPECT_EQ(moved.last().at(0).toPointF(), pressed);
  const auto told = moved.count();
  leave();
  EXPECT_EQ(moved.count(), told);
  moveTo(onCanvas({1, -1}), Qt::NoButton);
  view.setPointer({0.5, 0.5});  // by others: what was pressed before counts no more
  leave();
  EXPECT_EQ(view.pointer(), QPointF(0.5, 0.5));
}

TEST_F(PlaneGesturesTest, AHintSaysHowToDecodeUntilThePointerWasDragged) {
  fill();
  auto* hint = view.findChild<QLabel*>("planeHint");
  QSignalSpy heeded(&view, &LatentPlaneView::hintHeeded);
  view.setHint(true);
  EXPECT_FALSE(hint->isVisible()) << "there is nothing to decode";
  view.setPointer({0, 0});
  ASSERT_TRUE(hint->isVisible());
  EXPECT_TRUE(hint->text().startsWith(QStringLiteral("Move over the plane")));
  QTest::keyClick(canvas, Qt::Key_H);
  EXPECT_TRUE(hint->text().startsWith(QStringLiteral("Hold the left button")));
  QTest::mouseClick(canvas, Qt::LeftButton, {}, emptySpot());
  EXPECT_TRUE(hint->isVisible()) << "a click leaves no trail";
  drag(Qt::LeftButton, emptySpot(), onCanvas({1, 1}));
  EXPECT_FALSE(hint->isVisible());
  EXPECT_EQ(heeded.count(), 1);
}

TEST_F(PlaneGesturesTest, KeepsThePlaceUnderTheMouseWhenTheWheelTurns) {
  fill();
  const QPoint at = onCanvas({1.2, 0.7});
  const QPointF before = inPlane(at);
  const double width = view.visibleArea().width();
  wheel(at, 3);
  expectNear(inPlane(at), before, 1e-9);
  EXPECT_NEAR(view.visibleArea().width(), width / std::pow(1.25, 3), 1e-9);
  wheel(at, -3);
  EXPECT_NEAR(view.visibleArea().width(), width, 1e-9);
}

TEST_F(PlaneGesturesTest, PansWithTheRightAndMiddleButtonAndWithSpace) {
  fill();
  QSignalSpy moved(&view, &LatentPlaneView::pointerMoved);
  for (const Qt::MouseButton mouseButton : {Qt::RightButton, Qt::MiddleButton, Qt::LeftButton}) {
    const QPointF held = inPlane({150, 150});
    if (mouseButton == Qt::LeftButton) QTest::keyPress(canvas, Qt::Key_Space);
    drag(mouseButton, {150, 150}, {210, 110});
    expectNear(inPlane({210, 110}), held, 1e-9);
  }
  QTest::keyRelease(canvas, Qt::Key_Space);
  EXPECT_EQ(moved.count(), 0);
}

TEST_F(PlaneGesturesTest, FitsWithADoubleClickAndWithTheKey) {
  fill();
  const QRectF fitted = view.visibleArea();
  const auto disturb = [&] {
    wheel({100, 100}, 5);
    EXPECT_NE(view.visibleArea(), fitted);
  };
  disturb();
  QTest::mouseDClick(canvas, Qt::LeftButton, {}, emptySpot());
  EXPECT_EQ(view.visibleArea(), fitted);
  disturb();
  QTest::keyClick(canvas, Qt::Key_F);
  EXPECT_EQ(view.visibleArea(), fitted);
  disturb();
  button("fitButton")->click();
  EXPECT_EQ(view.visibleArea(), fitted);
}

TEST_F(PlaneGesturesTest, MovesThePointerWithTheArrowKeys) {
  fill();
  view.setPointer({0, 0});
  const double step = std::min(view.visibleArea().width(), view.visibleArea().height()) / 50;
  QSignalSpy moved(&view, &LatentPlaneView::pointerMoved);
  QTest::keyClick(canvas, Qt::Key_Right);
  expectNear(view.pointer(), {step, 0}, 1e-9);
  QTest::keyClick(canvas, Qt::Key_Up, Qt::ShiftModifier);
  expectNear(view.pointer(), {step, 5 * step}, 1e-9);
  QTest::keyClick(canvas, Qt::Key_Down, Qt::ControlModifier);
  expectNear(view.pointer(), {step, 4.9 * step}, 1e-9);
  EXPECT_EQ(moved.count(), 3);
  for (int i = 0; i < 100; ++i) QTest::keyClick(canvas, Qt::Key_Left);
  EXPECT_GE(view.pointer().x(), view.visibleArea().left() - 1e-9);
}

TEST_F(PlaneGesturesTest, PicksZoomsAndSwitchesFromTheKeyboard) {
  fill();
  QSignalSpy clicked(&view, &LatentPlaneView::sampleClicked);
  QSignalSpy cleared(&view, &LatentPlaneView::pickCleared);
  view.setPointer(placeOf(777) + QPointF(0.01, 0.05));
  QTest::keyClick(canvas, Qt::Key_Return);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.first().at(0).value<std::size_t>(), 777U);
  QTest::keyClick(canvas, Qt::Key_Escape);
  EXPECT_EQ(cleared.count(), 1);
  const double width = view.visibleArea().width();
  QTest::keyClick(canvas, Qt::Key_Plus);
  EXPECT_LT(view.visibleArea().width(), width);
  QTest::keyClick(canvas, Qt::Key_Minus);
  EXPECT_NEAR(view.visibleArea().width(), width, 1e-9);
  QTest::keyClick(canvas, Qt::Key_R);
  EXPECT_FALSE(button("showRings")->isChecked());
  QTest::keyClick(canvas, Qt::Key_M);
  EXPECT_TRUE(view.isManifoldOn());
}

class PlaneLassoTest : public PlaneGesturesTest {
 protected:
  using Samples = std::vector<std::uint32_t>;

  PlaneLassoTest() {
    QObject::connect(&view, &LatentPlaneView::selectionChanged, &view,
                     [this](const std::shared_ptr<const Samples>& samples) {
                       ++changes;
                       selected = samples ? *samples : Samples();
                     });
  }
  void drawBox(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers) {
    const auto moveWith = [&](QPointF at) {
      QMouseEvent event(QEvent::MouseMove, onCanvas(at), canvas->mapToGlobal(onCanvas(at)), Qt::NoButton,
                        Qt::LeftButton, modifiers);
      QApplication::sendEvent(canvas, &event);
    };
    QTest::mousePress(canvas, Qt::LeftButton, modifiers, onCanvas(from));
    moveWith({to.x(), from.y()});
    moveWith(to);
    moveWith({from.x(), to.y()});
    QTest::mouseRelease(canvas, Qt::LeftButton, modifiers, onCanvas({from.x(), to.y()}));
  }
  /// What lies in a box, by looking at every point. The box's sides must keep clear of points.
  Samples inBox(QPointF from, QPointF to, std::size_t first = 0) const {
    Samples samples;
    const QRectF box = QRectF(from, to).normalized();
    for (std::size_t i = first; i < kCount; ++i)
      if (box.contains(placeOf(i))) samples.push_back(static_cast<std::uint32_t>(i));
    return samples;
  }
  bool waitForChange(int number) {
    return QTest::qWaitFor([&] { return changes >= number; }, 5000);
  }

  int changes = 0;
  Samples selected;
};

TEST_F(PlaneLassoTest, SelectsWhatIsInsideAndSaysHowMany) {
  fill();
  QSignalSpy moved(&view, &LatentPlaneView::pointerMoved);
  drawBox({-1, -1}, {1, 1}, Qt::ShiftModifier);
  ASSERT_TRUE(waitForChange(1));
  EXPECT_EQ(selected, inBox({-1, -1}, {1, 1}));
  EXPECT_GT(selected.size(), 50U);
  settle();
  EXPECT_EQ(shown().toStdString(),
            "1,000 of 1,000 shown \u00b7 " + std::to_string(selected.size()) + " selected");
  EXPECT_EQ(moved.count(), 0);
}

TEST_F(PlaneLassoTest, AddsWithControlAndReplacesWithout) {
  fill();
  drawBox({-1, -1}, {-0.5, 1}, Qt::ShiftModifier);
  ASSERT_TRUE(waitForChange(1));
  const Samples first = selected;
  drawBox({-0.7, -1}, {1, 1}, Qt::ShiftModifier | Qt::ControlModifier);
  ASSERT_TRUE(waitForChange(2));
  EXPECT_EQ(selected, inBox({-1, -1}, {1, 1}));
  drawBox({-1, -1}, {-0.5, 1}, Qt::ShiftModifier);
  ASSERT_TRUE(waitForChange(3));
  EXPECT_EQ(selected, first);
}

TEST_F(PlaneLassoTest, AddsWhileTheLassoBeforeIsStillBeingComputed) {
  fill();
  drawBox({-1, -1}, {-0.5, 1}, Qt::ShiftModifier);
  drawBox({-0.7, -1}, {0.5, 1}, Qt::ShiftModifier | Qt::ControlModifier);
  drawBox({0.3, -1}, {1, 1}, Qt::ShiftModifier | Qt::ControlModifier);
  const Samples all = inBox({-1, -1}, {1, 1});
  EXPECT_TRUE(QTest::qWaitFor([&] { return selected == all; }, 5000));
}

TEST_F(PlaneLassoTest, LeavesOutHiddenClasses) {
  fill();
  auto* rows = view.findChild<QListWidget*>("legendRows");
  QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualItemRect(rows->item(0)).center());
  drawBox({-2, -2}, {2, 2}, Qt::ShiftModifier);
  ASSERT_TRUE(waitForChange(1));
  EXPECT_EQ(selected, inBox({-2, -2}, {2, 2}, kCount / 4));
}

TEST_F(PlaneLassoTest, DrawsWithThePlainLeftButtonWhileItsSwitchIsOn) {
  fill();
  QSignalSpy clicked(&view, &LatentPlaneView::sampleClicked);
  QTest::keyClick(canvas, Qt::Key_L);
  EXPECT_TRUE(button("lasso")->isChecked());
  drawBox({-1, -1}, {1, 1}, {});
  ASSERT_TRUE(waitForChange(1));
  EXPECT_EQ(selected, inBox({-1, -1}, {1, 1}));
  QTest::mouseClick(canvas, Qt::LeftButton, {}, onCanvas(placeOf(432)));
  EXPECT_EQ(clicked.count(), 1);
  EXPECT_EQ(changes, 1);
}

TEST_F(PlaneLassoTest, DropsTheSelectionWithEscapeBeforeThePickAndWithAnEmptyLasso) {
  fill();
  QSignalSpy cleared(&view, &LatentPlaneView::pickCleared);
  drawBox({-1, -1}, {1, 1}, Qt::ShiftModifier);
  ASSERT_TRUE(waitForChange(1));
  QTest::keyClick(canvas, Qt::Key_Escape);
  EXPECT_EQ(changes, 2);
  EXPECT_TRUE(selected.empty());
  EXPECT_EQ(cleared.count(), 0);
  QTest::keyClick(canvas, Qt::Key_Escape);
  EXPECT_EQ(cleared.count(), 1);

  drawBox({-1, -1}, {1, 1}, Qt::ShiftModifier);
  ASSERT_TRUE(waitForChange(3));
  QTest::mouseClick(canvas, Qt::LeftButton, Qt::ShiftModifier, emptySpot());
  ASSERT_TRUE(waitForChange(4));
  EXPECT_TRUE(selected.empty());
}

TEST_F(PlaneLassoTest, GivesUpTheLassoBeingDrawnWithEscape) {
  fill();
  QTest::mousePress(canvas, Qt::LeftButton, Qt::ShiftModifier, onCanvas({-1, -1}));
  moveTo(onCanvas({1, -1}), Qt::LeftButton);
  moveTo(onCanvas({1, 1}), Qt::LeftButton);
  QTest::keyClick(canvas, Qt::Key_Escape);
  QTest::mouseRelease(canvas, Qt::LeftButton, Qt::ShiftModifier, onCanvas({1, 1}));
  QTest::qWait(50);
  EXPECT_EQ(changes, 0);
}

TEST_F(PlaneLassoTest, KeepsTheSamplesWhenTheyMoveAndDropsThemWithTheDataSet) {
  fill();
  drawBox({-1, -1}, {1, 1}, Qt::ShiftModifier);
  ASSERT_TRUE(waitForChange(1));
  view.setPoints(planeGrid(kCount, 0.02));
  view.setMarked(std::make_shared<const Samples>(Samples{1, 2, 3}));  // a threshold that moves in a training
  EXPECT_EQ(changes, 1);
  view.setDataset(planeDataset(kCount, 4));
  EXPECT_EQ(changes, 2);
  EXPECT_TRUE(selected.empty());
}

TEST_F(PlaneGesturesTest, MovesThePointerWithoutDrawingThePointsAgain) {
  fill();
  canvas->setFocus();
  settle();
  QSignalSpy replotted(canvas, SIGNAL(afterReplot()));
  drag(Qt::LeftButton, emptySpot(), onCanvas({1, 1}));
  settle();
  EXPECT_EQ(replotted.count(), 0);
  wheel(emptySpot(), 1);
  settle();
  EXPECT_EQ(replotted.count(), 1);
}

}  // namespace
}  // namespace isthmus
