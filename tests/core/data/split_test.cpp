#include "core/data/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace isthmus {
namespace {

/// 100 training samples (60 of class 0, 40 of class 1) and 20 test samples of 1 x 1.
Dataset sixtyForty() {
  Dataset dataset;
  dataset.shape = {1, 1, 1};
  dataset.trainCount = 100;
  dataset.classNames = {"a", "b"};
  for (int i = 0; i < 120; ++i) {
    dataset.pixels.push_back(static_cast<std::uint8_t>(i));
    dataset.labels.push_back(i % 5 < 3 ? 0 : 1);
  }
  return dataset;
}

TEST(SplitParts, HoldsOutTheShareOfEachClassAndKeepsTheTestPart) {
  const Dataset dataset = sixtyForty();
  const auto parts = splitParts(dataset, 0.2, 3);
  int held[2] = {0, 0};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_EQ(parts[i] == Part::Test, i >= 100);
    if (parts[i] == Part::Validation) ++held[dataset.labels[i]];
  }
  EXPECT_EQ(held[0], 12);
  EXPECT_EQ(held[1], 8);
}

TEST(SplitParts, IsDrawnByTheSeed) {
  const Dataset dataset = sixtyForty();
  EXPECT_EQ(splitParts(dataset, 0.2, 3), splitParts(dataset, 0.2, 3));
  EXPECT_NE(splitParts(dataset, 0.2, 3), splitParts(dataset, 0.2, 4));
}

TEST(SplitParts, LeavesATrainingSampleOfEachClassAndInAll) {
  Dataset dataset = sixtyForty();
  dataset.trainCount = dataset.count();
  for (std::size_t i = 0; i < dataset.count(); ++i) dataset.labels[i] = static_cast<int>(i / 2);  // pairs
  for (const Part part : {Part::Train, Part::Validation})
    EXPECT_EQ(std::ranges::count(splitParts(dataset, 0.9, 3), part), 60);
  splitOffTest(dataset, 0.9, 3);
  EXPECT_EQ(dataset.trainCount, 60U);
  Dataset single = sixtyForty();
  single.pixels.resize(1);
  single.labels.resize(1);
  single.trainCount = 1;
  EXPECT_EQ(splitParts(single, 0.9, 3)[0], Part::Train);
  splitOffTest(single, 0.9, 3);
  EXPECT_EQ(single.trainCount, 1U);
}

TEST(SuggestedValidationShare, IsForDataWithoutATestPart) {
  Dataset dataset = sixtyForty();
  EXPECT_EQ(suggestedValidationShare(dataset), 0);
  dataset.trainCount = dataset.count();
  EXPECT_EQ(suggestedValidationShare(dataset), 0.1);
}

TEST(FirstSamples, KeepsOrderAndTheProportionOfTestSamples) {
  const Dataset part = firstSamples(sixtyForty(), 50);
  EXPECT_EQ(part.count(), 60U);
  EXPECT_EQ(part.trainCount, 50U);
  EXPECT_EQ(part.sample(49)[0], 49);
  EXPECT_EQ(part.sample(50)[0], 100);  // the first test sample
  EXPECT_EQ(part.labels[50], 0);
  EXPECT_EQ(firstSamples(sixtyForty(), 1000).count(), 120U);
}

TEST(SplitParts, KeepsTheValidationPartOfTheFiles) {
  Dataset dataset = sixtyForty();
  dataset.trainCount = 70;
  dataset.validationCount = 30;
  const auto parts = splitParts(dataset, 0, 3);
  EXPECT_EQ(std::ranges::count(parts, Part::Train), 70);
  EXPECT_EQ(std::ranges::count(parts, Part::Validation), 30);
  EXPECT_EQ(parts[70], Part::Validation);
  EXPECT_EQ(suggestedValidationShare(dataset), 0);
}

TEST(SplitOffTest, MovesAShareOfEachClassBehindTheRestWithAllThatIsKnownOfIt) {
  Dataset dataset = sixtyForty();
  dataset.trainCount = 120;
  dataset.factors.push_back({"number", "", {}, {}});
  for (int i = 0; i < 120; ++i) {
    dataset.factors[0].values.push_back(static_cast<float>(i));
    dataset.sampleNames.push_back(std::to_string(i));
  }
  const Dataset before = dataset;
  splitOffTest(dataset, 0.25, 5);
  EXPECT_EQ(dataset.trainCount, 90U);
  EXPECT_EQ(dataset.testCount(), 30U);
  EXPECT_EQ(std::count(dataset.labels.begin() + 90, dataset.labels.end(), 0), 18);
  std::vector<bool> seen(120);
  for (std::size_t i = 0; i < 120; ++i) {
    const std::size_t from = dataset.pixels[i];
    seen[from] = true;
    EXPECT_EQ(dataset.labels[i], before.labels[from]);
    EXPECT_EQ(dataset.factors[0].values[i], static_cast<float>(from));
    EXPECT_EQ(dataset.sampleNames[i], std::to_string(from));
    if (i > 0 && i != 90) {
      EXPECT_LT(dataset.pixels[i - 1], dataset.pixels[i]) << "each part keeps its order";
    }
  }
  EXPECT_EQ(std::ranges::count(seen, true), 120);
}

}  // namespace
}  // namespace isthmus
