// What every file of the shared data folder must give. The folder is there for developers and in CI, not for
// users.
#include "app/loading/load_tools.h"
#include "core/data/dataset_format.h"
#include "tests/support/dataset_invariants.h"
#include "tests/support/shared_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SharedDataTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory((test::sharedFolder() / "data")))
      GTEST_SKIP() << (test::sharedFolder() / "data") << " is not on this computer";
  }
  static DatasetPtr load(const std::string& path, const LoadOptions& options = {}) {
    const fs::path whole = test::sharedFolder() / "data" / path;
    const auto plan = planLoading(std::span(&whole, 1), options, loadTools());
    EXPECT_TRUE(plan) << plan.error().text();
    if (!plan) return nullptr;
    const auto dataset = loadDataset(*plan, loadTools(), {});
    EXPECT_TRUE(dataset) << dataset.error().text();
    if (!dataset) return nullptr;
    EXPECT_EQ(test::faultOf(**dataset), "") << path;
    return *dataset;
  }
  /// How many samples of each class there are, in the order of the classes.
  static std::vector<int> classCounts(const Dataset& dataset) {
    std::vector<int> counts(dataset.classNames.size());
    for (const std::int32_t label : dataset.labels) ++counts[static_cast<std::size_t>(label)];
    return counts;
  }
};

TEST_F(SharedDataTest, Iris) {
  const DatasetPtr iris = load("tabular/iris.csv");
  ASSERT_TRUE(iris);
  EXPECT_EQ(iris->kind, SampleKind::Vector);
  EXPECT_EQ(iris->count(), 150U);
  EXPECT_THAT(iris->features, ElementsAre("sepal_length", "sepal_width", "petal_length", "petal_width"));
  EXPECT_THAT(iris->classNames, ElementsAre("setosa", "versicolor", "virginica"));
  EXPECT_THAT(classCounts(*iris), ElementsAre(50, 50, 50));
  EXPECT_EQ(iris->testCount(), 30U);
  EXPECT_EQ(iris->scaling, Scaling::Standardise);
}

TEST_F(SharedDataTest, PenguinsSayWhatTheyDidWithTheRowsThatLackAValue) {
  const DatasetPtr penguins = load("tabular/penguins.csv");
  ASSERT_TRUE(penguins);
  EXPECT_THAT(penguins->classNames, ElementsAre("Adelie", "Gentoo", "Chinstrap"));
  std::string notes;
  for (const std::string& note : penguins->notes) notes += note + "\n";
  EXPECT_THAT(notes, HasSubstr("344 rows: 342 used, 2 left out because a feature lacks a value (8 values"));
  EXPECT_EQ(penguins->count(), 342U);
  LoadOptions median;
  median.missing = MissingValues::Median;
  const DatasetPtr filled = load("tabular/penguins.csv", median);
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->count(), 344U);
}

TEST_F(SharedDataTest, WineQualityHasNoHeader) {
  const DatasetPtr wine = load("tabular/winequality-red.csv");
  ASSERT_TRUE(wine);
  EXPECT_EQ(wine->count(), 1599U);
  EXPECT_EQ(wine->shape.size(), 11U);
  EXPECT_THAT(wine->classNames, ElementsAre("3", "4", "5", "6", "7", "8"));
}

TEST_F(SharedDataTest, AdBench) {
  const DatasetPtr cardio = load("adbench/6_cardio.npz");
  ASSERT_TRUE(cardio);
  EXPECT_EQ(cardio->count(), 1831U);
  EXPECT_EQ(cardio->shape.size(), 21U);
  EXPECT_THAT(classCounts(*cardio), ElementsAre(1655, 176));
  const DatasetPtr thyroid = load("adbench/38_thyroid.npz");
  ASSERT_TRUE(thyroid);
  EXPECT_EQ(thyroid->count(), 3772U);
  EXPECT_EQ(thyroid->shape.size(), 6U);
  EXPECT_THAT(classCounts(*thyroid), ElementsAre(3679, 93));
}

TEST_F(SharedDataTest, WordVectorsCarryTheirWords) {
  for (const char* path : {"glove_170", "glove_170/glove_171_100d_tensors.bytes"}) {
    const DatasetPtr words = load(path);
    ASSERT_TRUE(words) << path;
    EXPECT_EQ(words->count(), 171U) << path;
    EXPECT_EQ(words->shape.size(), 100U) << path;
    ASSERT_EQ(words->sampleNames.size(), 171U) << path;
    EXPECT_TRUE(std::ranges::count(words->sampleNames, "astronaut") == 1) << path;
    EXPECT_TRUE(std::ranges::count(words->classNames, "Jobs") == 1) << path;
  }
}

TEST_F(SharedDataTest, MnistAsIdx) {
  const DatasetPtr mnist = load("mnist");
  ASSERT_TRUE(mnist);
  EXPECT_EQ(mnist->trainCount, 60'000U);
  EXPECT_EQ(mnist->testCount(), 10'000U);
  EXPECT_EQ(mnist->shape, (ImageShape{28, 28, 1}));
}

TEST_F(SharedDataTest, MnistAsPictures) {
  const DatasetPtr pictures = load("mnist_png");
  ASSERT_TRUE(pictures);
  EXPECT_EQ(pictures->shape, (ImageShape{28, 28, 1}));
  EXPECT_EQ(pictures->classNames.size(), 10U);
  std::map<std::string, std::size_t> files;
  for (const char* part : {"train", "test"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(test::sharedFolder() / "data" / "mnist_png" / part))
      files[part] += entry.path().extension() == ".png";
  }
  EXPECT_EQ(pictures->trainCount, files["train"]);
  EXPECT_EQ(pictures->testCount(), files["test"]);
}

}  // namespace
}  // namespace isthmus
