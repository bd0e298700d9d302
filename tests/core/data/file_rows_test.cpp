#include "core/data/files/file_rows.h"

#include "core/data/dataset_edits.h"
#include "core/data/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isthmus {
namespace {

using ::testing::ElementsAre;

/// `count` training samples; sample i is the number `first` + i.
Dataset numbered(std::size_t count, float first = 1) {
  Dataset set;
  set.kind = SampleKind::Vector;
  set.shape = {1, 1, 1};
  for (std::size_t i = 0; i < count; ++i) set.values.push_back(first + static_cast<float>(i));
  set.trainCount = count;
  return set;
}

TEST(FileRow, IsThePlaceWhereNothingMovedAndStaysWithTheSampleWhereItDid) {
  Dataset set = numbered(50);
  EXPECT_EQ(fileRow(set, 49), 50U);
  splitOffTest(set, 0.2, 7);
  ASSERT_EQ(set.testCount(), 10U);
  for (std::size_t i = 0; i < set.count(); ++i)
    EXPECT_EQ(static_cast<float>(fileRow(set, i)), set.values[i]) << i;
  const std::vector<std::size_t> order = inFileOrder(set);
  for (std::size_t line = 0; line < order.size(); ++line) EXPECT_EQ(fileRow(set, order[line]), line + 1);
}

TEST(FileRow, IsCountedAnewInATestFile) {
  Dataset set = numbered(5);
  set.trainCount = 3;
  nameTestFile(set, "a.csv", "b.csv");
  EXPECT_THAT(set.rows, ElementsAre(1, 2, 3, 1, 2));
  EXPECT_EQ(fileName(set, 2), "a.csv");
  EXPECT_EQ(fileName(set, 3), "b.csv");
}

TEST(InFileOrder, GoesFileByFileAndRowByRow) {
  Dataset set = numbered(4);
  set.files = {"a", "b"};
  set.fileOf = {1, 0, 1, 0};
  set.rows = {2, 9, 1, 4};
  EXPECT_THAT(inFileOrder(set), ElementsAre(3, 1, 2, 0));
  const std::vector<std::size_t> some = {0, 1};
  EXPECT_THAT(inFileOrder(set, some), ElementsAre(1, 0));
}

TEST(FileRow, OfMergedSetsIsThatOfTheSetTheSampleCameFrom) {
  Dataset a = numbered(3);
  a.name = "first";
  a.trainCount = 2;  // the third is a test sample
  Dataset b = numbered(2, 10);
  b.name = "second";
  const auto both = mergeDatasets(a, b);
  ASSERT_TRUE(both);
  EXPECT_THAT(both->values, ElementsAre(1, 2, 10, 11, 3));
  EXPECT_THAT(both->rows, ElementsAre(1, 2, 1, 2, 3));
  EXPECT_THAT(both->files, ElementsAre("first", "second"));
  EXPECT_THAT(both->fileOf, ElementsAre(0, 0, 1, 1, 0));
}

}  // namespace
}  // namespace isthmus
