#include "widgets/parts/panel_scroll.h"

#include <QScrollBar>
#include <QTest>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

struct PanelScrollTest : testing::Test {
  void resize(int width, int height) {
    scroll.resize(width, height);
    QCoreApplication::processEvents();
  }

  QWidget* panel = new QWidget;  // owned by the scroll area
  PanelScroll scroll{panel};
};

TEST_F(PanelScrollTest, APanelIsAsLargeAsThereIsRoomAndScrollsOnlyBelowItsLeastSize) {
  panel->setMinimumSize(300, 200);
  scroll.show();
  resize(400, 260);
  EXPECT_EQ(panel->size(), QSize(400, 260));
  resize(240, 260);
  EXPECT_EQ(panel->width(), 300);
  EXPECT_LT(panel->height(), 260) << "the bar below takes its room";
  EXPECT_EQ(scroll.verticalScrollBar()->maximum(), 0);
  EXPECT_GT(scroll.horizontalScrollBar()->maximum(), 0);
  resize(400, 150);
  EXPECT_EQ(panel->height(), 200);
  EXPECT_GT(scroll.verticalScrollBar()->maximum(), 0);
  EXPECT_EQ(scroll.horizontalScrollBar()->maximum(), 0);
}

TEST_F(PanelScrollTest, ItsLeastSizeDoesNotGrowWithThePanels) {
  panel->setMinimumSize(90, 40);
  EXPECT_EQ(scroll.minimumSizeHint(), QSize(90, 40));
  panel->setMinimumSize(900, 700);
  EXPECT_LE(scroll.minimumSizeHint().width(), 200);
  EXPECT_LE(scroll.minimumSizeHint().height(), 200);
}

}  // namespace
}  // namespace isthmus
