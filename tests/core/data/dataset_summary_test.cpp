#include "core/data/dataset_summary.h"

#include "tests/support/rich_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace isthmus {
namespace {

TEST(Summarise, CountsPartsAndClassesAndFindsTheRangeOfBytes) {
  const auto summary = summarise(test::richDataset(12));  // 6, 3, 3; pixels id and 255 - id
  ASSERT_TRUE(summary);
  EXPECT_THAT((*summary)->parts, testing::ElementsAre(6, 3, 3));
  ASSERT_EQ((*summary)->classes.size(), 3U);
  for (const PartCounts& counts : (*summary)->classes) EXPECT_THAT(counts, testing::ElementsAre(2, 1, 1));
  EXPECT_EQ((*summary)->lowest, 0);
  EXPECT_EQ((*summary)->highest, 255);
  EXPECT_EQ((*summary)->features.count(), 0U);
}

TEST(Summarise, FindsTheRangeOfEachFeatureOfAVectorAndPassesOverWhatIsNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  Dataset dataset;
  dataset.kind = SampleKind::Vector;
  dataset.shape = {1, 3, 1};
  dataset.values = {-2, 5, nan, 4, nan, nan};
  dataset.trainCount = 2;
  const auto summary = summarise(dataset);
  ASSERT_TRUE(summary);
  EXPECT_THAT((*summary)->features.low, testing::ElementsAre(-2, 5, 0));
  EXPECT_THAT((*summary)->features.high, testing::ElementsAre(4, 5, 0));
  EXPECT_EQ((*summary)->lowest, -2);
  EXPECT_EQ((*summary)->highest, 5);
  EXPECT_TRUE((*summary)->classes.empty());
  EXPECT_EQ(numberTypeName(dataset), "float32");
  EXPECT_EQ(rowOf(dataset, 0)[1], 5);
}

TEST(Summarise, OfFloatPicturesFindsTheRangeOfAll) {
  Dataset dataset;
  dataset.shape = {1, 2, 1};
  dataset.values = {-1, 3, std::numeric_limits<float>::infinity(), 2};
  const auto summary = summarise(dataset);
  EXPECT_EQ((*summary)->lowest, -1);
  EXPECT_EQ((*summary)->highest, 3);
}

TEST(Summarise, GivesUpWhenItIsCancelled) {
  std::stop_source source;
  source.request_stop();
  const auto summary = summarise(test::richDataset(12), {source.get_token()});
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, ErrorCode::Cancelled);
}

TEST(Summarise, OfNoSamplesIsAllZero) {
  const auto summary = summarise(Dataset());
  ASSERT_TRUE(summary);
  EXPECT_EQ((*summary)->highest, 0);
}

}  // namespace
}  // namespace isthmus
