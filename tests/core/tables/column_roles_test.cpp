// What becomes of the columns of a table that are not its label.
#include "core/data/dataset_format.h"
#include "tests/support/made_table.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

using test::csvOf;
using test::MadeColumn;
using test::reals;
using test::wholes;
using test::withGaps;
using test::words;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ColumnRolesTest : public ::testing::Test {
 protected:
  Result<LoadPlan> tryToPlan(std::string_view csv, std::string_view options = "") {
    const auto file = m_folder.write("t.csv", test::bytesOfText(csv));
    const auto parsed = parseLoadOptions(options);
    EXPECT_TRUE(parsed) << options;
    return planLoading(std::vector{file}, *parsed);
  }
  LoadPlan planOf(std::string_view csv, std::string_view options = "") {
    const auto plan = tryToPlan(csv, options);
    EXPECT_TRUE(plan) << plan.error().text();
    return plan ? *plan : LoadPlan();
  }
  static Dataset loaded(const LoadPlan& plan) {
    const auto set = loadDataset(plan, {}, {});
    EXPECT_TRUE(set) << set.error().text();
    return set ? **set : Dataset();
  }
  Dataset load(std::string_view csv, std::string_view options = "split=0") {
    return loaded(planOf(csv, options));
  }
  std::string refusal(std::string_view csv, std::string_view options) {
    const auto plan = tryToPlan(csv, options);
    EXPECT_FALSE(plan);
    return plan ? "" : plan.error().text();
  }
  static std::vector<FieldUse> usesOf(const LoadPlan& plan) {
    std::vector<FieldUse> uses;
    for (const LoadField& field : plan.preview.fields) uses.push_back(field.use);
    return uses;
  }

  test::TempFolder m_folder;
};

std::vector<MadeColumn> threeAnd(const MadeColumn& column) {
  return {column, reals("a"), reals("b", 4, 2), reals("c", 7, 3)};
}

TEST_F(ColumnRolesTest, ANumberThatCountsTheRowsNamesThem) {
  for (const int first : {0, 1, 501}) {
    for (const std::string name : {"no", "thing", ""}) {
      const Dataset set = load(csvOf(threeAnd(test::counting(name, first)), 60));
      EXPECT_THAT(set.features, ElementsAre("a", "b", "c")) << name;
      ASSERT_EQ(set.sampleNames.size(), 60U) << name;
      EXPECT_EQ(set.sampleNames[7], std::to_string(first + 7));
    }
  }
  const Dataset bare = load(csvOf(threeAnd(test::counting("", 1)), 60, test::Header::None));
  EXPECT_EQ(bare.shape.size(), 3U);
  EXPECT_EQ(bare.sampleNames[59], "60");
}

TEST_F(ColumnRolesTest, DifferentNumbersThatAreCalledIdsNameTheRows) {
  for (const std::string name : {"sample_id", "CustomerId", "customerid", "Roll No.", "record", "index",
                                 "KEY", "Sample code number", "instant"}) {
    const auto plan = planOf(csvOf(threeAnd(test::shuffled(name)), 200), "split=0");
    EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("names the samples"))) << name;
    const Dataset set = loaded(plan);
    EXPECT_THAT(set.features, ElementsAre("a", "b", "c")) << name;
    EXPECT_EQ(set.sampleNames[1], "384") << name;
  }
  // Other whole numbers that differ are numbers, and so are ids that come again.
  EXPECT_EQ(load(csvOf(threeAnd(test::shuffled("distance")), 200)).shape.size(), 4U);
  EXPECT_EQ(load(csvOf(threeAnd(wholes("store_id", 1, 30)), 200)).shape.size(), 4U);
}

TEST_F(ColumnRolesTest, NumbersBeyondAllOthersAtTheStartNameRowsWithoutAHeader) {
  const MadeColumn id{"", [](int row) { return std::to_string(842'302 + row * 7'919 % 1'000'003); }};
  EXPECT_EQ(load(csvOf(threeAnd(id), 300, test::Header::None)).shape.size(), 3U);
  const MadeColumn time{"", [](int row) { return std::to_string(1'700'000'000'000 + row * 37); }};
  EXPECT_EQ(load(csvOf(threeAnd(time), 300, test::Header::None)).shape.size(), 4U) << "it rises";
}

TEST_F(ColumnRolesTest, APriceIsAFeatureBesideALabelAndElseATarget) {
  auto columns = threeAnd(reals("price", 1'000, 300));
  EXPECT_EQ(load(csvOf(columns, 60)).shape.size(), 3U);
  columns.push_back(words("kind", {"u", "v"}));
  EXPECT_EQ(load(csvOf(columns, 60)).shape.size(), 4U);
}

TEST_F(ColumnRolesTest, ATimeThatCountsTheRowsStaysANumber) {
  for (const std::string name : {"t", "time", "year", "x"}) {
    const auto plan = planOf(csvOf(threeAnd(test::counting(name, 0)), 60), "split=0");
    EXPECT_EQ(loaded(plan).shape.size(), 4U) << name;
    EXPECT_THAT(plan.preview.remarks,
                Contains(HasSubstr("counts the rows, but its name is that of a quantity")));
  }
}

TEST_F(ColumnRolesTest, TextNamesTheRowsBeforeNumbers) {
  auto columns = threeAnd(test::counting("no", 1));
  columns.push_back(test::unique("word", "w"));
  const auto plan = planOf(csvOf(columns, 60), "split=0");
  EXPECT_EQ(loaded(plan).sampleNames[3], "w3");
  EXPECT_THAT(plan.preview.remarks, Contains("Column \"word\" names the samples."));
  EXPECT_THAT(plan.preview.remarks, Contains("Column \"no\" is left out: it numbers the rows."));
}

TEST_F(ColumnRolesTest, ATableOfOneColumnBesideItsIndexKeepsIt) {
  EXPECT_THAT(load(csvOf({test::counting("index", 0), reals("value")}, 30)).features, ElementsAre("value"));
  EXPECT_THAT(load(csvOf({test::counting("index", 0), words("kind", {"a", "b"})}, 30)).features,
              ElementsAre("index"));
}

TEST_F(ColumnRolesTest, WhatSaysTheSameAsTheLabelIsNoFeature) {
  const MadeColumn number{"class_label", [](int row) { return std::to_string(1 + row % 3); }};
  const MadeColumn name{
      "class_name", [](int row) {
        return std::array{"Barolo", "Grignolino", "Barbera"}.at(static_cast<std::size_t>(row % 3));
      }};
  auto columns = threeAnd(number);
  columns.push_back(name);
  const auto plan = planOf(csvOf(columns, 90), "split=0");
  EXPECT_EQ(plan.options.label, "class_name");
  EXPECT_THAT(plan.preview.remarks,
              Contains("Column \"class_label\" is left out: it says the same as the label."));
  EXPECT_THAT(loaded(plan).features, ElementsAre("a", "b", "c"));
  EXPECT_THAT(load(csvOf(columns, 90), "split=0,label=class_label").classNames, ElementsAre("1", "2", "3"));
}

TEST_F(ColumnRolesTest, GroupsThatWereFoundAreFactorsBesideALabel) {
  std::vector<MadeColumn> columns = {reals("a"), reals("b", 4, 2), words("cell_type", {"T", "B", "NK"}, 3),
                                     wholes("louvain", 0, 9, 4)};
  const Dataset set = load(csvOf(columns, 100));
  EXPECT_THAT(set.features, ElementsAre("a", "b"));
  EXPECT_EQ(set.classNames.size(), 3U);
  ASSERT_EQ(set.factors.size(), 1U);
  EXPECT_THAT(set.factors[0].levels, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  columns.erase(columns.begin() + 2);
  EXPECT_EQ(planOf(csvOf(columns, 100)).options.label, "louvain") << "nothing else is";
}

TEST_F(ColumnRolesTest, GapsWhereNothingIsLearntFromDropNoRow) {
  const std::vector<MadeColumn> columns = {withGaps(test::unique("name", "n"), 9), reals("a"),
                                           reals("b", 4, 2), withGaps(words("site", {"x", "y", "z"}, 3), 7),
                                           withGaps(wholes("label", 0, 1, 5), 10)};
  const Dataset set = load(csvOf(columns, 200));
  EXPECT_EQ(set.count(), 200U);
  EXPECT_THAT(set.classNames, ElementsAre("0", "1", "no label"));
  EXPECT_THAT(set.notes, Contains("20 rows have no label; they are the class \"no label\"."));
  EXPECT_THAT(set.notes, Contains(HasSubstr("Factors lack 29 values: site 29; ")));
}

TEST_F(ColumnRolesTest, OnlyGapsInFeaturesDropRowsAndTheSentenceAddsUp) {
  const std::vector<MadeColumn> columns = {withGaps(reals("age"), 25), withGaps(reals("x", 4, 2), 100),
                                           reals("y2", 4, 3)};
  const Dataset set = load(csvOf(columns, 200));
  EXPECT_EQ(set.count(), 192U);
  EXPECT_THAT(set.notes,
              Contains("200 rows: 192 used, 8 left out because a feature lacks a value (10 values: age 8, "
                       "x 2)."));
}

TEST_F(ColumnRolesTest, AreChosenByOptions) {
  const std::string csv = csvOf({test::counting("id", 1), reals("a"), reals("b", 4, 2), wholes("n", 1, 3, 3),
                                 words("kind", {"p", "q"}, 4), test::unique("tag", "t")},
                                60);
  const Dataset chosen = load(csv, "columns=b+id,split=0");
  EXPECT_THAT(chosen.features, ElementsAre("id", "b"));
  EXPECT_THAT(load(csv, "drop=a,split=0").features, ElementsAre("b", "n"));
  const Dataset factors = load(csv, "factors=n+a,names=id,split=0");
  EXPECT_THAT(factors.features, ElementsAre("b"));
  ASSERT_EQ(factors.factors.size(), 2U);
  EXPECT_FALSE(factors.factors[0].isCategorical());
  EXPECT_THAT(factors.factors[1].levels, ElementsAre("1", "2", "3"));
  EXPECT_EQ(factors.sampleNames[4], "5");
  EXPECT_THAT(load(csv, "names=none,split=0").sampleNames, IsEmpty());
  EXPECT_THAT(load(csv, "names=none,split=0").features, ElementsAre("a", "b", "n"));
}

TEST_F(ColumnRolesTest, AnOptionThatFitsNoColumnIsAnErrorThatHelps) {
  const std::string csv = csvOf({reals("alcohol"), reals("ash", 4, 2), words("kind", {"p", "q"}, 4)}, 60);
  EXPECT_THAT(refusal(csv, "columns=alcohl"),
              HasSubstr("has no column called \"alcohl\" (option columns); the nearest is \"alcohol\""));
  EXPECT_THAT(refusal(csv, "drop=Ash"), HasSubstr("the nearest is \"ash\""));
  EXPECT_THAT(refusal(csv, "factors=weight"),
              HasSubstr("expected one of its 3 columns, such as \"alcohol\" or \"kind\""));
  EXPECT_THAT(refusal(csv, "names=nam"), HasSubstr("(option names)"));
  EXPECT_THAT(refusal(csv, "drop=ash,columns=ash"), HasSubstr("that the options columns and drop both name"));
  EXPECT_THAT(refusal(csv, "label=kind,factors=kind"),
              HasSubstr("that the options factors and label both name"));
  EXPECT_THAT(refusal(csv, "columns=kind"),
              HasSubstr("cannot have the feature \"kind\" (option columns): that column "
                        "holds text such as"));
  EXPECT_THAT(refusal(csv, "label=one-hot"), HasSubstr("each row has one 1"));
}

TEST_F(ColumnRolesTest, ATableOfTextAloneIsRefusedByWhatItHolds) {
  const std::string mushrooms = csvOf(
      {words("class", {"p", "e"}, 1), words("cap", {"x", "b"}, 2), words("odor", {"n", "f", "a"}, 3)}, 60);
  EXPECT_THAT(
      refusal(mushrooms, "header=yes"),
      HasSubstr("has no column of numbers that a model could learn from: all 3 of its columns hold text"));
}

TEST_F(ColumnRolesTest, ACompletedPlanSaysTheSameAgain) {
  const MadeColumn same{"class_id", [](int row) { return std::to_string(row % 3); }};
  const MadeColumn species{"species", [](int row) { return std::string(1, "abc"[row % 3]); }};
  const std::vector<std::vector<MadeColumn>> tables = {
      {test::counting("id", 1), reals("a"), reals("b", 4, 2), same, species, wholes("cluster", 0, 4, 3)},
      {reals("a"), reals("b", 4, 2), wholes("label_x", 0, 1, 3), wholes("label_y", 0, 1, 4)},
      {reals("a"), reals("b", 4, 2), reals("price", 100, 5)},
      {test::unique("gene", "G"), reals("s1"), reals("s2", 4, 2), reals("s3", 5, 6)},
      {reals("a"), withGaps(wholes("class", 0, 2, 3), 3), reals("c", 4, 2)},
  };
  for (const auto& table : tables) {
    const std::string csv = csvOf(table, 90);
    const LoadPlan first = planOf(csv);
    const LoadPlan again = planOf(csv, loadOptionsText(first.options));
    EXPECT_EQ(again.options, first.options) << loadOptionsText(first.options);
    EXPECT_EQ(again.summary, first.summary);
    EXPECT_EQ(usesOf(again), usesOf(first)) << loadOptionsText(first.options);
    EXPECT_LT(loadOptionsText(first.options).size(), 120U);
  }
}

TEST_F(ColumnRolesTest, AreAllListedForAPersonToChoose) {
  std::vector<MadeColumn> columns;
  for (int i = 0; i < 2'500; ++i) columns.push_back(reals("g" + std::to_string(i), 9, i));
  columns.push_back(words("tissue", {"a", "b"}, 3));
  const auto plan = planOf(csvOf(columns, 24), "label=tissue");
  EXPECT_EQ(plan.preview.fields.size(), 2'001U);
  EXPECT_EQ(plan.preview.fields.back().name, "tissue");
  EXPECT_EQ(plan.preview.fields.back().use, FieldUse::Label);
  EXPECT_EQ(plan.preview.fields.back().description, "text, 2 different");
  EXPECT_EQ(plan.preview.unlisted[static_cast<std::size_t>(FieldUse::Feature)], 500U);
  EXPECT_THAT(plan.preview.choices, Contains(LoadChoice::Columns));
  EXPECT_THAT(plan.preview.remarks,
              Contains("Of its 2,501 columns 2,001 are listed; options name the others."));
  const auto few =
      planOf(csvOf({wholes("n", 0, 16, 2), withGaps(reals("r", 1, 3), 5), words("k", {"a"}, 1)}, 60));
  EXPECT_EQ(few.preview.fields[0].description, "whole numbers, 0 to 16, 17 different");
  EXPECT_THAT(few.preview.fields[1].description, HasSubstr("numbers, 0.0"));
  EXPECT_THAT(few.preview.fields[1].description, HasSubstr(", 12 missing"));
}

TEST_F(ColumnRolesTest, SamplesAreColumnsWhereTheFirstOneNamesGenes) {
  const std::vector<MadeColumn> columns = {test::unique("gene", "G"), reals("s1"), reals("s2", 4, 2),
                                           reals("s3", 5, 6)};
  const std::string csv = csvOf(columns, 50);
  const auto plan = planOf(csv, "split=0");
  EXPECT_EQ(plan.options.transpose, true);
  EXPECT_EQ(plan.summary, "3 columns of 50 numbers, taken for samples, without labels");
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("transpose=no takes the rows")));
  const Dataset set = loaded(plan);
  EXPECT_EQ(set.count(), 3U);
  EXPECT_EQ(set.trainCount, 3U);
  EXPECT_EQ(set.shape, (ImageShape{1, 50, 1}));
  EXPECT_THAT(set.sampleNames, ElementsAre("s1", "s2", "s3"));
  EXPECT_EQ(set.features[49], "G49");
  const Dataset rows = load(csv, "transpose=no,split=0");
  ASSERT_EQ(rows.count(), 50U);
  for (std::size_t r = 0; r < 50; ++r)
    for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(set.numbers(c)[r], rows.numbers(r)[c]);
  EXPECT_EQ(rows.sampleNames[49], "G49");
}

TEST_F(ColumnRolesTest, SamplesAreColumnsWhereAPersonSaysSo) {
  const std::string csv = "x,a,b\nr1,1,2\nr2,3,\nr3,5,6\nr4,7,8\nr5,9,1\n";
  const Dataset set = load(csv, "transpose=yes,missing=median,split=0");
  EXPECT_THAT(set.sampleNames, ElementsAre("a", "b"));
  EXPECT_THAT(set.features, ElementsAre("r1", "r2", "r3", "r4", "r5"));
  EXPECT_THAT(set.values, ElementsAre(1, 3, 5, 7, 9, 2, 3, 6, 8, 1));
  EXPECT_THAT(refusal(csv, "transpose=yes,label=a"), HasSubstr("cannot have a label"));
  std::vector<MadeColumn> wide;
  for (int i = 0; i < 1'200; ++i) wide.push_back(reals("g" + std::to_string(i), 9, i));
  EXPECT_THAT(
      planOf(csvOf(wide, 24)).preview.remarks,
      Contains(
          "Rows are taken for samples: 24 of 1,200 numbers; transpose=yes takes the columns for samples."));
}

TEST_F(ColumnRolesTest, RowsKeepTheirNumbersWhenATestFileFollows) {
  const std::string csv = csvOf({reals("a"), reals("b", 4, 2), words("kind", {"p", "q"}, 4)}, 30);
  const auto train = m_folder.write("set/train.csv", test::bytesOfText(csv));
  const auto test = m_folder.write("set/test.csv", test::bytesOfText(csv));
  const Dataset set = loaded(planLoading(std::vector{train, test}).value());
  ASSERT_EQ(set.rows.size(), 60U);
  EXPECT_EQ(set.rows[29], 30U);
  EXPECT_EQ(set.rows[30], 1U);
}

}  // namespace
}  // namespace isthmus
