// Marks of the samples above the threshold, and the probe's: what is drawn of many, and what the legend says.
#include "tests/widgets/plane/plane_view_fixture.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QListWidget>
#include <QSignalSpy>

#include <cstdlib>
#include <numeric>

namespace isthmus {
namespace {

using Samples = std::vector<std::uint32_t>;

class PlaneAboveTest : public LatentPlaneViewTest {
 protected:
  static std::shared_ptr<const Samples> firstOf(std::size_t count) {
    Samples samples(count);
    std::iota(samples.begin(), samples.end(), 0U);
    return std::make_shared<const Samples>(std::move(samples));
  }
  /// Every such sample of those of fill(), so that their marks do not touch.
  static std::shared_ptr<const Samples> everySo(std::uint32_t step) {
    Samples samples;
    for (std::uint32_t i = 0; i < kCount; i += step) samples.push_back(i);
    return std::make_shared<const Samples>(std::move(samples));
  }
  void fillWith(std::size_t count) {
    dataset = planeDataset(count, 4);
    points = planeGrid(count, 0.06);
    view.setDataset(dataset);
    view.setLatent(2);
    view.setPoints(points);
    settle();
  }
  QCheckBox* entry(const char* name) const { return view.findChild<QCheckBox*>(name); }
  void clickEntry(const char* name) {
    QTest::mouseClick(entry(name), Qt::LeftButton, {}, QPoint(8, entry(name)->height() / 2));
    settle();
  }
  /// Pixels of the plane that look like a colour, to a sum of differences.
  int pixelsLike(const QColor& colour, int most) {
    const QImage grabbed = canvas->grab().toImage();
    int count = 0;
    for (int y = 0; y < grabbed.height(); ++y)
      for (int x = 0; x < grabbed.width(); ++x) {
        const QColor pixel = grabbed.pixelColor(x, y);
        const int apart = std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                          std::abs(pixel.blue() - colour.blue());
        if (apart < most) ++count;
      }
    return count;
  }
  int markPixels() { return pixelsLike(themeOf(view).warning, 60); }
  int ringPixels() { return pixelsLike(themeOf(view).text, 200); }
  /// Marks come with the next drawing that is gathered.
  template <typename Condition>
  static bool soon(Condition condition) {
    return QTest::qWaitFor(condition, 5'000);
  }
};

TEST_F(PlaneAboveTest, AreCountedShownAndHiddenByTheLegend) {
  fill();
  EXPECT_FALSE(entry("legendAbove")->isVisible());
  QSignalSpy told(&view, &LatentPlaneView::viewChanged);
  view.setMarked(everySo(25));
  settle();
  ASSERT_TRUE(entry("legendAbove")->isVisible());
  EXPECT_EQ(entry("legendAbove")->text(), QStringLiteral("△ 40"));
  ASSERT_TRUE(soon([&] { return markPixels() > 20; }));
  const int marked = markPixels();
  clickEntry("legendAbove");
  EXPECT_EQ(markPixels(), 0);
  ASSERT_EQ(told.count(), 1);
  EXPECT_FALSE(view.view().above);
  PlaneView shown = view.view();
  shown.above = true;
  view.setView(shown);
  settle();
  EXPECT_TRUE(entry("legendAbove")->isChecked());
  EXPECT_EQ(markPixels(), marked);
  view.setMarked(firstOf(0));
  EXPECT_FALSE(entry("legendAbove")->isVisible());
}

TEST_F(PlaneAboveTest, StandBesideASelectionInAnotherColourAndShape) {
  for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
    applyTheme(*qApp, choice);
    fill();
    for (const char* name : {"showRings", "showNames"}) button(name)->setChecked(false);
    const auto apart = everySo(25);
    view.setMarked(apart);
    ASSERT_TRUE(soon([&] { return markPixels() > 100; }));
    const int marked = markPixels();
    const int before = ringPixels();
    view.setSelection(apart);
    EXPECT_TRUE(soon([&] { return ringPixels() > before + 60; })) << "rings";
    EXPECT_GT(markPixels(), marked / 2) << "a selection takes no mark away";
    view.setSelection(nullptr);
  }
  applyTheme(*qApp, ThemeChoice::Light);
}

TEST_F(PlaneAboveTest, OfManyAnEvenChoiceIsMarkedAsTheLegendSays) {
  fillWith(6'000);
  view.setMarked(firstOf(6'000));
  settle();
  EXPECT_EQ(entry("legendAbove")->text(), QStringLiteral("△ 300 of 6,000"));
  auto* rows = view.findChild<QListWidget*>("legendRows");
  view.setMarked(firstOf(1'600));  // 1,500 of the first group, 100 of the second
  QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualItemRect(rows->item(0)).center());
  EXPECT_EQ(entry("legendAbove")->text(), QStringLiteral("△ 100 of 1,600"))
      << "those of hidden groups carry no mark";
}

TEST_F(PlaneAboveTest, OfALargeProbeAnEvenChoiceIsDrawnAndAClickFindsTheRightSample) {
  fill();
  auto probe = planeDataset(5'000, 2);
  probe->name = "strangers";
  auto places = std::make_shared<PlanePoints>();
  for (std::size_t i = 0; i < probe->count(); ++i) {  // all in one place but for one that is drawn
    places->x.push_back(i == 2'500 ? 2.5F : -2.5F);
    places->y.push_back(2.6F);
  }
  view.setProbe(probe, places);
  settle();
  ASSERT_TRUE(entry("legendProbe")->isVisible());
  EXPECT_EQ(entry("legendProbe")->text(), QStringLiteral("◇ 2,000 of 5,000"));
  QSignalSpy clicked(&view, &LatentPlaneView::probeClicked);
  QTest::mouseClick(canvas, Qt::LeftButton, {}, onCanvas({2.5, 2.6}));
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked.first().at(0).value<std::size_t>(), 2'500U);
}

}  // namespace
}  // namespace isthmus
