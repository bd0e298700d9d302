#include "widgets/import/import_advanced.h"

#include "tests/support/widget_support.h"
#include "tests/widgets/import/import_plans.h"
#include "widgets/import/import_dialog.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

class ImportAdvancedTest : public testing::Test {
 protected:
  explicit ImportAdvancedTest(LoadPlan plan = test::openTablePlan()) : dialog(plan) {
    QObject::connect(&dialog, &ImportDialog::optionsChanged,
                     [this](const LoadOptions& options) { asked.push_back(options); });
    dialog.resize(840, 500);
    dialog.open();
    QCoreApplication::processEvents();
  }
  template <typename T>
  T& the(const char* name) {
    return child<T>(dialog, name);
  }
  void pick(const char* combo, int data) {
    auto& box = the<QComboBox>(combo);
    const int index = box.findData(data);
    ASSERT_GE(index, 0) << combo;
    box.setCurrentIndex(index);
    Q_EMIT box.activated(index);
  }

  ImportDialog dialog;
  std::vector<LoadOptions> asked;
};

TEST_F(ImportAdvancedTest, IsFoldedAwayUntilSomebodyAsks) {
  const QSignalSpy folded(&dialog, &ImportDialog::folded);
  EXPECT_FALSE(the<QWidget>("importSkip").isVisible());
  auto& fold = the<QToolButton>("importAdvancedFold");
  fold.setFocus();
  QTest::keyClick(&fold, Qt::Key_Space);
  EXPECT_TRUE(the<QWidget>("importSkip").isVisible());
  EXPECT_FALSE(the<QWidget>("importAxis").isVisible()) << "of arrays";
  EXPECT_TRUE(dialog.isUnfolded());
  ASSERT_EQ(folded.count(), 1);
  EXPECT_TRUE(folded.first().first().toBool());
  EXPECT_TRUE(asked.empty());
}

TEST_F(ImportAdvancedTest, IsNotThereWhereNothingInItApplies) {
  dialog.setPlan(test::picturesPlan());
  EXPECT_FALSE(the<QWidget>("importAdvancedFold").isVisible());
}

TEST_F(ImportAdvancedTest, EveryControlHasItsOption) {
  dialog.setUnfolded(true);
  the<QSpinBox>("importSkip").setValue(3);
  pick("importComment", '%');
  pick("importQuote", 0);
  pick("importThousands", '\'');
  pick("importTranspose", 1);
  LoadOptions expected;
  expected.skippedLines = 3;
  expected.comment = '%';
  expected.quote = '\0';
  expected.thousands = '\'';
  expected.transpose = true;
  ASSERT_EQ(asked.size(), 5U);
  EXPECT_EQ(asked.back(), expected);
  pick("importComment", -1);
  EXPECT_EQ(asked.back().comment, std::nullopt);
}

TEST_F(ImportAdvancedTest, ShowsWhatWasGuessed) {
  LoadPlan plan = test::openTablePlan();
  plan.options.skippedLines = 4;
  plan.options.comment = '!';
  plan.options.thousands = ',';
  dialog.setPlan(plan);
  EXPECT_EQ(the<QSpinBox>("importSkip").value(), 4);
  EXPECT_EQ(the<QComboBox>("importComment").currentText(), "!");
  EXPECT_EQ(the<QComboBox>("importThousands").currentData().toInt(), ',');
  EXPECT_EQ(the<QComboBox>("importQuote").currentIndex(), -1);
  EXPECT_TRUE(asked.empty()) << "showing is not asking";
}

TEST_F(ImportAdvancedTest, WhatWasChosenForColumnsIsForgottenWhenLinesAreSkipped) {
  auto& list = the<QAbstractItemView>("importColumnList");
  list.selectionModel()->select(list.model()->index(0, 0),
                                QItemSelectionModel::Select | QItemSelectionModel::Rows);
  QTest::keyClick(&list, Qt::Key_O);
  ASSERT_TRUE(asked.back().dropped.has_value());
  the<QSpinBox>("importSkip").setValue(1);
  LoadOptions expected;
  expected.skippedLines = 1;
  EXPECT_EQ(asked.back(), expected);
}

class ImportAdvancedArraysTest : public ImportAdvancedTest {
 protected:
  ImportAdvancedArraysTest() : ImportAdvancedTest(plan()) {}
  static LoadPlan plan() {
    LoadPlan plan = test::arraysPlan();
    plan.preview.choices.push_back(LoadChoice::Axis);
    plan.options.axis = 0;
    return plan;
  }
};

TEST_F(ImportAdvancedArraysTest, TheOrderOfPixelsCanBeChosen) {
  LoadPlan order = plan();
  order.preview.choices.push_back(LoadChoice::Order);
  order.options.order = PixelOrder::ColumnMajor;
  dialog.setPlan(order);
  dialog.setUnfolded(true);
  EXPECT_EQ(the<QComboBox>("importOrder").currentText(), "column by column");
  pick("importOrder", static_cast<int>(PixelOrder::RowMajor));
  EXPECT_EQ(asked.back().order, PixelOrder::RowMajor);
}

TEST_F(ImportAdvancedArraysTest, TheDimensionThatCountsSamplesCanBeChosenAndTheNamesOfArraysStay) {
  dialog.setUnfolded(true);
  auto& samples = the<QComboBox>("importSamples");
  samples.setCurrentIndex(1);
  Q_EMIT samples.activated(1);
  pick("importAxis", 2);
  EXPECT_EQ(asked.back().axis, 2);
  EXPECT_EQ(asked.back().samples, "x_test");
}

}  // namespace
}  // namespace isthmus
