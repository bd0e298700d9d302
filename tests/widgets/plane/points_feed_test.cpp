#include "widgets/plane/points/points_feed.h"

#include "tests/widgets/plane/plane_view_fixture.h"

#include <QSignalSpy>

namespace isthmus {
namespace {

constexpr std::size_t kMany = 250'000;  // so many that they are sorted in a thread

class PointsFeedTest : public testing::Test {
 protected:
  void setColours(std::size_t count) {
    feed.setColours(std::vector<std::uint16_t>(count, 0), {qRgb(1, 2, 3)});
  }
  bool waitUntilIdle() {
    return QTest::qWaitFor([this] { return !feed.isBusy(); }, 10'000);
  }

  PointsPainter painter;
  PointsFeed feed{&painter};
};

TEST_F(PointsFeedTest, BringsFewPointsAtOnce) {
  feed.setPoints(planeGrid(1000, 0.1));
  setColours(1000);
  EXPECT_FALSE(feed.isBusy());
  EXPECT_EQ(painter.shown(), 1000U);
  feed.setMarks(std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{1, 2}),
                0xff0000);
  EXPECT_EQ(painter.arrangement().rings->count(), 2U);
}

TEST_F(PointsFeedTest, BringsManyPointsLaterAndSaysSo) {
  QSignalSpy arranged(&feed, &PointsFeed::arranged);
  feed.setPoints(planeGrid(kMany, 0.1));
  setColours(kMany);
  EXPECT_TRUE(feed.isBusy());
  EXPECT_EQ(painter.shown(), 0U);
  ASSERT_TRUE(waitUntilIdle());
  EXPECT_EQ(arranged.count(), 1);
  EXPECT_EQ(painter.shown(), kMany);
}

TEST_F(PointsFeedTest, EndsWithWhatWasSetLast) {
  feed.setPoints(planeGrid(kMany, 0.1));
  setColours(kMany);
  std::shared_ptr<PlanePoints> last;
  for (int i = 0; i < 5; ++i) feed.setPoints(last = planeGrid(kMany, 0.1 + i));
  const auto marks = std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{7});
  feed.setMarks(marks, 0xff0000);
  ASSERT_TRUE(waitUntilIdle());
  EXPECT_EQ(painter.arrangement().source.points, last);
  EXPECT_EQ(painter.arrangement().rings->count(), 1U);
}

TEST_F(PointsFeedTest, ForgetsPointsUnderWayWhenThereAreNoneAnyMore) {
  feed.setPoints(planeGrid(kMany, 0.1));
  setColours(kMany);
  feed.setPoints(nullptr);
  EXPECT_FALSE(feed.isBusy());
  QTest::qWait(100);
  EXPECT_EQ(painter.count(), 0U);
  EXPECT_EQ(painter.shown(), 0U);
}

TEST_F(PointsFeedTest, CanBeDestroyedWhileItSorts) {
  auto another = std::make_unique<PointsFeed>(&painter);
  another->setPoints(planeGrid(kMany, 0.1));
  another->setColours(std::vector<std::uint16_t>(kMany, 0), {qRgb(1, 2, 3)});
  another.reset();
  QCoreApplication::processEvents();
  EXPECT_EQ(painter.shown(), 0U);
}

class ManyPointsTest : public LatentPlaneViewTest {
 protected:
  bool waitForText(const QString& text) {
    return QTest::qWaitFor([&] { return shown().contains(text); }, 20'000);
  }
};

TEST_F(ManyPointsTest, SaysWhileItMovesThatNotAllPointsAreShownAndShowsAllAtRest) {
  constexpr std::size_t kAll = 1'500'000;
  view.setDataset(planeDataset(kAll, 10));
  view.setLatent(2);
  points = planeGrid(kAll, 0.01);
  for (float& y : points->y) y /= 150;
  view.setPoints(points);
  ASSERT_TRUE(waitForText("1,500,000 of 1,500,000 shown"));  // fitted, too, when they arrived
  QTest::qWait(1);
  EXPECT_FALSE(shown().contains("in view"));
  wheel(canvas->rect().center(), -1);
  ASSERT_TRUE(waitForText("while moving"));
  EXPECT_TRUE(shown().contains("of 1,500,000 shown while moving"));
  EXPECT_TRUE(waitForText("1,500,000 of 1,500,000 shown"));
}

}  // namespace
}  // namespace isthmus
