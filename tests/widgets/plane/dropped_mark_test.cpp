#include "tests/widgets/plane/plane_view_fixture.h"

namespace isthmus {
namespace {

class DroppedMarkTest : public LatentPlaneViewTest {
 protected:
  /// How many pixels of what is grabbed differ between two looks at the view within a box around a place.
  static int changed(const QImage& before, const QImage& after, QPointF around, double reach) {
    int count = 0;
    for (int y = static_cast<int>(around.y() - reach); y <= around.y() + reach; ++y) {
      for (int x = static_cast<int>(around.x() - reach); x <= around.x() + reach; ++x)
        count += before.rect().contains(x, y) && before.pixel(x, y) != after.pixel(x, y);
    }
    return count;
  }
};

TEST_F(DroppedMarkTest, StandsAtItsPlaceAndGoesAgain) {
  fill();
  const QImage before = view.grab().toImage();
  const QPointF place(-1.5, 1.6);
  view.setDropped(DroppedPoint{place, PlaneCovariance{0.01, 0, 0.01}, QStringLiteral("cat.png")});
  settle();
  const QImage with = view.grab().toImage();
  EXPECT_GT(changed(before, with, view.pixelAt(place), 12), 20);
  EXPECT_TRUE(canvas->accessibleDescription().contains(QStringLiteral("cat.png")));
  view.setDropped(std::nullopt);
  settle();
  EXPECT_EQ(changed(before, view.grab().toImage(), view.pixelAt(place), 12), 0);
}

TEST_F(DroppedMarkTest, IsPointedToAtTheEdgeWhereItIsOutOfSight) {
  fill();
  const QImage before = view.grab().toImage();
  view.setDropped(DroppedPoint{{1000, 0}, PlaneCovariance{1, 0, 1}, QStringLiteral("far.png")});
  settle();
  const QImage with = view.grab().toImage();
  const QPointF rightEdge = view.pixelAt({view.visibleArea().right(), 0});
  EXPECT_GT(changed(before, with, rightEdge - QPointF(14, 0), 10), 20);
}

}  // namespace
}  // namespace isthmus
