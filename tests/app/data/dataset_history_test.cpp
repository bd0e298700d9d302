#include "app/workspace/dataset_history.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

DatasetPtr setOf(std::size_t bytes) {
  auto dataset = std::make_shared<Dataset>();
  dataset->shape = {1, 1, 1};
  dataset->pixels.resize(bytes);
  return dataset;
}

TEST(DatasetHistory, GoesBackAndForthBetweenTheSameVersions) {
  const DatasetPtr first = setOf(3);
  const DatasetPtr second = setOf(2);
  const DatasetPtr third = setOf(1);
  DatasetHistory history;
  EXPECT_EQ(history.undo({first, {}}).dataset, nullptr);
  history.add({first, {}}, "remove 1 sample");
  history.add({second, {}}, "remove 2 samples");
  EXPECT_EQ(history.undoName(), "remove 2 samples");
  EXPECT_EQ(history.undo({third, {}}).dataset, second);
  EXPECT_EQ(history.redoName(), "remove 2 samples");
  EXPECT_EQ(history.undo({second, {}}).dataset, first);
  EXPECT_FALSE(history.canUndo());
  EXPECT_EQ(history.redoName(), "remove 1 sample");
  EXPECT_EQ(history.redo({first, {}}).dataset, second);
  EXPECT_EQ(history.redo({second, {}}).dataset, third);
  EXPECT_FALSE(history.canRedo());
  EXPECT_EQ(history.undo({third, {}}).dataset, second);
}

TEST(DatasetHistory, ForgetsWhatWasUndoneAfterAnotherEdit) {
  DatasetHistory history;
  history.add({setOf(3), {}}, "a");
  const DatasetPtr first = history.undo({setOf(2), {}}).dataset;
  history.add({first, {}}, "b");
  EXPECT_FALSE(history.canRedo());
  EXPECT_EQ(history.undoName(), "b");
}

TEST(DatasetHistory, ForgetsTheOldestWhenTheyTakeTooMuch) {
  DatasetHistory history(100);
  history.add({setOf(60), {}}, "a");
  history.add({setOf(30), {}}, "b");
  history.add({setOf(30), {}}, "c");
  EXPECT_EQ(history.undo({setOf(1), {}}).dataset->count(), 30U);
  EXPECT_EQ(history.undo({setOf(1), {}}).dataset->count(), 30U);
  EXPECT_FALSE(history.canUndo());
  history.add({setOf(101), {}}, "d");
  EXPECT_FALSE(history.canUndo());
}

}  // namespace
}  // namespace isthmus
