#include "widgets/frame/drop_overlay.h"

#include <QImage>
#include <QTest>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

int pixelsOf(const QImage& image, const QColor& colour) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) == colour ? 1 : 0;
  return count;
}

TEST(DropOverlay, CoversTheWindowAndLetsTheDragThrough) {
  QWidget window;
  window.resize(400, 300);
  DropOverlay overlay(&window);
  window.show();
  EXPECT_FALSE(overlay.isVisible());
  overlay.show();
  window.resize(640, 360);
  QCoreApplication::processEvents();
  EXPECT_EQ(overlay.geometry(), window.rect());
  EXPECT_EQ(window.childAt(320, 180), nullptr);
}

TEST(DropOverlay, WarnsInTheWarningColour) {
  QWidget window;
  window.resize(640, 360);
  DropOverlay overlay(&window);
  overlay.show();
  window.show();
  const QColor accent = window.palette().color(QPalette::Highlight);
  overlay.setPlan("Load Fashion-MNIST", "60,000 + 10,000 images", true);
  EXPECT_GT(pixelsOf(window.grab().toImage(), accent), 100);
  overlay.setPlan("This is not a data set", "notes.txt", false);
  EXPECT_EQ(pixelsOf(window.grab().toImage(), accent), 0);
  EXPECT_EQ(overlay.accessibleName(), "This is not a data set");
}

}  // namespace
}  // namespace isthmus
