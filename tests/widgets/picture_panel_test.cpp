#include "widgets/pictures/picture_panel.h"

#include "tests/support/widget_support.h"
#include "widgets/images/qt_image.h"
#include "widgets/pictures/picture_view.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using namespace std::chrono_literals;

/// Black but for one white pixel.
Image onePixel(int x, int y) {
  Image image = plainImage(0);
  image.pixels[static_cast<std::size_t>(y) * 28 + static_cast<std::size_t>(x)] = 1;
  return image;
}

class PicturePanelTest : public testing::Test {
 protected:
  PicturePanelTest() {
    qRegisterMetaType<std::size_t>();
    panel.resize(240, 480);
    panel.show();
    QCoreApplication::processEvents();
  }
  QString text(const char* name) { return child<QLabel>(panel, name).text(); }
  static DecodedView decoded() {
    return {.image = onePixel(3, 5),
            .z = {0.41F, -1.2F},
            .priorPercentile = 0.62,
            .nearest = NearestSample{1234, "seven", 0.123, plainImage(0.5F), {}, 1235},
            .decodeTime = 312us,
            .step = 4800};
  }
  static PickedView picked() {
    return {.index = 1234,
            .label = "seven",
            .part = "test",
            .row = 1235,
            .original = plainImage(1),
            .reconstruction = plainImage(0.5F),
            .nll = 1131.24,
            .mse = 0.04123,
            .kl = 5.31,
            .negativeElbo = 136.5,
            .errorPercentile = 0.74,
            .measureName = "BCE"};
  }

  PicturePanel panel;
};

TEST_F(PicturePanelTest, SaysWhatWillAppearAndHow) {
  EXPECT_TRUE(child<QLabel>(panel, "decodedHint").isVisible());
  EXPECT_TRUE(child<QLabel>(panel, "pickedHint").isVisible());
  EXPECT_FALSE(child<PictureView>(panel, "decodedPicture").isVisible());
  panel.showDecoded(decoded());
  panel.showPicked(picked());
  EXPECT_FALSE(child<QLabel>(panel, "decodedHint").isVisible());
  EXPECT_FALSE(child<QLabel>(panel, "pickedHint").isVisible());
  panel.clearDecoded();
  panel.clearPicked();
  EXPECT_TRUE(child<QLabel>(panel, "decodedHint").isVisible());
  EXPECT_TRUE(child<QLabel>(panel, "pickedHint").isVisible());
}

TEST_F(PicturePanelTest, TellsOfTheDecodedPoint) {
  panel.showDecoded(decoded());
  EXPECT_EQ(text("decodedZ"), "z = (0.41, −1.20)");
  EXPECT_EQ(text("decodedPrior"), "62 % of the prior is nearer the centre");
  EXPECT_EQ(text("decodedSpeed"), "decoded in 0.3 ms by step 4,800");
  EXPECT_EQ(text("nearestLabel"), "seven");
  EXPECT_EQ(text("nearestDistance"), "0.12 away");
  EXPECT_TRUE(child<PictureView>(panel, "nearestPicture").toolTip().contains("row 1,235"));
}

TEST_F(PicturePanelTest, SaysInOneLineHowFarOutThePointIs) {
  panel.resize(248, 480);
  DecodedView view = decoded();
  const auto& prior = child<QLabel>(panel, "decodedPrior");
  view.priorPercentile = 0.002;
  panel.showDecoded(view);
  EXPECT_EQ(prior.text(), "at the centre of the prior");
  view.priorPercentile = 0.9999;
  panel.showDecoded(view);
  QCoreApplication::processEvents();
  EXPECT_EQ(prior.text(), "99.9\u202f% of the prior is nearer the centre");
  EXPECT_LE(prior.fontMetrics().horizontalAdvance(prior.text()), prior.width());
}

TEST_F(PicturePanelTest, AWideCodeIsShortened) {
  DecodedView view = decoded();
  view.z.assign(64, 0.5F);
  panel.showDecoded(view);
  EXPECT_EQ(text("decodedZ"), "z = (0.50, 0.50, 0.50, … 64 in all)");
  EXPECT_EQ(child<QLabel>(panel, "decodedZ").accessibleDescription().count("0.50"), 64);
}

TEST_F(PicturePanelTest, APixelIsASharpSquare) {
  panel.showDecoded(decoded());
  QCoreApplication::processEvents();
  auto& view = child<PictureView>(panel, "decodedPicture");
  const QRectF rect = view.pictureRect();
  const double side = rect.width() / 28;
  EXPECT_GE(side, 5);
  EXPECT_EQ(side, std::floor(side));
  const QImage drawn = view.grab().toImage();
  const QPoint corner = (rect.topLeft() + QPointF(3 * side, 5 * side)).toPoint();
  const int last = static_cast<int>(side) - 1;
  EXPECT_EQ(qGray(drawn.pixel(corner)), 255);
  EXPECT_EQ(qGray(drawn.pixel(corner + QPoint(last, last))), 255);
  EXPECT_EQ(qGray(drawn.pixel(corner - QPoint(1, 0))), 0);
  EXPECT_EQ(qGray(drawn.pixel(corner + QPoint(last + 1, last))), 0);
}

TEST_F(PicturePanelTest, TheNearestSampleCanBePickedByMouseAndKeyboard) {
  panel.showDecoded(decoded());
  QSignalSpy chosen(&panel, &PicturePanel::nearestChosen);
  auto& nearest = child<PictureView>(panel, "nearestPicture");
  QTest::mouseClick(&nearest, Qt::LeftButton);
  QTest::keyClick(&nearest, Qt::Key_Return);
  ASSERT_EQ(chosen.count(), 2);
  EXPECT_EQ(chosen.at(1).first().value<std::size_t>(), 1234U);
  DecodedView alone = decoded();
  alone.nearest.reset();
  panel.showDecoded(alone);
  QTest::mouseClick(&nearest, Qt::LeftButton);
  EXPECT_EQ(chosen.count(), 2);
  EXPECT_EQ(text("nearestDistance"), "");
}

TEST_F(PicturePanelTest, TellsHowWellThePickedSampleIsRebuilt) {
  panel.showPicked(picked());
  EXPECT_EQ(text("pickedTitle"), "seven · row 1,235 · test");
  EXPECT_EQ(text("pickedNll"), "1,131.2");
  EXPECT_EQ(text("pickedMse"), "0.0412");
  EXPECT_EQ(text("pickedKl"), "5.3");
  EXPECT_EQ(text("pickedElbo"), "136.5");
  EXPECT_EQ(text("pickedPercentile"), "BCE higher than for 74 % of samples");
  const auto& difference = child<PictureView>(panel, "differencePicture").image();
  ASSERT_TRUE(difference.has_value());
  EXPECT_EQ(toQImage(*difference).pixel(9, 9), rampColour(0.5));
}

TEST_F(PicturePanelTest, NamesSamplesThatHaveNames) {
  DecodedView view = decoded();
  view.nearest->name = "strong";
  panel.showDecoded(view);
  EXPECT_EQ(text("nearestLabel"), "strong · seven");
  PickedView sample = picked();
  sample.name = "strong";
  panel.showPicked(sample);
  EXPECT_EQ(text("pickedTitle"), "strong · seven · row 1,235 · test");
}

TEST_F(PicturePanelTest, SaysWhatWasDoneToADroppedPicture) {
  PickedView sample = picked();
  sample.dropped = "letter.png";
  sample.changes = "inverted, resized from 200 x 240 to 28 x 28, made grey";
  panel.showPicked(sample);
  EXPECT_EQ(text("pickedTitle"), "dropped · letter.png");
  EXPECT_EQ(text("pickedChanges"), sample.changes);
  EXPECT_TRUE(child<QLabel>(panel, "pickedChanges").isVisible());
  panel.showPicked(picked());
  EXPECT_FALSE(child<QLabel>(panel, "pickedChanges").isVisible());
}

TEST_F(PicturePanelTest, NothingIsCutOffOrCoveredInTheColumnOfASmallScreen) {
  panel.resize(178, 230);
  panel.showDecoded(decoded());
  PickedView sample = picked();
  sample.dropped = "letter.png";
  for (const char* changes : {"", "inverted, resized from 200 x 240 to 28 x 28, made grey"}) {
    sample.changes = changes;
    panel.showPicked(sample);
    QCoreApplication::processEvents();
    auto& scroll = child<QScrollArea>(panel, "pictureScroll");
    EXPECT_LE(scroll.widget()->width(), scroll.viewport()->width());
    const auto& view = child<PictureView>(panel, "originalPicture");
    const auto& words = child<QLabel>(panel, "pickedChanges");
    for (const QLabel* label : panel.findChildren<QLabel*>()) {
      if (label->text() != "original") continue;
      EXPECT_GT(label->y(), view.geometry().bottom());
    }
    if (words.isVisible()) {
      EXPECT_GE(words.height(), words.heightForWidth(words.width()));
      EXPECT_GT(view.y(), words.geometry().bottom());
    }
  }
}

TEST_F(PicturePanelTest, ShowsASampleAloneAndLargerWhereNoModelHasRebuiltIt) {
  panel.resize(240, 600);
  panel.showPicked(picked());
  QCoreApplication::processEvents();
  const int beside = child<PictureView>(panel, "originalPicture").width();
  PickedView alone = picked();
  alone.reconstruction = {};
  panel.showPicked(alone);
  QCoreApplication::processEvents();
  EXPECT_EQ(text("pickedTitle"), "seven · row 1,235 · test");
  EXPECT_GT(child<PictureView>(panel, "originalPicture").pictureRect().width(), beside);
  for (const char* hidden : {"reconstructionPicture", "differencePicture", "lossTerms"})
    EXPECT_FALSE(child<QWidget>(panel, hidden).isVisible()) << hidden;
  EXPECT_TRUE(text("pickedPercentile").contains("model"));
  panel.showPicked(picked());
  for (const char* shown : {"reconstructionPicture", "differencePicture", "lossTerms"})
    EXPECT_TRUE(child<QWidget>(panel, shown).isVisible()) << shown;
}

TEST(DifferencePicture, RunsFromEqualToOpposite) {
  const ImageShape rgb{1, 2, 3};
  const QImage image = toQImage(differencePicture({rgb, {0, 0, 0, 1, 0, 1}}, {rgb, {0, 0, 0, 0, 1, 0}}));
  EXPECT_EQ(image.pixel(0, 0), rampColour(0));
  EXPECT_EQ(image.pixel(1, 0), rampColour(1));
}

TEST_F(PicturePanelTest, CopiesAPictureLargeEnoughForASlide) {
  panel.showDecoded(decoded());
  auto& view = child<PictureView>(panel, "decodedPicture");
  QTest::keySequence(&view, QKeySequence::Copy);
  const QImage copied = QGuiApplication::clipboard()->image();
  ASSERT_EQ(copied.size(), QSize(280, 280));
  EXPECT_EQ(qGray(copied.pixel(35, 55)), 255);
  EXPECT_EQ(qGray(copied.pixel(29, 55)), 0);
}

TEST_F(PicturePanelTest, TheMenuOffersToSaveThePicture) {
  panel.showDecoded(decoded());
  auto& view = child<PictureView>(panel, "decodedPicture");
  std::optional<Image> saved;
  QObject::connect(&panel, &PicturePanel::saveRequested, &panel, [&](const Image& image) { saved = image; });
  QContextMenuEvent event(QContextMenuEvent::Mouse, {5, 5}, view.mapToGlobal(QPoint(5, 5)));
  QCoreApplication::sendEvent(&view, &event);
  auto& menu = child<QMenu>(view, "pictureMenu");
  ASSERT_EQ(menu.actions().size(), 2);
  menu.actions().at(1)->trigger();
  menu.close();
  ASSERT_TRUE(saved.has_value());
  EXPECT_EQ(saved->pixels, decoded().image.pixels);  // its own pixels, not those of the screen
}

TEST_F(PicturePanelTest, EveryControlHasAName) {
  panel.showDecoded(decoded());
  panel.showPicked(picked());
  EXPECT_EQ(unnamedControls(panel), QStringList());
  EXPECT_EQ(child<PictureView>(panel, "decodedPicture").accessibleDescription(), "Picture of 28 x 28 pixels");
}

TEST_F(PicturePanelTest, FitsTheRightColumn) {
  panel.resize(230, 480);
  panel.showDecoded(decoded());
  panel.showPicked(picked());
  QCoreApplication::processEvents();
  const auto& scroll = child<QScrollArea>(panel, "pictureScroll");
  EXPECT_LE(scroll.widget()->minimumSizeHint().width(), 230);
  EXPECT_EQ(scroll.verticalScrollBar()->maximum(), 0);  // all of it without scrolling
}

TEST_F(PicturePanelTest, TheLargePictureTakesTheRoomThereIs) {
  const auto& large = child<PictureView>(panel, "decodedPicture");
  const auto& nearest = child<PictureView>(panel, "nearestPicture");
  const auto place = [&](const PictureView& view) {
    return QRect(view.mapTo(&panel, QPoint()), view.size());
  };
  panel.resize(248, 480);  // of the smallest window
  panel.showDecoded(decoded());
  panel.showPicked(picked());
  EXPECT_TRUE(QTest::qWaitFor([&] { return place(nearest).left() > place(large).right(); }));
  EXPECT_EQ(large.pictureRect().width(), 5 * 28);
  EXPECT_EQ(child<QScrollArea>(panel, "pictureScroll").verticalScrollBar()->maximum(), 0);
  panel.resize(248, 900);
  EXPECT_TRUE(QTest::qWaitFor([&] { return large.height() == 248 - 2 * kGrid; }));
  EXPECT_EQ(large.pictureRect().width(), 8 * 28);
  EXPECT_GT(place(nearest).top(), place(large).bottom());
}

TEST_F(PicturePanelTest, IsLaidOutAnewWhenThePickedSampleGoesWhileThePointerMoves) {
  const auto& large = child<PictureView>(panel, "decodedPicture");
  const auto& nearest = child<PictureView>(panel, "nearestPicture");
  const auto& caption = child<QLabel>(panel, "nearestCaption");
  panel.resize(248, 490);
  panel.showDecoded(decoded());
  panel.showPicked(picked());
  QApplication::processEvents();
  for (int i = 0; i < 20; ++i) {  // as often as a model that learns says that nothing is picked
    panel.clearPicked();
    panel.showDecoded(decoded());
  }
  EXPECT_TRUE(QTest::qWaitFor([&] { return large.height() > 200; }));
  EXPECT_EQ(caption.mapTo(&panel, QPoint()).y(), nearest.mapTo(&panel, QPoint()).y());
}

}  // namespace
}  // namespace isthmus
