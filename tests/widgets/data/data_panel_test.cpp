#include "widgets/data/data_panel.h"

#include "tests/support/widget_support.h"
#include "widgets/data/thumbnail_wall.h"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

class DataPanelTest : public testing::Test {
 protected:
  DataPanelTest() {
    qRegisterMetaType<std::size_t>();
    panel.resize(260, 480);
    panel.show();
    QCoreApplication::processEvents();
  }
  QString text(const char* name) { return child<QLabel>(panel, name).text(); }

  /// Clicks on the picture at or below a pixel of the viewport and says which sample that chose; its
  /// intensity must have been drawn there.
  std::size_t clickAt(QPoint pixel) {
    const QImage shown = wall.viewport()->grab().toImage();
    const QColor gap = wall.palette().color(QPalette::Window);
    while (pixel.y() < shown.height() - 1 && shown.pixelColor(pixel) == gap) pixel.ry() += 1;
    const int drawn = qGray(shown.pixel(pixel));
    QSignalSpy chosen(&panel, &DataPanel::sampleChosen);
    QTest::mouseClick(wall.viewport(), Qt::LeftButton, {}, pixel);
    EXPECT_EQ(chosen.count(), 1);
    if (chosen.isEmpty()) return 0;
    const auto sample = chosen.first().first().value<std::size_t>();
    EXPECT_EQ(drawn, static_cast<int>(1 + sample % 250));
    return sample;
  }

  DataPanel panel;
  ThumbnailWall& wall = child<ThumbnailWall>(panel, "thumbnailWall");
};

TEST_F(DataPanelTest, SaysWhatTheDataAre) {
  panel.setDataset(plainDataset(12000, 10));
  EXPECT_EQ(text("dataName"), "Plain");
  EXPECT_EQ(text("dataSummary"), "12,000 samples · 28 x 28 · 10 classes");
  EXPECT_TRUE(text("dataParts").startsWith("10,000 train + 2,000 test"));
  auto whole = plainDataset(30, 1);
  whole->trainCount = 30;
  panel.setDataset(whole);
  EXPECT_EQ(text("dataSummary"), "30 samples · 28 x 28 · 1 class");
  EXPECT_TRUE(text("dataParts").startsWith("30 train, no test part"));
  panel.setDataset(plainDataset(12, 0, {8, 6, 3}));
  EXPECT_EQ(text("dataSummary"), "12 samples · 6 x 8 RGB · no labels");
  EXPECT_FALSE(child<QComboBox>(panel, "classFilter").isVisible());
}

TEST_F(DataPanelTest, LongClassNamesStayDifferentInTheClosedBoxAndInItsList) {
  auto set = plainDataset(60, 2);
  const std::string head = "Staphylococcus epidermidis isolated from a catheter in ";
  set->classNames = {head + "ward A of the general hospital, spring",
                     head + "ward B of the general hospital, spring"};
  panel.setDataset(set);
  auto& box = child<QComboBox>(panel, "classFilter");
  QCoreApplication::processEvents();
  EXPECT_NE(box.itemText(1), box.itemText(2));
  EXPECT_TRUE(box.itemText(1).contains(QChar(0x2026))) << box.itemText(1).toStdString();
  EXPECT_EQ(box.itemData(1, Qt::ToolTipRole).toString(),
            QString::fromStdString(set->classNames[0]) + " (30)");
  box.setCurrentIndex(1);
  const QImage first = box.grab().toImage();
  box.setCurrentIndex(2);
  EXPECT_NE(first, box.grab().toImage());
}

TEST_F(DataPanelTest, SaysWhatWillAppearWhileThereAreNoData) {
  EXPECT_TRUE(child<QLabel>(panel, "emptyText").isVisible());
  EXPECT_FALSE(wall.isVisible());
  panel.setDataset(plainDataset(10, 2));
  EXPECT_FALSE(child<QLabel>(panel, "emptyText").isVisible());
  EXPECT_TRUE(wall.isVisible());
  panel.setDataset(nullptr);
  EXPECT_TRUE(child<QLabel>(panel, "emptyText").isVisible());
}

TEST_F(DataPanelTest, AClickChoosesThePictureUnderTheMouseWhereverTheWallIsScrolled) {
  panel.setDataset(plainDataset(12000, 10));
  QCoreApplication::processEvents();
  EXPECT_EQ(clickAt({16, 16}), 0U);
  std::size_t last = 0;
  for (const int percent : {30, 70, 100}) {
    wall.verticalScrollBar()->setValue(wall.verticalScrollBar()->maximum() * percent / 100);
    const QPointF near = wall.pictureRect(std::size_t{119} * static_cast<std::size_t>(percent)).center();
    const std::size_t sample = clickAt({static_cast<int>(near.x()), wall.viewport()->height() / 2});
    EXPECT_GT(sample, last);
    last = sample;
  }
  EXPECT_GT(last, 11500U);
}

TEST_F(DataPanelTest, AMillionSamplesScrollToTheLast) {
  panel.setDataset(plainDataset(1000000, 0, {2, 2, 1}));
  QCoreApplication::processEvents();
  QSignalSpy chosen(&panel, &DataPanel::sampleChosen);
  QTest::keyClick(&wall, Qt::Key_End);
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen.first().first().value<std::size_t>(), 999999U);
  const QRectF rect = wall.pictureRect(999999);
  EXPECT_TRUE(QRectF(wall.viewport()->rect()).contains(rect));
  EXPECT_EQ(qGray(wall.viewport()->grab().toImage().pixel(rect.center().toPoint())), 1 + 999999 % 250);
}

TEST_F(DataPanelTest, TheArrowKeysWalkThroughTheSamples) {
  panel.setDataset(plainDataset(500, 10));
  QCoreApplication::processEvents();
  QTest::keyClick(&wall, Qt::Key_Right);
  EXPECT_EQ(wall.chosen(), 0U);
  QTest::keyClick(&wall, Qt::Key_Right);
  EXPECT_EQ(wall.chosen(), 1U);
  QTest::keyClick(&wall, Qt::Key_Down);
  const QRectF above = wall.pictureRect(1);
  const QRectF below = wall.pictureRect(*wall.chosen());
  EXPECT_EQ(above.x(), below.x());
  EXPECT_GT(below.y(), above.y());
  QTest::keyClick(&wall, Qt::Key_Up);
  QTest::keyClick(&wall, Qt::Key_Left);
  QTest::keyClick(&wall, Qt::Key_Left);
  EXPECT_EQ(wall.chosen(), 0U);
  EXPECT_TRUE(wall.accessibleDescription().contains("class 0"));
}

TEST_F(DataPanelTest, TheFilterShowsOneClassOnly) {
  panel.setDataset(plainDataset(1000, 10));
  QCoreApplication::processEvents();
  auto& filter = child<QComboBox>(panel, "classFilter");
  EXPECT_EQ(filter.itemText(4), "class 3 (100)");
  filter.setCurrentIndex(4);
  EXPECT_EQ(wall.shownCount(), 100U);
  EXPECT_EQ(clickAt({16, 16}), 3U);
  QTest::keyClick(&wall, Qt::Key_Right);
  EXPECT_EQ(wall.chosen(), 13U);
  EXPECT_TRUE(wall.pictureRect(4).isEmpty());
  filter.setCurrentIndex(0);
  EXPECT_EQ(wall.shownCount(), 1000U);
}

TEST_F(DataPanelTest, AChoiceFromElsewhereIsScrolledToAndFramedInSilence) {
  panel.setDataset(plainDataset(12000, 10));
  QCoreApplication::processEvents();
  child<QComboBox>(panel, "classFilter").setCurrentIndex(1);
  QSignalSpy chosen(&panel, &DataPanel::sampleChosen);
  panel.setChosen(7777);  // of another class: the filter would hide it
  EXPECT_EQ(chosen.count(), 0);
  EXPECT_EQ(wall.shownCount(), 12000U);
  const QRectF rect = wall.pictureRect(7777);
  EXPECT_TRUE(QRectF(wall.viewport()->rect()).contains(rect));
  const QColor accent = wall.palette().color(QPalette::Highlight);
  const QImage drawn = wall.viewport()->grab().toImage();
  EXPECT_EQ(drawn.pixelColor(static_cast<int>(rect.left()) - 1, static_cast<int>(rect.center().y())), accent);
  panel.setChosen(std::nullopt);
  EXPECT_FALSE(wall.chosen().has_value());
}

TEST_F(DataPanelTest, TheWallKeepsItsPlaceWhenItGetsWider) {
  panel.setDataset(plainDataset(12000, 10));
  QCoreApplication::processEvents();
  wall.verticalScrollBar()->setValue(wall.verticalScrollBar()->maximum() / 2);
  const std::size_t before = clickAt({16, 40});
  panel.resize(400, 480);
  QCoreApplication::processEvents();
  EXPECT_TRUE(QRectF(wall.viewport()->rect()).intersects(wall.pictureRect(before)));
}

TEST_F(DataPanelTest, OffersTheDataSetsOfThisComputerAndTheLibrary) {
  auto& button = child<QPushButton>(panel, "knownDatasets");
  ASSERT_EQ(button.menu()->actions().size(), 1) << "the library is always there";
  panel.setKnown(
      {{"digits", "Digits", "built in", {}}, {"fashion-mnist", "Fashion-MNIST", "/usr/share", "/usr/share"}});
  ASSERT_EQ(button.menu()->actions().size(), 4) << "two data sets, a line, the library";
  QString id;
  QObject::connect(&panel, &DataPanel::knownChosen, &panel,
                   [&](const KnownDataset& known) { id = QString::fromStdString(known.id); });
  button.menu()->actions().at(1)->trigger();
  EXPECT_EQ(id, "fashion-mnist");
  QSignalSpy library(&panel, &DataPanel::libraryRequested);
  button.menu()->actions().back()->trigger();
  EXPECT_EQ(library.count(), 1);
}

TEST_F(DataPanelTest, OpenAsksForFiles) {
  QSignalSpy open(&panel, &DataPanel::openRequested);
  QTest::mouseClick(&child<QPushButton>(panel, "openData"), Qt::LeftButton);
  EXPECT_EQ(open.count(), 1);
}

TEST_F(DataPanelTest, LoadingShowsProgressAndCanBeCancelled) {
  panel.setLoading("Reading train-images.gz", 0.42);
  EXPECT_EQ(text("loadingText"), "Reading train-images.gz");
  const auto& bar = child<QProgressBar>(panel, "loadingBar");
  EXPECT_NEAR(double(bar.value()) / bar.maximum(), 0.42, 0.001);
  EXPECT_FALSE(child<QPushButton>(panel, "openData").isVisible());
  QSignalSpy cancel(&panel, &DataPanel::cancelRequested);
  QTest::mouseClick(&child<QPushButton>(panel, "cancelLoading"), Qt::LeftButton);
  EXPECT_EQ(cancel.count(), 1);
  panel.setLoading("Looking", -1);
  EXPECT_EQ(bar.maximum(), 0);  // Qt's way to show that something goes on
  panel.setIdle();
  EXPECT_TRUE(child<QPushButton>(panel, "openData").isVisible());
  EXPECT_FALSE(bar.isVisible());
}

TEST_F(DataPanelTest, EveryControlHasAName) {
  panel.setDataset(plainDataset(10, 2));
  EXPECT_EQ(unnamedControls(panel), QStringList());
}

TEST_F(DataPanelTest, FitsTheLeftColumn) {
  panel.setDataset(plainDataset(12000, 10));
  panel.setLoading("Reading a file with a name that is longer than the column is wide.gz", 0.5);
  EXPECT_LE(panel.minimumSizeHint().width(), 250);
  EXPECT_LE(panel.minimumSizeHint().height(), 240);
}

TEST_F(DataPanelTest, ShowsTheSamplesSelectedInThePlaneUntilTheyAreDropped) {
  panel.setDataset(plainDataset(100, 10));
  auto& filter = child<QComboBox>(panel, "classFilter");
  filter.setCurrentIndex(3);
  const QString before = filter.currentText();
  const std::size_t ofClass = wall.shownCount();
  const auto select = [this](std::vector<std::uint32_t> samples) {
    panel.setSelection(std::make_shared<const std::vector<std::uint32_t>>(std::move(samples)));
  };
  select({3, 5, 70});
  EXPECT_EQ(filter.currentText(), "Selection (3)");
  EXPECT_EQ(wall.shownCount(), 3U);
  EXPECT_FALSE(wall.pictureRect(70).isEmpty());
  EXPECT_TRUE(wall.pictureRect(4).isEmpty());
  select({3, 5});
  EXPECT_EQ(filter.currentText(), "Selection (2)");
  EXPECT_EQ(wall.shownCount(), 2U);
  panel.setSelection(nullptr);
  EXPECT_EQ(filter.currentText(), before);
  EXPECT_EQ(wall.shownCount(), ofClass);
  EXPECT_EQ(filter.findText("Selection", Qt::MatchStartsWith), -1);
}

TEST_F(DataPanelTest, ShowsASelectionOfDataWithoutLabels) {
  panel.setDataset(plainDataset(100, 0));
  auto& filter = child<QComboBox>(panel, "classFilter");
  panel.setSelection(std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{9}));
  EXPECT_TRUE(filter.isVisible());
  EXPECT_EQ(wall.shownCount(), 1U);
  filter.setCurrentIndex(0);
  EXPECT_EQ(wall.shownCount(), 100U);
  panel.setSelection(nullptr);
  EXPECT_FALSE(filter.isVisible());
  EXPECT_EQ(wall.shownCount(), 100U);
}

}  // namespace
}  // namespace isthmus
