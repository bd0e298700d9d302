#include "widgets/plane/controls/plane_legend.h"

#include <QAccessible>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>

namespace isthmus {
namespace {

class PlaneLegendTest : public testing::Test {
 protected:
  void SetUp() override {
    legend.setRows("Label", {{"zero", 5923, Qt::red}, {"one", 6742, Qt::green}, {"two", 5958, Qt::blue}}, {});
    legend.resize(180, 300);
    legend.show();
    list = legend.findChild<QListWidget*>("legendRows");
  }
  void click(int row) { QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, middleOf(row)); }
  void doubleClick(int row) {
    click(row);
    QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, middleOf(row));
  }
  QPoint middleOf(int row) const { return list->visualItemRect(list->item(row)).center(); }

  PlaneLegend legend;
  QListWidget* list = nullptr;
};

TEST_F(PlaneLegendTest, KeepsTheColourBarAtItsTitle) {
  legend.setRows({}, {}, {});
  legend.setBar(PlaneLegend::Bar{"Reconstruction error (BCE)", "1", "2"});
  legend.resize(180, 600);
  QCoreApplication::processEvents();
  const QRect title = legend.findChild<QWidget*>("colourBarTitle")->geometry();
  EXPECT_LT(legend.findChild<QWidget*>("colourBar")->y() - title.bottom(), 16);
}

TEST_F(PlaneLegendTest, HasNoTitleOverRowsThatNeverWere) {
  PlaneLegend empty;
  empty.setRows("Label", {}, {});
  empty.show();
  const auto labels = empty.findChildren<QLabel*>();
  EXPECT_TRUE(std::ranges::none_of(labels, [](const QLabel* label) {
    return label->isVisible() && label->text() == QStringLiteral("Label");
  }));
}

TEST_F(PlaneLegendTest, HidesAndShowsWithAClick) {
  QSignalSpy spy(&legend, &PlaneLegend::visibleRowsChanged);
  click(1);
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(spy.count(), 1);
  click(1);
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{true, true, true}));
}

TEST_F(PlaneLegendTest, ShowsAloneWithADoubleClickAndAgainAll) {
  doubleClick(2);
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{false, false, true}));
  doubleClick(2);
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{true, true, true}));
}

TEST_F(PlaneLegendTest, TellsItsListenersOfEveryStepOfADoubleClick) {
  legend.setRows("Label", {{"only", 3, Qt::red}}, {});
  QSignalSpy spy(&legend, &PlaneLegend::visibleRowsChanged);
  doubleClick(0);
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{true}));
  ASSERT_GE(spy.count(), 1);
  EXPECT_EQ(spy.last().at(0).value<std::vector<bool>>(), (std::vector<bool>{true}));
}

TEST_F(PlaneLegendTest, WorksFromTheKeyboard) {
  list->setFocus();
  list->setCurrentRow(0);
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Space);
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{true, false, true}));
  QTest::keyClick(list, Qt::Key_Return);
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{false, true, false}));
  auto* all = legend.findChild<QToolButton*>("legendShowAll");
  EXPECT_FALSE(all->isHidden());
  all->click();
  EXPECT_EQ(legend.visibleRows(), (std::vector<bool>{true, true, true}));
  EXPECT_TRUE(all->isHidden());
}

TEST_F(PlaneLegendTest, TellsScreenReadersNameCountAndState) {
  click(1);
  EXPECT_EQ(list->item(1)->data(Qt::AccessibleTextRole).toString(), "one, 6,742 samples, hidden");
  EXPECT_EQ(list->item(0)->data(Qt::AccessibleTextRole).toString(), "zero, 5,923 samples, shown");
}

TEST_F(PlaneLegendTest, SaysOfASingleSampleThatItIsOne) {
  legend.setRows("Label", {{"rare", 1, Qt::red}}, {});
  EXPECT_EQ(list->item(0)->data(Qt::AccessibleTextRole).toString(), "rare, 1 sample, shown");
}

TEST_F(PlaneLegendTest, ScrollsThroughManyClassesAndKeepsTheWholeNameAtHand) {
  std::vector<PlaneLegend::Row> rows;
  rows.reserve(200);
  for (int i = 0; i < 200; ++i)
    rows.push_back({QStringLiteral("a class with a name of some length %1").arg(i), 7, Qt::red});
  legend.setRows("Label", rows, {});
  QTest::qWait(1);  // rows are laid out when events are handled
  list->setFocus();
  QTest::keyClick(list, Qt::Key_End);
  EXPECT_EQ(list->currentRow(), 199);
  EXPECT_TRUE(list->viewport()->rect().contains(middleOf(199)));
  EXPECT_TRUE(list->item(199)->toolTip().contains("a class with a name of some length 199"));
  EXPECT_LE(legend.width(), 208);
}

}  // namespace
}  // namespace isthmus
