#include "widgets/pictures/vector_profile.h"

#include "tests/support/widget_support.h"
#include "widgets/data/thumbnail_wall.h"
#include "widgets/pictures/picture_panel.h"
#include "widgets/pictures/picture_view.h"

#include <QImage>
#include <QPainter>
#include <QPixmap>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

const QColor kPaper(10, 200, 30);

Theme plainTheme() {
  Theme theme;
  theme.text = theme.mutedText = Qt::black;
  theme.accent = Qt::red;
  theme.plot = kPaper;
  return theme;
}

ProfileScale scaleOf(std::vector<float> low, std::vector<float> high) {
  return {{}, {std::move(low), std::move(high)}};
}

/// Columns of 10 x 100 pixels a feature.
QImage drawn(const ProfileScale& scale, std::vector<float> row, std::vector<float> other = {}) {
  QImage image(static_cast<int>(10 * scale.ranges.count()), 100, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  VectorProfile(scale, image.rect(), VectorProfile::Style::Columns).draw(painter, plainTheme(), row, other);
  return image;
}

bool isBar(const QImage& image, int feature, int up) {
  return image.pixelColor(10 * feature + 4, 99 - up) != kPaper;
}

TEST(VectorProfile, DrawsBarsInTheRangeOfEachFeature) {
  const QImage image = drawn(scaleOf({0, 10}, {4, 20}), {3, 12});
  EXPECT_TRUE(isBar(image, 0, 70));
  EXPECT_FALSE(isBar(image, 0, 80));
  EXPECT_TRUE(isBar(image, 1, 15));
  EXPECT_FALSE(isBar(image, 1, 25));
}

TEST(VectorProfile, DrawsFromZeroWhereTheRangeHoldsIt) {
  const QImage image = drawn(scaleOf({-1, -1, -3}, {1, 1, -1}), {0.5F, -0.5F, -2});
  EXPECT_TRUE(isBar(image, 0, 60));
  EXPECT_FALSE(isBar(image, 0, 40));
  EXPECT_TRUE(isBar(image, 1, 40));
  EXPECT_FALSE(isBar(image, 1, 60));
  EXPECT_TRUE(isBar(image, 2, 90));  // all below 0: from the top
  EXPECT_FALSE(isBar(image, 2, 40));
}

TEST(VectorProfile, CutsWhatLiesBeyondTheRangeAndLeavesOutWhatIsNoNumber) {
  const QImage image = drawn(scaleOf({0, 0}, {1, 1}), {50, std::numeric_limits<float>::quiet_NaN()});
  EXPECT_TRUE(isBar(image, 0, 98));
  for (int up = 0; up < 100; ++up) EXPECT_FALSE(isBar(image, 1, up));
}

TEST(VectorProfile, MarksTheOtherRow) {
  const QImage image = drawn(scaleOf({0}, {1}), {0.2F}, {0.8F});
  EXPECT_EQ(image.pixelColor(4, 20), QColor(Qt::red));
  EXPECT_NE(image.pixelColor(4, 60), QColor(Qt::red));
}

TEST(VectorProfile, DrawsNothingOfARowOfAnotherLength) {
  const QImage image = drawn(scaleOf({0, 0}, {1, 1}), {1});
  EXPECT_EQ(image.pixelColor(4, 50), QColor(Qt::white));
}

TEST(VectorProfile, HasMoreFeaturesThanPixelsAndStillShowsThePeaks) {
  ProfileScale scale = scaleOf(std::vector<float>(1000, 0), std::vector<float>(1000, 1));
  std::vector<float> row(1000, 0);
  row[500] = 1;
  QImage image(50, 100, QImage::Format_RGB32);
  QPainter painter(&image);
  VectorProfile(scale, image.rect(), VectorProfile::Style::Columns).draw(painter, plainTheme(), row);
  EXPECT_NE(image.pixelColor(25, 10), kPaper);
  EXPECT_EQ(image.pixelColor(10, 10), kPaper);
}

TEST(VectorProfile, AHundredThousandFeaturesShowThePeaksOfBothRows) {
  constexpr std::size_t kCount = 131'072;
  ProfileScale scale = scaleOf(std::vector<float>(kCount, 0), std::vector<float>(kCount, 1));
  std::vector<float> row(kCount, 0);
  std::vector<float> other(kCount, 0);
  row[kCount / 4] = 1;
  other[3 * kCount / 4] = 0.5F;
  other[kCount - 1] = std::numeric_limits<float>::quiet_NaN();
  QImage image(64, 100, QImage::Format_RGB32);
  QPainter painter(&image);
  VectorProfile(scale, image.rect(), VectorProfile::Style::Columns).draw(painter, plainTheme(), row, other);
  EXPECT_NE(image.pixelColor(16, 10), kPaper);
  EXPECT_EQ(image.pixelColor(48, 50), QColor(Qt::red));
  EXPECT_EQ(image.pixelColor(32, 50), kPaper);
}

TEST(VectorProfile, IsAListWhereThereIsRoomAndKnowsTheFeatureUnderTheMouse) {
  ProfileScale scale = scaleOf({0, 0}, {1, 1});
  scale.features = {"length", "width"};
  const QFont font;
  const VectorProfile list(scale, QRectF(0, 0, 200, 200), font);
  EXPECT_EQ(list.style(), VectorProfile::Style::List);
  EXPECT_EQ(list.featureAt({50, 3}), 0U);
  EXPECT_EQ(list.featureAt({50, 190}), std::nullopt);
  const VectorProfile columns(scale, QRectF(0, 0, 40, 40), font);
  EXPECT_EQ(columns.style(), VectorProfile::Style::Columns);
  EXPECT_EQ(columns.featureAt({30, 10}), 1U);
  EXPECT_EQ(columns.featureAt({50, 10}), std::nullopt);
}

TEST(VectorProfile, TellsOfAFeatureInTheDatasUnits) {
  ProfileScale scale = scaleOf({1}, {6.9F});
  scale.features = {"petal length"};
  const std::vector<float> row = {4.7F};
  EXPECT_EQ(featureText(scale, 0, row, {}), "petal length: 4.7; 1 to 6.9 in the data");
  EXPECT_EQ(featureText(scale, 0, row, std::vector<float>{4.5F}),
            "petal length: 4.7, rebuilt 4.5; 1 to 6.9 in the data");
}

TEST(VectorProfile, StandsOnTheWallInsteadOfAPicture) {
  auto dataset = std::make_shared<Dataset>();
  dataset->kind = SampleKind::Vector;
  dataset->shape = {1, 3, 1};
  dataset->values = {0, 1, 2, 2, 1, 0};
  dataset->trainCount = 2;
  ThumbnailWall wall;
  wall.resize(200, 200);
  wall.setDataset(dataset);
  EXPECT_EQ(wall.pictureRect(0).width(), wall.pictureRect(0).height());
  const QImage before = wall.viewport()->grab().toImage();
  wall.setProfileScale(profileScaleOf(*dataset, **summarise(*dataset)));
  EXPECT_NE(wall.viewport()->grab().toImage(), before);
}

TEST(VectorProfile, StandsInThePicturePanelWithTheReconstructionMarked) {
  const auto scale =
      std::make_shared<const ProfileScale>(ProfileScale{{"a", "b"}, {{0.0F, 0.0F}, {10.0F, 10.0F}}});
  PicturePanel panel;
  panel.resize(240, 480);
  panel.show();
  PickedView view;
  view.original = {{1, 2, 1}, {3, 4}};
  view.reconstruction = {{1, 2, 1}, {5, 6}};
  panel.setProfileScale(scale);
  panel.showPicked(view);
  auto& original = child<PictureView>(panel, "originalPicture");
  EXPECT_FALSE(child<PictureView>(panel, "reconstructionPicture").isVisible());
  EXPECT_GT(original.width(), 180);
  EXPECT_EQ(original.accessibleDescription(), "a 3, b 4");
  panel.setProfileScale(nullptr);
  panel.showPicked(view);
  EXPECT_TRUE(child<PictureView>(panel, "reconstructionPicture").isVisible());
  EXPECT_EQ(original.accessibleDescription(), "Picture of 1 x 2 pixels");
}

}  // namespace
}  // namespace isthmus
