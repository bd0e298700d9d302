#include "tests/support/widget_support.h"
#include "widgets/data/data_panel.h"
#include "widgets/data/thumbnail_wall.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isthmus {
namespace {

using testing::ElementsAre;

/// A panel with 600 samples in ten classes.
class SampleSelectionTest : public testing::Test {
 protected:
  SampleSelectionTest() {
    qRegisterMetaType<std::size_t>();
    panel.resize(260, 480);
    panel.show();
    panel.setDataset(plainDataset(600, 10));
    QCoreApplication::processEvents();
  }
  void click(std::size_t sample, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(wall.viewport(), Qt::LeftButton, modifiers,
                      wall.pictureRect(sample).center().toPoint());
  }
  std::vector<std::uint32_t> selected() {
    return wall.selected() ? *wall.selected() : std::vector<std::uint32_t>();
  }

  DataPanel panel;
  ThumbnailWall& wall = child<ThumbnailWall>(panel, "thumbnailWall");
};

TEST_F(SampleSelectionTest, AClickChoosesAndSelectsNothing) {
  QSignalSpy changed(&panel, &DataPanel::selectionChanged);
  click(3);
  EXPECT_EQ(wall.chosen(), 3U);
  EXPECT_TRUE(selected().empty());
  EXPECT_TRUE(changed.isEmpty());
}

TEST_F(SampleSelectionTest, CtrlAddsAndTakesAwayStartingFromTheChosenOne) {
  click(3);
  click(7, Qt::ControlModifier);
  click(1, Qt::ControlModifier);
  EXPECT_THAT(selected(), ElementsAre(1, 3, 7));
  click(3, Qt::ControlModifier);
  EXPECT_THAT(selected(), ElementsAre(1, 7));
}

TEST_F(SampleSelectionTest, ShiftSelectsUpToThereFromTheOneBefore) {
  click(3);
  click(6, Qt::ShiftModifier);
  EXPECT_THAT(selected(), ElementsAre(3, 4, 5, 6));
  click(1, Qt::ShiftModifier);
  EXPECT_THAT(selected(), ElementsAre(1, 2, 3));
  click(9, Qt::ControlModifier);
  click(11, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_THAT(selected(), ElementsAre(1, 2, 3, 9, 10, 11));
}

TEST_F(SampleSelectionTest, ShiftSelectsOnlyWhatTheFilterShows) {
  child<QComboBox>(panel, "classFilter").setCurrentIndex(3);  // class 2
  click(2);
  click(32, Qt::ShiftModifier);
  EXPECT_THAT(selected(), ElementsAre(2, 12, 22, 32));
  panel.selectShown();
  EXPECT_EQ(selected().size(), 60U);
}

TEST_F(SampleSelectionTest, AClickWithinTheSelectionKeepsItAndOneOutsideEndsIt) {
  click(3);
  click(6, Qt::ShiftModifier);
  click(4);
  EXPECT_EQ(selected().size(), 4U);
  EXPECT_EQ(wall.chosen(), 4U);
  click(9);
  EXPECT_TRUE(selected().empty());
}

TEST_F(SampleSelectionTest, TheKeyboardSelectsToo) {
  click(3);
  QTest::keyClick(&wall, Qt::Key_Right, Qt::ShiftModifier);
  QTest::keyClick(&wall, Qt::Key_Right, Qt::ShiftModifier);
  EXPECT_THAT(selected(), ElementsAre(3, 4, 5));
  QTest::keyClick(&wall, Qt::Key_Space, Qt::ControlModifier);
  EXPECT_THAT(selected(), ElementsAre(3, 4));
  QTest::keyClick(&wall, Qt::Key_Escape);
  EXPECT_TRUE(selected().empty());
}

TEST_F(SampleSelectionTest, TheFilterOfASelectionGoesWithIt) {
  auto& filter = child<QComboBox>(panel, "classFilter");
  filter.setCurrentIndex(3);
  panel.setSelection(std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{5, 6}));
  EXPECT_EQ(filter.currentText(), "Selection (2)");
  EXPECT_THAT(selected(), ElementsAre(5, 6));
  click(6, Qt::ControlModifier);
  EXPECT_EQ(filter.currentText(), "Selection (1)");
  EXPECT_EQ(wall.shownCount(), 2U);  // nothing jumps away under the mouse
  QTest::keyClick(&wall, Qt::Key_Escape);
  EXPECT_EQ(filter.currentText(), "class 2 (60)");
  EXPECT_EQ(wall.shownCount(), 60U);
}

TEST_F(SampleSelectionTest, TheMenuIsForTheSelectionOrForTheSampleUnderTheMouse) {
  click(3);
  click(6, Qt::ShiftModifier);
  QSignalSpy wanted(&panel, &DataPanel::sampleMenuRequested);
  const auto ask = [&](std::size_t sample) {
    const QPoint at = wall.pictureRect(sample).center().toPoint();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, wall.viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(wall.viewport(), &event);
  };
  ask(5);
  EXPECT_EQ(wanted.count(), 1);
  EXPECT_EQ(selected().size(), 4U);
  ask(12);
  EXPECT_EQ(wanted.count(), 2);
  EXPECT_TRUE(selected().empty());
  EXPECT_EQ(wall.chosen(), 12U);
}

TEST_F(SampleSelectionTest, AnEditedSetKeepsFilterAndPlace) {
  panel.setDataset(plainDataset(6000, 10));
  auto& filter = child<QComboBox>(panel, "classFilter");
  filter.setCurrentIndex(3);
  wall.verticalScrollBar()->setValue(40);
  auto edited = plainDataset(5000, 10);
  edited->classNames[0] = "other";
  panel.setEdited(edited);
  EXPECT_EQ(filter.currentText(), "class 2 (500)");
  EXPECT_EQ(wall.verticalScrollBar()->value(), 40);
  edited = plainDataset(500, 0);
  panel.setEdited(edited);
  EXPECT_EQ(wall.shownCount(), 500U);
}

}  // namespace
}  // namespace isthmus
