#include "core/data/split.h"

#include <gtest/gtest.h>

#include <algorithm>

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

}  // namespace
}  // namespace isthmus
