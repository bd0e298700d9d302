#include "widgets/data/subset_dialog.h"

#include "tests/support/widget_support.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTest>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(SubsetDialog, ProposesAThousandOfAllClassesAtRandom) {
  SubsetDialog dialog(*plainDataset(6000, 3, {1, 1, 1}));
  const SubsetChoice choice = dialog.choice();
  EXPECT_EQ(choice.count, 1000U);
  EXPECT_TRUE(choice.classes.empty());
  EXPECT_EQ(choice.draw, SubsetChoice::Draw::Random);
  EXPECT_EQ(choice.seed, 7U);
}

TEST(SubsetDialog, GivesWhatWasChosenAndSaysWhatWillBeLeft) {
  SubsetDialog dialog(*plainDataset(600, 3, {1, 1, 1}));
  auto& classes = child<QListWidget>(dialog, "subsetClasses");
  classes.item(1)->setCheckState(Qt::Unchecked);
  EXPECT_EQ(child<QLabel>(dialog, "subsetResult").text(), "400 of 600 samples will be left.");
  child<QSpinBox>(dialog, "subsetCount").setValue(50);
  child<QRadioButton>(dialog, "subsetFirst").click();
  EXPECT_FALSE(child<QSpinBox>(dialog, "subsetSeed").isEnabled());
  EXPECT_EQ(child<QLabel>(dialog, "subsetResult").text(), "50 of 600 samples will be left.");
  const SubsetChoice choice = dialog.choice();
  EXPECT_EQ(choice.count, 50U);
  EXPECT_THAT(choice.classes, testing::ElementsAre(0, 2));
  EXPECT_EQ(choice.draw, SubsetChoice::Draw::First);
}

TEST(SubsetDialog, IsNotAcceptedWithoutAClass) {
  SubsetDialog dialog(*plainDataset(600, 3, {1, 1, 1}));
  child<QPushButton>(dialog, "subsetNone").click();
  EXPECT_FALSE(child<QPushButton>(dialog, "subsetAccept").isEnabled());
  child<QPushButton>(dialog, "subsetAll").click();
  EXPECT_TRUE(child<QPushButton>(dialog, "subsetAccept").isEnabled());
  EXPECT_TRUE(unnamedControls(dialog).isEmpty()) << unnamedControls(dialog).join(", ").toStdString();
}

}  // namespace
}  // namespace isthmus
