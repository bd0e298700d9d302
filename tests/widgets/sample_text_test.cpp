#include "widgets/text/sample_text.h"

#include "tests/support/widget_support.h"
#include "widgets/data/thumbnail_wall.h"

#include <QHelpEvent>
#include <QToolTip>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(SampleText, ASampleIsCalledByItsNameOrElseByItsRow) {
  auto set = plainDataset(30, 2);
  EXPECT_EQ(sampleTitle(*set, 17), "row 18");
  EXPECT_EQ(sampleTitle(*set, 0), "row 1");
  set->sampleNames.assign(30, "");
  set->sampleNames[17] = "S017";
  EXPECT_EQ(sampleTitle(*set, 17), "S017");
  EXPECT_EQ(sampleTitle(*set, 16), "row 17") << "a name that is empty";
}

TEST(SampleText, RowsAreThoseOfTheFile) {
  auto set = plainDataset(3, 0);
  set->rows = {2, 1500, 4};
  EXPECT_EQ(sampleTitle(*set, 1), "row 1,500");
  set->files = {"train.csv", "test.csv"};
  set->fileOf = {0, 0, 1};
  EXPECT_EQ(sampleTitle(*set, 2), "row 4 of test.csv");
}

TEST(SampleText, NamesAPart) {
  auto set = plainDataset(12, 0);
  set->trainCount = 6;
  set->validationCount = 2;
  EXPECT_EQ(partText(*set, 5), "train");
  EXPECT_EQ(partText(*set, 6), "validation");
  EXPECT_EQ(partText(*set, 8), "test");
}

TEST(SampleText, AVeryLongNameKeepsItsEnd) {
  auto set = plainDataset(1, 0);
  set->sampleNames = {std::string(100, 'a') + ".png"};
  const QString name = sampleName(*set, 0);
  EXPECT_EQ(name.size(), 80);
  EXPECT_TRUE(name.endsWith("a.png"));
}

TEST(SampleText, OneSampleIsNoSamples) {
  EXPECT_EQ(samplesText(1), "1 sample");
  EXPECT_EQ(samplesText(0), "0 samples");
  EXPECT_EQ(samplesText(12000), "12,000 samples");
}

TEST(SampleText, TheWallSaysRowAndPartToMouseAndScreenReader) {
  auto set = plainDataset(30, 2);
  set->sampleNames.assign(30, "");
  set->sampleNames[29] = "last.png";
  ThumbnailWall wall;
  wall.setDataset(set);
  wall.resize(240, 240);
  wall.show();
  wall.setChosen(29);
  EXPECT_EQ(wall.accessibleDescription(), QString::fromUtf8("Chosen: last.png · class 1 · row 30 · test"));
  wall.setChosen(3);
  EXPECT_EQ(wall.accessibleDescription(), QString::fromUtf8("Chosen: class 1 · row 4 · train"));
  wall.setSelected(std::make_shared<const std::vector<std::uint32_t>>(1, 3U));
  EXPECT_EQ(wall.accessibleDescription(), "1 sample selected");
}

}  // namespace
}  // namespace isthmus
