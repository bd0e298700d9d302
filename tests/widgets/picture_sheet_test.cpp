#include "widgets/images/picture_sheet.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

QImage filled(QColor colour, QSize size = {4, 4}) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(colour);
  return image;
}

TEST(PictureSheet, LaysPicturesInRowsWithWhiteBetween) {
  const auto sheet =
      pictureSheet(4, [](std::size_t place) { return filled(place == 3 ? Qt::red : Qt::blue); });
  ASSERT_TRUE(sheet);
  const int zoom = sheet->width() / 10;  // two pictures of 4 with 2 between
  EXPECT_EQ(zoom, 28);
  EXPECT_EQ(sheet->size(), QSize(10 * zoom, 10 * zoom));
  EXPECT_EQ(sheet->pixelColor(0, 0), QColor(Qt::blue));
  EXPECT_EQ(sheet->pixelColor(9 * zoom, 9 * zoom), QColor(Qt::red));
  EXPECT_EQ(sheet->pixelColor(5 * zoom, 5 * zoom), QColor(Qt::white));
}

TEST(PictureSheet, KeepsThePixelsOfManyAndRefusesTooMany) {
  const auto many = pictureSheet(5'000, [](std::size_t) { return filled(Qt::blue, {28, 28}); });
  ASSERT_TRUE(many);
  EXPECT_EQ(many->width() % 30, 28) << "not enlarged";
  EXPECT_EQ(pictureSheet(0, [](std::size_t) { return QImage(); }).error().code, ErrorCode::NotFound);
  const auto tooMany = pictureSheet(1'000'000, [](std::size_t) { return filled(Qt::blue, {28, 28}); });
  ASSERT_FALSE(tooMany);
  EXPECT_EQ(tooMany.error().message,
            "1,000,000 pictures of 28 x 28 are too many for one sheet; at most 71,111 fit");
}

}  // namespace
}  // namespace isthmus
