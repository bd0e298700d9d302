#include "widgets/theme/data_colours.h"

#include "widgets/images/qt_image.h"

#include <gtest/gtest.h>

#include <cmath>

namespace isthmus {
namespace {

double distance(const QColor& a, const QColor& b) {
  return std::hypot(a.red() - b.red(), a.green() - b.green(), a.blue() - b.blue());
}

TEST(ClassColours, TwentyClassesAreAllApartInBothThemes) {
  for (const bool dark : {false, true})
    for (int a = 0; a < 20; ++a)
      for (int b = 0; b < a; ++b)
        EXPECT_GT(distance(classColour(a, dark), classColour(b, dark)), 35) << a << " and " << b;
}

TEST(Ramp, GetsLighterAllTheWay) {
  int last = -1;
  for (int i = 0; i <= 100; ++i) {
    const int grey = qGray(rampColour(i / 100.0));
    EXPECT_GE(grey, last);
    last = grey;
  }
  EXPECT_EQ(rampColour(-3), rampColour(0));
  EXPECT_EQ(rampColour(std::nan("")), rampColour(0));
}

TEST(ToQImage, KeepsRowsAndClampsIntensities) {
  const QImage image = toQImage({{2, 2, 1}, {0.0F, 1.0F, 0.5F, 7.0F}});
  EXPECT_EQ(qGray(image.pixel(0, 0)), 0);
  EXPECT_EQ(qGray(image.pixel(1, 0)), 255);
  EXPECT_EQ(qGray(image.pixel(0, 1)), 128);
  EXPECT_EQ(qGray(image.pixel(1, 1)), 255);
}

}  // namespace
}  // namespace isthmus
