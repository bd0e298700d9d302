#include "widgets/theme/themed_icon.h"

#include <QImage>
#include <QPixmap>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

// The left half in the grey that is recoloured, the right half with a red quarter that is not.
const QByteArray kSvg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
  <rect x="0" y="0" width="8" height="16" fill="#4a4a4a"/>
  <rect x="8" y="8" width="8" height="8" fill="#ff0000"/></svg>)";

Theme themeWithText(const QColor& text) {
  Theme theme;
  theme.text = text;
  return theme;
}

QImage drawn(const QIcon& icon, double scale, QIcon::Mode mode = QIcon::Normal) {
  return icon.pixmap(QSize(16, 16), scale, mode).toImage().convertToFormat(QImage::Format_ARGB32);
}

TEST(ThemedIcon, TakesTheThemesTextColourAndKeepsTheOthers) {
  const QImage image = drawn(themedIconFromSvg(kSvg, themeWithText(QColor(0x12, 0xab, 0x34))), 1);
  EXPECT_EQ(image.pixelColor(3, 8), QColor(0x12, 0xab, 0x34));
  EXPECT_EQ(image.pixelColor(12, 12), QColor(Qt::red));
  EXPECT_EQ(image.pixelColor(12, 3).alpha(), 0);
}

TEST(ThemedIcon, IsDrawnAnewForEveryScaleOfTheScreen) {
  const QIcon icon = themedIconFromSvg(kSvg, themeWithText(Qt::black));
  for (const double scale : {1.0, 1.5, 2.0, 3.0}) {
    const QImage image = drawn(icon, scale);
    const int side = static_cast<int>(16 * scale);
    ASSERT_EQ(image.size(), QSize(side, side));
    EXPECT_EQ(image.pixelColor(side / 2 - 1, 2).alpha(), 255) << scale;  // a sharp edge, not a stretched one
    EXPECT_EQ(image.pixelColor(side / 2, 2).alpha(), 0) << scale;
  }
}

TEST(ThemedIcon, IsDimWhereTheControlIsDisabled) {
  const QIcon icon = themedIconFromSvg(kSvg, themeWithText(Qt::black));
  const int alpha = drawn(icon, 1, QIcon::Disabled).pixelColor(3, 8).alpha();
  EXPECT_GT(alpha, 50);
  EXPECT_LT(alpha, 150);
}

TEST(ThemedIcon, IsEmptyWithoutAPicture) {
  EXPECT_TRUE(themedIcon(QStringLiteral("there is no such picture"), themeWithText(Qt::black)).isNull());
  EXPECT_TRUE(themedIconFromSvg({}, themeWithText(Qt::black)).isNull());
  EXPECT_TRUE(themedIconFromSvg("\x89PNG and more", themeWithText(Qt::black)).isNull());
}

}  // namespace
}  // namespace isthmus
