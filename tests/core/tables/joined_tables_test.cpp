#include "core/data/tables/beside/joined_tables.h"

#include "core/data/dataset_format.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class JoinedTables : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    m_folder.write(name, std::vector<std::uint8_t>(text.begin(), text.end()));
  }
  fs::path at(const std::string& name) const { return m_folder.path() / name; }
  LoadPlan plan(const std::vector<fs::path>& paths, const std::string& options = "") {
    const auto planned = planLoading(paths, *parseLoadOptions(options));
    EXPECT_TRUE(planned) << planned.error().text();
    return planned ? *planned : LoadPlan();
  }
  DatasetPtr load(const std::vector<fs::path>& paths, const std::string& options = "") {
    const auto loaded = loadDataset(plan(paths, options), {}, {});
    EXPECT_TRUE(loaded) << loaded.error().text();
    return loaded ? *loaded : std::make_shared<const Dataset>();
  }

  /// `rows` rows of three numbers, the way UCI HAR pads them.
  static std::string numbers(int first, int rows) {
    std::string text;
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < 3; ++column)
        text += "  " + std::to_string(first + row * 5 % 7) + "." + std::to_string(column) + "00000e+000";
      text += "\n";
    }
    return text;
  }

  void writeHar() {
    write("har/README.txt", "Human activity.\n");
    write("har/activity_labels.txt", "1 WALKING\n2 SITTING\n3 LAYING\n");
    write("har/features.txt",
          "1 tBodyAcc-mean()-X\n2 fBodyAcc-bandsEnergy()-1,8\n3 fBodyAcc-bandsEnergy()-1,8\n");
    write("har/features_info.txt", "Feature selection\n=================\n\nThey come from the sensors.\n");
    write("har/train/X_train.txt", numbers(1, 6));
    write("har/train/y_train.txt", "1\n2\n3\n1\n2\n3\n");
    write("har/train/subject_train.txt", "7\n7\n7\n9\n9\n9\n");
    write("har/train/Inertial Signals/body_acc_x_train.txt", numbers(1, 6));
    write("har/test/X_test.txt", numbers(11, 4));
    write("har/test/y_test.txt", "3\n3\n1\n1\n");
    write("har/test/subject_test.txt", "4\n4\n4\n4\n");
    write("har/test/Inertial Signals/body_acc_x_test.txt", numbers(1, 4));
  }

  test::TempFolder m_folder;
};

TEST_F(JoinedTables, TheFoldersOfUciHarAreOneSet) {
  writeHar();
  for (const fs::path& path : {at("har"), at("har/train/X_train.txt"), at("har/train/y_train.txt")}) {
    const LoadPlan planned = plan({path});
    EXPECT_EQ(planned.summary, "6 rows of 3 numbers, labelled by y (3 classes), and a test part");
    EXPECT_EQ(planned.name, "har");
    EXPECT_EQ(planned.options.label, "y");
    const DatasetPtr set = load({path});
    EXPECT_EQ(set->trainCount, 6U);
    EXPECT_EQ(set->testCount(), 4U);
    EXPECT_EQ(set->shape.size(), 3U);
    EXPECT_THAT(set->features,
                ElementsAre("tBodyAcc-mean()-X", "fBodyAcc-bandsEnergy()-1,8", "fBodyAcc-bandsEnergy()-1,8"));
    EXPECT_EQ(set->className(0), "WALKING");
    EXPECT_EQ(set->className(1), "SITTING");
    EXPECT_EQ(set->className(6), "LAYING");
    EXPECT_FLOAT_EQ(set->numbers(4)[1], 7.1F);
    EXPECT_FLOAT_EQ(set->numbers(7)[2], 16.2F);
    ASSERT_THAT(set->factors, SizeIs(1));
    EXPECT_EQ(set->factors.front().name, "subject");
  }
  const LoadPlan planned = plan({at("har")});
  EXPECT_THAT(
      planned.preview.remarks,
      Contains("The rows of X_train.txt go with y_train.txt, subject_train.txt, X_test.txt, y_test.txt, "
               "subject_test.txt, activity_labels.txt, features.txt."));
  EXPECT_THAT(planned.notes, Contains(HasSubstr("4 other files were passed over (README.txt, ...)")));
}

TEST_F(JoinedTables, FourTablesWithHeadsAreASetWithItsParts) {
  write("web/X_train.csv", "a,b\n1,2.5\n3,4.5\n5,6.5\n");
  write("web/y_train.csv", "species\nrose\nlily\n\"lily, white\"\n");
  write("web/X_test.csv", "a,b\n7,8.5\n9,1.5\n");
  write("web/y_test.csv", "species\nlily\nrose\n");
  for (const std::vector<fs::path>& paths : {std::vector{at("web")}, std::vector{at("web/X_train.csv")},
                                             std::vector{at("web/y_test.csv"), at("web/X_test.csv"),
                                                         at("web/y_train.csv"), at("web/X_train.csv")}}) {
    const DatasetPtr set = load(paths);
    EXPECT_EQ(set->trainCount, 3U);
    EXPECT_EQ(set->testCount(), 2U);
    EXPECT_THAT(set->features, ElementsAre("a", "b"));
    EXPECT_EQ(set->className(2), "lily, white");
    EXPECT_EQ(set->className(4), "rose");
    EXPECT_FLOAT_EQ(set->numbers(3)[1], 8.5F);
  }
}

TEST_F(JoinedTables, NumbersOfRowsAndAMissingHeadAreNoMatter) {
  write("X.csv", ",a,b\n0,1,2.5\n1,3,4.5\n2,5,6.5\n3,7,8.5\n");
  write("y.csv", ",target\n0,1\n1,0\n2,1\n3,0\n");
  const DatasetPtr set = load({at("X.csv")}, "split=0");
  EXPECT_EQ(set->count(), 4U);
  EXPECT_EQ(set->shape.size(), 2U);
  EXPECT_THAT(set->labels, ElementsAre(1, 0, 1, 0));
}

TEST_F(JoinedTables, OptionsDecideAboutTheirColumns) {
  writeHar();
  const fs::path har = at("har");
  const DatasetPtr none = load({har}, "label=none");
  EXPECT_FALSE(none->hasLabels());
  EXPECT_EQ(none->shape.size(), 3U) << "a label is no feature";
  EXPECT_THAT(load({har}, "drop=subject")->factors, IsEmpty());
  EXPECT_THAT(load({har}, "label=subject")->shape.size(), 3U);
}

TEST_F(JoinedTables, LabelsOfAnotherCountAreSaidAndNotUsed) {
  write("web/X_train.csv", "a,b\n1,2.5\n3,4.5\n5,6.5\n");
  write("web/y_train.csv", "species\nrose\nlily\n");
  const DatasetPtr set = load({at("web/X_train.csv")}, "split=0");
  EXPECT_EQ(set->count(), 3U);
  EXPECT_FALSE(set->hasLabels());
}

TEST_F(JoinedTables, ATestPartWithoutLabelsIsSaid) {
  write("web/X_train.csv", "a,b\n1,2.5\n3,4.5\n5,6.5\n");
  write("web/y_train.csv", "species\nrose\nlily\nlily\n");
  write("web/X_test.csv", "a,b\n7,8.5\n9,1.5\n");
  const LoadPlan planned = plan({at("web")});
  EXPECT_THAT(planned.preview.remarks, Contains("X_test.csv was passed over: no labels belong to its rows; "
                                                "load it by itself to have them scored."));
  EXPECT_EQ(load({at("web")}, "split=0")->count(), 3U);
}

TEST_F(JoinedTables, TablesThatHoldTheirLabelsStayAsTheyAre) {
  write("set/train.csv", "a,b,species\n1,2.5,rose\n3,4.5,lily\n");
  write("set/test.csv", "a,b,species\n7,8.5,rose\n");
  write("set/notes.txt", "one\ntwo\n");
  const LoadPlan planned = plan({at("set")});
  EXPECT_THAT(planned.preview.remarks, Each(Not(HasSubstr("go with"))));
  EXPECT_EQ(load({at("set")})->testCount(), 1U);
}

}  // namespace
}  // namespace isthmus
