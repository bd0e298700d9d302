// Structures and arrays per class in MATLAB files; tests/fixtures/arrays/make_hdf5_and_mat.py wrote them.
#include "core/data/dataset_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const fs::path kMatlabFixtures = fs::path(ISTHMUS_SOURCE_DIR) / "tests/fixtures/arrays";
const LoadTools kMatlabTools = {.arrayReader = ISTHMUS_ARRAY_READER};

LoadPlan planMatlab(const std::string& file, const std::string& options = "") {
  const auto plan =
      planLoading(std::vector{kMatlabFixtures / file}, *parseLoadOptions(options), kMatlabTools);
  EXPECT_TRUE(plan) << plan.error().text();
  return plan ? *plan : LoadPlan();
}

DatasetPtr loadMatlab(const std::string& file, const std::string& options = "") {
  const auto loaded = loadDataset(planMatlab(file, options), kMatlabTools, {});
  EXPECT_TRUE(loaded) << loaded.error().text();
  return loaded ? *loaded : std::make_shared<const Dataset>();
}

TEST(MatlabStructures, FieldsAreArraysOfTheirOwn) {
  for (const std::string file : {"fields.mat", "fields_packed.mat"}) {
    const LoadPlan plan = planMatlab(file);
    EXPECT_EQ(plan.options.samples, "data.X");
    EXPECT_EQ(plan.options.label, "data.y");
    EXPECT_EQ(plan.summary, "6 vectors of 2 numbers, labelled by data.y (2 classes)");
    EXPECT_THAT(plan.preview.remarks, Contains("points is left out: it is an array of 1 x 3 structures."));
    EXPECT_THAT(plan.preview.remarks,
                Contains("data.mixed is left out: its cells hold other things than text."));
    const DatasetPtr set = loadMatlab(file, "split=0");
    EXPECT_THAT(set->values, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    EXPECT_THAT(set->labels, ElementsAre(0, 1, 0, 1, 0, 1));
    EXPECT_THAT(loadMatlab(file, "split=0,label=data.species")->classNames,
                ElementsAre("setosa", "versicolor", "virginica"));
  }
}

TEST(MatlabStructures, StructuresInAStructureAreParts) {
  const DatasetPtr set = loadMatlab("parts.mat");
  EXPECT_EQ(set->trainCount, 8U);
  EXPECT_EQ(set->testCount(), 4U);
  EXPECT_THAT(set->labels, ElementsAre(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
  EXPECT_THAT(set->numbers(1), ElementsAre(3, 4, 5));
  EXPECT_THAT(set->numbers(8), ElementsAre(100, 101, 102));
}

TEST(MatlabStructures, AGroupOfVersion73IsOneToo) {
  const DatasetPtr set = loadMatlab("fields73.mat", "split=0");
  EXPECT_THAT(set->values, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
  EXPECT_THAT(set->labels, ElementsAre(0, 1, 0, 1, 0, 1));
}

TEST(MatlabClasses, AnArrayOfEachDigitAndPartIsOneSet) {
  const LoadPlan plan = planMatlab("classes.mat");
  EXPECT_EQ(plan.summary, "15 + 7 vectors of 3 numbers, labelled by class_train (3 classes)");
  EXPECT_THAT(
      plan.preview.remarks,
      Contains(HasSubstr("are 3 classes by their names, in a training part of 15 and a test part of 7")));
  const DatasetPtr set = loadMatlab("classes.mat");
  EXPECT_EQ(set->trainCount, 15U);
  EXPECT_THAT(set->classNames, ElementsAre("0", "1", "2"));
  EXPECT_EQ(set->className(4), "1");
  EXPECT_THAT(set->numbers(4), ElementsAre(50, 51, 52));
  EXPECT_THAT(set->numbers(21), ElementsAre(128, 129, 130));
  EXPECT_THAT(loadMatlab("classes.mat", "data=test2,split=0")->numbers(1), ElementsAre(128, 129, 130));
}

}  // namespace
}  // namespace isthmus
