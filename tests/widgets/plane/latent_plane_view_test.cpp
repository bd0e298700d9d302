#include "tests/support/widget_support.h"
#include "tests/widgets/plane/plane_view_fixture.h"
#include "widgets/theme/theme.h"

#include <QListWidget>
#include <QSignalSpy>
#include <QSlider>

#include <cmath>
#include <limits>

namespace isthmus {
namespace {

TEST_F(LatentPlaneViewTest, SaysWhatWillAppearWhileThereIsNothing) {
  auto* text = view.findChild<QLabel*>("planeEmpty");
  EXPECT_TRUE(text->isVisible());
  EXPECT_TRUE(text->text().startsWith("Drop a data set here, or choose one on the left."));
  fill();
  EXPECT_FALSE(text->isVisible());
  view.setPoints(nullptr);
  EXPECT_TRUE(text->isVisible());
  settle();
  EXPECT_EQ(shown().toStdString(), "0 of 1,000 shown");
}

TEST_F(LatentPlaneViewTest, DrawsPointsInTheirClassesColours) {
  fill();
  const QImage image = view.grab().toImage();
  for (const std::size_t sample : {std::size_t{100}, std::size_t{899}}) {
    const QColor seen = colourAt(image, view.pixelAt(placeOf(sample)));
    const QColor expected = groupColour(sample / 250, false);
    EXPECT_NEAR(seen.red(), expected.red(), 40) << sample;
    EXPECT_NEAR(seen.green(), expected.green(), 40) << sample;
    EXPECT_NEAR(seen.blue(), expected.blue(), 40) << sample;
  }
}

TEST_F(LatentPlaneViewTest, KeepsACircleACircleAtEverySize) {
  fill();
  for (const QSize size : {QSize(700, 500), QSize(640, 900), QSize(1200, 420)}) {
    view.resize(size);
    settle();
    const QPointF origin = view.pixelAt({0, 0});
    EXPECT_NEAR(view.pixelAt({1, 0}).x() - origin.x(), origin.y() - view.pixelAt({0, 1}).y(), 1e-6);
    EXPECT_TRUE(view.visibleArea().contains(QRectF(-3, -3, 6, 6)));
  }
}

TEST_F(LatentPlaneViewTest, KeepsTheZoomWhenPointsMove) {
  fill();
  wheel({100, 100}, 4);
  const QRectF zoomed = view.visibleArea();
  view.setPoints(planeGrid(kCount, 3));
  EXPECT_EQ(view.visibleArea(), zoomed);
}

TEST_F(LatentPlaneViewTest, FollowsGrowingPointsUntilTheViewIsMovedByHand) {
  fill();
  auto grown = std::make_shared<PlanePoints>(*points);
  grown->x[0] = 9;
  grown->y[1] = -9;
  view.setPoints(grown);
  EXPECT_TRUE(view.visibleArea().contains(QPointF(9, -9)));
  const QRectF followed = view.visibleArea();
  grown = std::make_shared<PlanePoints>(*grown);
  grown->x[0] = 9.2F;  // there is room to grow: the view does not tremble
  view.setPoints(grown);
  EXPECT_EQ(view.visibleArea(), followed);
}

TEST_F(LatentPlaneViewTest, CountsWhatIsShownAndWhatIsInView) {
  fill();
  EXPECT_EQ(shown().toStdString(), "1,000 of 1,000 shown");
  auto* rows = view.findChild<QListWidget*>("legendRows");
  QSignalSpy changed(&view, &LatentPlaneView::viewChanged);
  QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualItemRect(rows->item(1)).center());
  settle();
  EXPECT_EQ(shown().toStdString(), "750 of 1,000 shown");
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(changed.first().at(0).value<PlaneView>().visible, (std::vector<bool>{true, false, true, true}));
  for (int i = 0; i < 6; ++i) wheel(onCanvas(placeOf(900)), 1);
  settle();
  const QRectF seen = view.visibleArea();
  int inView = 0;
  for (std::size_t i = 0; i < kCount; ++i) inView += i / 250 != 1 && seen.contains(placeOf(i));
  EXPECT_GT(inView, 0);
  EXPECT_EQ(shown().toStdString(), "750 of 1,000 shown \u00b7 " + std::to_string(inView) + " in view");
  button("showPoints")->click();
  settle();
  EXPECT_EQ(shown().toStdString(), "0 of 1,000 shown");
}

TEST_F(LatentPlaneViewTest, SkipsPointsWithoutAPositionAndSaysSo) {
  fill();
  auto broken = std::make_shared<PlanePoints>(*points);
  broken->x[3] = std::numeric_limits<float>::quiet_NaN();
  broken->y[4] = std::numeric_limits<float>::infinity();
  view.setPicked(3, PlaneCovariance{});
  view.setPoints(broken);
  settle();
  EXPECT_EQ(shown().toStdString(), "998 of 1,000 shown \u00b7 2 without a position");
  view.setPointer({std::nan(""), 0});
  EXPECT_FALSE(view.hasPointer());
  view.fit();
  EXPECT_TRUE(std::isfinite(view.visibleArea().width()));
}

TEST_F(LatentPlaneViewTest, AsksForAFinerManifoldWhenZoomedIn) {
  fill();
  QSignalSpy wanted(&view, &LatentPlaneView::manifoldWanted);
  wheel({200, 200}, 1);
  view.requestManifold();
  EXPECT_EQ(wanted.count(), 0);  // it is off
  button("showManifold")->click();
  ASSERT_EQ(wanted.count(), 1);
  const auto cell = [&] { return wanted.last().at(0).toRectF().width() / wanted.last().at(1).toInt(); };
  const double before = cell();
  EXPECT_TRUE(wanted.last().at(0).toRectF().contains(view.visibleArea()));
  EXPECT_NEAR(wanted.last().at(0).toRectF().height() / wanted.last().at(2).toInt(), before, 1e-9);
  for (int i = 0; i < 20; ++i) wheel({200, 200}, 1);
  EXPECT_EQ(wanted.count(), 1);  // not yet: at most 25 a second
  QTRY_COMPARE_WITH_TIMEOUT(wanted.count(), 2, 2000);
  EXPECT_LT(cell(), before / 16);
  EXPECT_TRUE(wanted.last().at(0).toRectF().contains(view.visibleArea()));
  QTest::qWait(60);
  view.requestManifold();
  EXPECT_EQ(wanted.count(), 3);
}

TEST_F(LatentPlaneViewTest, DrawsThePosteriorAsAnEllipseTiltedAsItsCovarianceSays) {
  view.setPoints(planeGrid(1, 0));
  for (const char* name : {"showRings", "showPoints", "showNames"}) button(name)->setChecked(false);
  settle();
  const QImage before = view.grab().toImage();
  view.setPicked(0, PlaneCovariance{0.5, 0.4, 0.5});  // along the diagonal: 0.949 long, 0.316 short
  settle();
  const QImage after = view.grab().toImage();
  const QPointF centre = view.pixelAt({0, 0});
  const double unit = view.pixelAt({1, 0}).x() - centre.x();
  const auto isDrawn = [&](QPointF inPlane) {
    const QPoint at = view.pixelAt(inPlane).toPoint();
    for (int y = -1; y <= 1; ++y)
      for (int x = -1; x <= 1; ++x)
        if (colourAt(after, at + QPoint(x, y)).lightness() <
            colourAt(before, at + QPoint(x, y)).lightness() - 60)
          return true;
    return false;
  };
  ASSERT_GT(unit, 30);
  const double diagonal = std::sqrt(0.5);
  for (const double k : {1.0, 2.0}) {
    EXPECT_TRUE(isDrawn(QPointF(1, 1) * diagonal * std::sqrt(0.9) * k)) << k;
    EXPECT_TRUE(isDrawn(QPointF(1, -1) * diagonal * std::sqrt(0.1) * k)) << k;
    EXPECT_FALSE(isDrawn(QPointF(1, -1) * diagonal * std::sqrt(0.9) * k)) << k;
  }
  QTest::keyClick(canvas, Qt::Key_Escape);
  EXPECT_EQ(view.grab().toImage(), before);
}

TEST_F(LatentPlaneViewTest, DrawsThePriorsRingsAroundItsMeanAtEveryZoom) {
  fill();
  for (const char* name : {"showPoints", "showNames"}) button(name)->setChecked(false);
  view.setPriorCentre({0.5, 0.25});
  const QPointF onRing(2.5, 0.25);  // two standard deviations to the right
  for (int zoom = 0; zoom < 4; ++zoom) {
    button("showRings")->setChecked(false);
    settle();
    const QImage without = view.grab().toImage();
    button("showRings")->setChecked(true);
    settle();
    const QImage with = view.grab().toImage();
    int changed = 0;  // it is dashed and a pixel wide: somewhere along a short way up and down
    for (int y = -12; y <= 12; ++y)
      for (int x = -1; x <= 1; ++x) {
        const QPointF at = view.pixelAt(onRing) + QPointF(x, y);
        changed += colourAt(with, at).lightness() < colourAt(without, at).lightness() - 40;
      }
    EXPECT_GT(changed, 4) << zoom;
    for (int i = 0; i < 9; ++i) wheel(onCanvas(onRing), 1);
  }
}

TEST_F(LatentPlaneViewTest, LaysTheManifoldTheRightWayUpBehindThePoints) {
  view.setPoints(planeGrid(1, 1));
  QImage mosaic(2, 2, QImage::Format_RGB32);
  mosaic.fill(Qt::blue);
  mosaic.setPixelColor(1, 0, Qt::red);  // right column, upper row
  view.setManifold(mosaic, QRectF(-2, -2, 4, 4));
  button("showManifold")->click();
  button("showRings")->click();
  settle();
  const QImage image = view.grab().toImage();
  EXPECT_EQ(colourAt(image, view.pixelAt({1.7, 1.7})), QColor(Qt::red));
  EXPECT_EQ(colourAt(image, view.pixelAt({1.7, -1.7})), QColor(Qt::blue));
}

TEST_F(LatentPlaneViewTest, OffersTheChoiceOfThePlaneOnlyBeyondTwoDimensions) {
  fill();
  auto* mode = view.findChild<QComboBox*>("planeMode");
  EXPECT_FALSE(mode->isVisible());
  view.setLatent(5);
  EXPECT_TRUE(mode->isVisible());
  QSignalSpy changed(&view, &LatentPlaneView::viewChanged);
  choose("axisX", "z4");
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(view.view().choice, (PlaneChoice{false, 3, 1, std::vector<float>(5, 0), false}));
  choose("axisY", "z4");  // the two change places
  EXPECT_EQ(view.view().choice, (PlaneChoice{false, 1, 3, std::vector<float>(5, 0), false}));
  view.findChild<QSlider*>("held3")->setValue(-125);
  EXPECT_EQ(view.view().choice.held, (std::vector<float>{0, 0, -1.25F, 0, 0}));
  EXPECT_EQ(view.findChild<QLabel*>("heldValue3")->text(), QString::fromUtf8("\u22121.25"));
  EXPECT_TRUE(view.findChild<QSlider*>("held2")->isHidden());
  button("heldReset")->click();
  EXPECT_EQ(view.view().choice.held, std::vector<float>(5, 0));
  choose("planeMode", "PCA of the means");
  EXPECT_TRUE(view.view().choice.principal);
  EXPECT_FALSE(view.findChild<QComboBox*>("axisX")->isVisible());
  EXPECT_EQ(changed.count(), 5);
  view.setLatent(5);  // the same again keeps the choice
  EXPECT_TRUE(view.view().choice.principal);
}

TEST_F(LatentPlaneViewTest, ColoursByErrorWithABarOfTheRobustRange) {
  fill();
  auto errors = std::make_shared<std::vector<float>>();
  for (std::size_t i = 0; i < kCount; ++i) errors->push_back(static_cast<float>(i));
  view.setErrors(errors, "BCE, nats");
  choose("colourBy", "Reconstruction error");
  settle();
  EXPECT_EQ(view.findChild<QLabel*>("colourBarTitle")->text(), "Reconstruction error (BCE, nats)");
  EXPECT_TRUE(view.findChild<QWidget*>("colourBar")->accessibleName().contains("989"));
  const QImage image = view.grab().toImage();
  const auto lightness = [&](std::size_t i) { return colourAt(image, view.pixelAt(placeOf(i))).lightness(); };
  EXPECT_LT(lightness(100) + 60, lightness(899));
  view.setErrors(nullptr, {});
  EXPECT_EQ(view.findChild<QComboBox*>("colourBy")->currentText(), "Label");
}

TEST_F(LatentPlaneViewTest, SaysInTheBoxThatUnlabelledPointsAreColouredByError) {
  auto unlabelled = planeDataset(kCount, 1);
  unlabelled->labels.clear();
  unlabelled->factors.clear();
  view.setDataset(unlabelled);
  view.setPoints(planeGrid(kCount, 0.06));
  const auto* box = view.findChild<QComboBox*>("colourBy");
  EXPECT_EQ(box->currentText(), "One colour");
  EXPECT_FALSE(box->isEnabled());
  view.setErrors(std::make_shared<const std::vector<float>>(kCount, 2.0F), "BCE, nats");
  EXPECT_EQ(box->currentText(), "Reconstruction error");
  EXPECT_TRUE(box->isEnabled());
  EXPECT_TRUE(view.findChild<QWidget*>("colourBar")->isVisible());
  choose("colourBy", "One colour");
  EXPECT_FALSE(view.findChild<QWidget*>("colourBar")->isVisible());
}

TEST_F(LatentPlaneViewTest, DropsWhatBelongedToTheDataSetBefore) {
  fill();
  view.setMarked(std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{1, 2, 3}));
  view.setPicked(5, PlaneCovariance{});
  view.setPointer({1, 1});
  view.setDataset(planeDataset(20, 2));
  settle();
  EXPECT_EQ(shown().toStdString(), "0 of 20 shown");
  EXPECT_FALSE(view.hasPointer());
}

TEST_F(LatentPlaneViewTest, NamesEverythingForScreenReaders) {
  fill();
  view.setLatent(4);
  view.setPointer({0.5, -1});
  EXPECT_EQ(unnamedControls(view), QStringList());
  EXPECT_TRUE(canvas->accessibleDescription().contains("1,000 of 1,000 shown"));
  EXPECT_TRUE(canvas->accessibleDescription().contains(QString::fromUtf8("Pointer at 0.50, \u22121.00")));
}

TEST_F(LatentPlaneViewTest, FollowsTheTheme) {
  fill();
  const auto background = [&] { return colourAt(view.grab().toImage(), view.pixelAt({2.6, 2.6})); };
  EXPECT_GT(background().lightness(), 200);
  applyTheme(*qApp, ThemeChoice::Dark);
  settle();
  EXPECT_LT(background().lightness(), 60);
  applyTheme(*qApp, ThemeChoice::Light);
  settle();
  EXPECT_GT(background().lightness(), 200);
}

}  // namespace
}  // namespace isthmus
