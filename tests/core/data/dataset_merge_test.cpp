#include "core/data/dataset_edits.h"
#include "tests/support/rich_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stop_token>
#include <vector>

namespace isthmus {
namespace {

using test::idOf;
using test::richDataset;

Dataset other(std::size_t count) {
  Dataset dataset = richDataset(count, 100);
  dataset.name = "Other";
  dataset.classNames = {"blue", "violet", "red"};
  dataset.factors[1].levels = {"there", "nowhere"};
  return dataset;
}

TEST(MergeDatasets, KeepsPartsAndOrder) {
  const auto both = mergeDatasets(richDataset(8), other(4));  // 4, 2, 2 and 2, 1, 1
  ASSERT_TRUE(both);
  std::vector<int> ids;
  for (std::size_t i = 0; i < both->count(); ++i) ids.push_back(idOf(*both, i));
  EXPECT_THAT(ids, testing::ElementsAre(0, 1, 2, 3, 100, 101, 4, 5, 102, 6, 7, 103));
  EXPECT_EQ(both->trainCount, 6U);
  EXPECT_EQ(both->validationCount, 3U);
  EXPECT_EQ(both->name, "Rich + Other");
  EXPECT_THAT(both->notes, testing::ElementsAre("Read.", "Read.", "4 samples of Other were added."));
}

std::vector<int> idsOf(const Dataset& dataset, std::size_t first, std::size_t count) {
  std::vector<int> ids;
  for (std::size_t i = first; i < first + count; ++i) ids.push_back(idOf(dataset, i));
  return ids;
}

TEST(MergeDatasets, PutsWhatItsFilesCallATestPartIntoTheTestPart) {
  Dataset test = other(4);
  test.trainCount = 4;  // on its own all of it can be learnt from
  test.validationCount = 0;
  test.isTestPart = true;
  const auto added = mergeDatasets(richDataset(8), test);
  ASSERT_TRUE(added);
  EXPECT_EQ(added->trainCount, 4U);
  EXPECT_EQ(added->validationCount, 2U);
  EXPECT_EQ(added->testCount(), 6U);
  EXPECT_THAT(idsOf(*added, 6, 6), testing::ElementsAre(6, 7, 100, 101, 102, 103));
  EXPECT_FALSE(added->isTestPart);
  EXPECT_EQ(added->className(8), test.className(0));
  EXPECT_EQ(added->original(8)->pixels[0], 100.0F);
  EXPECT_EQ(added->notes.back(),
            "The files of Other call it a test part, so its 4 samples are in the test part.");

  const auto completed = mergeDatasets(test, richDataset(8));
  ASSERT_TRUE(completed);
  EXPECT_EQ(completed->trainCount, 4U);
  EXPECT_THAT(idsOf(*completed, 6, 6), testing::ElementsAre(100, 101, 102, 103, 6, 7));
}

TEST(MergeDatasets, LeavesTwoTestPartsAsUsefulAsEachWas) {
  Dataset test = other(4);
  test.trainCount = 4;
  test.validationCount = 0;
  test.isTestPart = true;
  const auto both = mergeDatasets(test, test);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->trainCount, 8U);
  EXPECT_TRUE(both->isTestPart) << "merged into training data they join their test part";
  EXPECT_TRUE(subset(*both, std::vector<std::size_t>{0, 1})->isTestPart) << "an edit changes nothing of that";
}

TEST(MergeDatasets, JoinsClassesAndLevelsByName) {
  const Dataset a = richDataset(8);
  const Dataset b = other(4);
  const auto both = mergeDatasets(a, b);
  ASSERT_TRUE(both);
  EXPECT_THAT(both->classNames, testing::ElementsAre("red", "green", "blue", "violet"));
  EXPECT_THAT(both->factors[1].levels, testing::ElementsAre("here", "there", "nowhere"));
  for (std::size_t i = 0; i < both->count(); ++i) {
    const int id = idOf(*both, i);
    const Dataset& from = id < 100 ? a : b;
    const auto at = static_cast<std::size_t>(id % 100);
    EXPECT_EQ(both->className(i), from.className(at));
    EXPECT_EQ(both->sampleNames[i], from.sampleNames[at]);
    EXPECT_EQ(both->factors[0].values[i], static_cast<float>(id));
    const auto level = [](const Dataset& dataset, std::size_t sample) {
      return dataset.factors[1].levels[static_cast<std::size_t>(dataset.factors[1].values[sample])];
    };
    EXPECT_EQ(level(*both, i), level(from, at));
    EXPECT_EQ(both->original(i)->pixels[0], static_cast<float>(id));
  }
}

TEST(MergeDatasets, ThenTakingTheFirstPartGivesTheFirstSetBack) {
  const Dataset a = richDataset(8);
  const auto both = mergeDatasets(a, other(4));
  std::vector<std::size_t> ofA;
  for (std::size_t i = 0; i < both->count(); ++i)
    if (idOf(*both, i) < 100) ofA.push_back(i);
  const auto back = subset(*both, ofA);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->pixels, a.pixels);
  EXPECT_EQ(back->labels, a.labels);
  EXPECT_EQ(back->classNames, a.classNames);
  EXPECT_EQ(back->sampleNames, a.sampleNames);
  EXPECT_EQ(back->trainCount, a.trainCount);
  EXPECT_EQ(back->validationCount, a.validationCount);
}

TEST(MergeDatasets, FillsInWhatOnlyOneHas) {
  Dataset bare = other(4);
  bare.labels.clear();
  bare.classNames.clear();
  bare.sampleNames.clear();
  bare.factors.pop_back();
  bare.original = {};
  const auto both = mergeDatasets(richDataset(8), bare);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->className(4), kUnlabelled);
  EXPECT_EQ(both->sampleNames[4], "");
  ASSERT_EQ(both->factors.size(), 1U);
  EXPECT_THAT(both->notes, testing::Contains("Only Rich knows the place of its samples: it was left out."));
  EXPECT_EQ(both->original(0)->pixels[0], 0.0F);
  EXPECT_FALSE(both->original(4)) << "it is as it came";
  EXPECT_FLOAT_EQ(both->image(4).pixels[0], 100.0F / 255.0F);
}

TEST(MergeDatasets, ShowsBothByTheRangeOfBoth) {
  Dataset a;
  a.name = "A";
  a.shape = {1, 2, 1};
  a.values = {0, 4};
  a.trainCount = 1;
  measureDisplay(a);
  Dataset b = a;
  b.name = "B";
  b.values = {8, 2};
  const auto both = mergeDatasets(a, b);
  ASSERT_TRUE(both);
  EXPECT_FLOAT_EQ(both->image(0).pixels[1], 0.5F);
  EXPECT_FLOAT_EQ(both->image(1).pixels[0], 1.0F);
}

TEST(MergeDatasets, CanBeCancelledWhileTheRangesOfBothAreMeasured) {
  Dataset a;
  a.kind = SampleKind::Vector;
  a.shape = {1, 1 << 16, 1};
  a.values.assign(std::size_t{8} << 16, 1.0F);
  a.trainCount = 8;
  std::stop_source source;
  const auto both = mergeDatasets(a, a, {source.get_token(), [&](double fraction) {
                                           EXPECT_LE(fraction, 0.5) << "the second half is measuring";
                                           if (fraction == 0.5) source.request_stop();
                                         }});
  EXPECT_EQ(both.error().code, ErrorCode::Cancelled);
}

TEST(MergeDatasets, RefusesWhatDoesNotFitAndSaysWhy) {
  Dataset wide = other(4);
  wide.shape = {2, 1, 1};
  EXPECT_EQ(mergeDatasets(richDataset(8), wide).error().text(),
            "Other: cannot be merged into Rich: it holds pictures of 1 x 2, not pictures of 2 x 1");
  Dataset vectors = other(4);
  vectors.kind = SampleKind::Vector;
  EXPECT_EQ(mergeDatasets(richDataset(8), vectors).error().text(),
            "Other: cannot be merged into Rich: it holds vectors of 2 numbers, not pictures of 2 x 1");
  Dataset floats = other(4);
  floats.values.assign(floats.pixels.begin(), floats.pixels.end());
  floats.pixels.clear();
  EXPECT_EQ(mergeDatasets(richDataset(8), floats).error().text(),
            "Other: cannot be merged into Rich: its numbers are float32, not uint8");
  Dataset named = richDataset(8);
  named.features = {"a", "b"};
  Dataset renamed = other(4);
  renamed.features = {"a", "c"};
  EXPECT_EQ(mergeDatasets(named, renamed).error().text(),
            "Other: cannot be merged into Rich: its column 2 is named c, not b");
}

}  // namespace
}  // namespace isthmus
