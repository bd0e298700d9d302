// What is taken for the label of a table, by heads like those of published data sets.
#include "core/data/dataset_format.h"
#include "tests/support/made_table.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

using test::counting;
using test::csvOf;
using test::MadeColumn;
using test::reals;
using test::shuffled;
using test::unique;
using test::wholes;
using test::words;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LabelGuessTest : public ::testing::Test {
 protected:
  LoadPlan planOf(std::string_view csv, std::string_view options = "") {
    const auto file = m_folder.write("t.csv", test::bytesOfText(csv));
    const auto plan = planLoading(std::vector{file}, parseLoadOptions(options).value());
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
  /// The label's column, "none" where there is none.
  std::string labelOf(const std::vector<MadeColumn>& columns, int rows = 120,
                      test::Header header = test::Header::Written) {
    return planOf(csvOf(columns, rows, header)).options.label.value_or("");
  }

  test::TempFolder m_folder;
};

std::vector<MadeColumn> many(int count, const std::function<MadeColumn(int)>& make) {
  std::vector<MadeColumn> columns;
  for (int i = 0; i < count; ++i) columns.push_back(make(i));
  return columns;
}
std::vector<MadeColumn> operator+(std::vector<MadeColumn> a, const std::vector<MadeColumn>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
const auto kReals = [](int i) { return reals("v" + std::to_string(i), 10, i); };
const std::vector<std::string> kYesNo = {"yes", "no"};

TEST_F(LabelGuessTest, IsFoundByTheNamesOfPublishedTables) {
  struct Case {
    std::vector<MadeColumn> columns;
    std::string label;
  };
  const std::vector<Case> cases = {
      // Titanic: "Pclass" is none
      {{counting("PassengerId", 1), wholes("Survived", 0, 1, 2), wholes("Pclass", 1, 3, 3),
        unique("Name", "N"), words("Sex", {"male", "female"}, 4), reals("Age"),
        words("Embarked", {"S", "C", "Q"}, 5)},
       "Survived"},
      // ... and as seaborn has it, where "class" is that of the ticket
      {{wholes("survived", 0, 1, 2), wholes("pclass", 1, 3, 3), words("sex", {"male", "female"}, 4),
        reals("age"), words("class", {"First", "Second", "Third"}, 9), words("alone", kYesNo, 6)},
       "survived"},
      // Zoo
      {{unique("animal_name", "a"), wholes("hair", 0, 1, 2), wholes("legs", 0, 8, 3),
        wholes("class_type", 1, 7, 4)},
       "class_type"},
      // credit cards
      {{reals("Time"), reals("V1", 3, 2), reals("Amount", 100, 3), wholes("Class", 0, 1, 4)}, "Class"},
      // heart disease, customers that leave, banks, adults
      {{wholes("age", 20, 80, 2), wholes("sex", 0, 1, 3), reals("chol", 300, 4), wholes("target", 0, 1, 5)},
       "target"},
      {{counting("RowNumber", 1), shuffled("CustomerId", 15'000'000), reals("Balance"),
        wholes("Exited", 0, 1, 5)},
       "Exited"},
      {{wholes("age", 20, 80, 2), words("job", {"a", "b", "c"}, 3), reals("balance"), words("y", kYesNo, 4)},
       "y"},
      {{wholes("age", 20, 80, 2), words("sex", {"m", "f"}, 3), reals("hours"),
        words("income", {"<=50K", ">50K"}, 4)},
       "income"},
      {{shuffled("id", 842'302), words("diagnosis", {"M", "B"}, 2), reals("radius_mean"),
        reals("texture_mean", 30, 5)},
       "diagnosis"},
      {{wholes("fixed", 3, 9, 2), reals("sugar"), reals("pH", 4, 5), wholes("quality", 3, 8, 4)}, "quality"},
      {{reals("x1"), reals("x2", 5, 2), wholes("is_anomaly", 0, 1, 3), reals("x3", 5, 4)}, "is_anomaly"},
      {{reals("amount"), wholes("isFraud", 0, 1, 3), wholes("hour", 0, 23, 4),
        wholes("isFlaggedFraud", 0, 0, 4)},
       "isFraud"},
      {{reals("a"), wholes("default payment next month", 0, 1, 3), reals("b", 3, 4)},
       "default payment next month"},
      {{reals("mean_x"), wholes("subject", 1, 30, 3), words("Activity", {"WALKING", "LAYING"}, 4)},
       "Activity"},
      {{counting("Id", 1), reals("RI"), reals("Na", 15, 2), wholes("Type", 1, 7, 3)}, "Type"},
      {{words("class", {"ham", "spam"}, 2), reals("length"), wholes("caps", 0, 1, 4)}, "class"},
  };
  for (const Case& c : cases) EXPECT_EQ(labelOf(c.columns), c.label) << csvOf(c.columns, 1);
}

TEST_F(LabelGuessTest, TextCalledClassBeatsANumberThatRepeats) {
  EXPECT_EQ(labelOf({wholes("label", 1, 3, 2), reals("a"), words("class_name", {"x", "y"}, 3)}),
            "class_name");
  EXPECT_EQ(
      labelOf({wholes("group", 1, 3, 2), words("class", {"x", "y"}, 3), reals("a"), wholes("n", 1, 4, 5)}),
      "class");
}

TEST_F(LabelGuessTest, IsTheTextWhereANumberSaysTheSame) {
  const MadeColumn target{"target", [](int row) { return std::to_string(row % 3); }};
  const MadeColumn flower{"flower", [](int row) { return std::string(1, "abc"[row % 3]); }};
  const auto plan = planOf(csvOf({reals("a"), target, flower}, 60));
  EXPECT_EQ(plan.options.label, "flower");
  EXPECT_THAT(
      plan.preview.remarks,
      Contains("Column \"flower\" was taken as the label, with the names of what \"target\" numbers."));
}

TEST_F(LabelGuessTest, IsNothingVagueBesideATargetOfManyValues) {
  EXPECT_EQ(labelOf({wholes("MSSubClass", 1, 9, 2), reals("LotArea"), wholes("Bath", 0, 3, 4),
                     wholes("SalePrice", 30'000, 700'000, 5)}),
            "none");
  EXPECT_EQ(
      labelOf({wholes("age", 29, 77, 2), wholes("sex", 0, 1, 3), reals("oldpeak"), wholes("num", 0, 4, 4)}),
      "num");
}

TEST_F(LabelGuessTest, NamesWhatElseCouldBeMeant) {
  const auto plan =
      planOf(csvOf({words("type", {"red", "white"}, 2), reals("a"), wholes("quality", 3, 8, 3)}, 100));
  EXPECT_THAT(plan.preview.remarks,
              Contains("Column \"type\" was taken as the label, by its name; \"quality\" could be, too "
                       "(label=quality)."));
  const auto none =
      planOf(csvOf({words("sex", {"m", "f"}, 2), words("job", {"a", "b"}, 3), reals("a")}, 100));
  EXPECT_EQ(none.options.label, "none");
  EXPECT_THAT(
      none.preview.remarks,
      Contains("No column is plainly the label, so there are no classes; \"sex\", \"job\" could give some "
               "(label=sex)."));
}

TEST_F(LabelGuessTest, IsFoundByItsPlaceWhereNothingIsNamed) {
  const auto bare = [&](const std::vector<MadeColumn>& columns, int rows = 120) {
    return labelOf(columns, rows, test::Header::None);
  };
  // last and of few values, though the features are whole, too
  EXPECT_EQ(bare(many(9, [](int i) { return wholes("", 1, 10, i); }) + std::vector{wholes("", 0, 1, 90)}),
            "column 10");
  const MadeColumn twoOrFour{"", [](int row) { return row % 3 == 0 ? "4" : "2"; }};
  EXPECT_EQ(bare(std::vector{shuffled("", 1'000'025)} +
                 many(9, [](int i) { return wholes("", 1, 10, i + 3); }) + std::vector{twoOrFour}),
            "column 11");
  EXPECT_EQ(bare(many(24, [](int i) { return wholes("", 0, 1, i); }) + std::vector{wholes("", 1, 10, 90)}),
            "column 25");
  // last before first
  EXPECT_EQ(bare(std::vector{wholes("", 0, 1, 5)} + many(6, kReals) + std::vector{wholes("", 1, 3, 6)}),
            "column 8");
  // wine: first, and no other has few values
  EXPECT_EQ(
      bare(std::vector{wholes("", 1, 3, 5)} + many(11, kReals) + std::vector{wholes("", 280, 1'680, 6)}),
      "column 1");
  // the only text
  EXPECT_EQ(bare(std::vector{shuffled("", 842'302), words("", {"M", "B"}, 3)} + many(5, kReals)), "column 2");
  EXPECT_EQ(
      bare(std::vector{words("", {"T", "I", "D"}, 3)} + many(16, [](int i) { return wholes("", 0, 15, i); })),
      "column 1");
}

TEST_F(LabelGuessTest, StandsFirstBeforeATimeSeries) {
  const auto series = many(60, [](int i) {
    return MadeColumn{"",
                      [i](int row) { return std::to_string(0.01 * (test::drawn(row, i) % 400) - 2.0051); }};
  });
  const MadeColumn sign{"", [](int row) { return row % 2 == 0 ? "-1.0000000e+00" : "1.0000000e+00"; }};
  const Dataset set = load(csvOf(std::vector{sign} + series, 40, test::Header::None));
  EXPECT_EQ(set.shape.size(), 60U);
  EXPECT_THAT(set.classNames, ElementsAre("-1.0000000e+00", "1.0000000e+00"));
  const Dataset fifty = load(csvOf(std::vector{wholes("", 1, 50, 8)} + series, 450, test::Header::None));
  EXPECT_EQ(fifty.classNames.size(), 50U);
}

TEST_F(LabelGuessTest, IsNoAnswerOfASurveyWhereAllAreAlike) {
  const auto survey = [](int rows) {
    return csvOf(many(100, [](int i) { return wholes("Q" + std::to_string(i), 1, 5, i); }), rows);
  };
  for (const int rows : {200, 40}) EXPECT_EQ(planOf(survey(rows)).options.label, "none") << rows;
  // One more than a square, and marks that go on as those before: student grades.
  EXPECT_EQ(labelOf(many(101, [](int i) { return wholes("q" + std::to_string(i), 0, 3, i); }), 100), "none");
  EXPECT_EQ(labelOf({wholes("age", 15, 22, 2), wholes("Medu", 0, 4, 3), wholes("G1", 3, 19, 4),
                     wholes("G2", 0, 19, 5), wholes("G3", 0, 20, 6)},
                    400),
            "none");
}

TEST_F(LabelGuessTest, IsNoCoordinateAndNoYear) {
  EXPECT_EQ(labelOf({reals("x"), reals("y", 10, 2), reals("z", 10, 3)}), "none");
  EXPECT_EQ(labelOf({wholes("x", 0, 9, 1), wholes("y", 0, 9, 2), reals("height", 10, 3)}), "none");
  EXPECT_EQ(labelOf({reals("x"), reals("x2", 10, 2), wholes("y", 0, 1, 3)}), "y");
  EXPECT_EQ(labelOf({reals("a"), reals("b", 10, 2), wholes("year", 2007, 2009, 3)}), "none");
}

TEST_F(LabelGuessTest, IsSpreadOverTheLastColumns) {
  std::vector<MadeColumn> columns = many(256, [](int i) {
    return MadeColumn{"", [i](int row) { return test::drawn(row / 2, i) % 2 == 0 ? "0.0000" : "1.0000"; }};
  });
  for (int k = 0; k < 10; ++k) columns.push_back({"", [k](int row) { return row % 10 == k ? "1" : "0"; }});
  const auto plan = planOf(csvOf(columns, 60, test::Header::None), "split=0,shape=vector");
  EXPECT_EQ(plan.options.label, "one-hot");
  EXPECT_THAT(plan.summary, HasSubstr("60 rows of 256 numbers, labelled by the last columns (10 classes)"));
  EXPECT_THAT(
      plan.preview.remarks,
      Contains("The last 10 columns were taken as the label, since each row has a 1 in one of them alone; "
               "label=none makes numbers of them."));
  const Dataset set = loaded(plan);
  EXPECT_EQ(set.shape.size(), 256U);
  EXPECT_THAT(set.classNames, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  for (std::size_t i = 0; i < set.count(); ++i) EXPECT_EQ(set.labels[i], static_cast<int>(i % 10));
}

TEST_F(LabelGuessTest, IsCalledAsTheColumnsThatItIsSpreadOver) {
  const auto dummy = [](std::string name, int k, int of) {
    return MadeColumn{std::move(name), [k, of](int row) { return row / 2 % of == k ? "1" : "0"; }};
  };
  const std::vector<MadeColumn> numbers = {reals("a"), reals("b", 4, 2)};
  const Dataset set =
      load(csvOf(numbers + std::vector{dummy("cat", 0, 3), dummy("dog", 1, 3), dummy("cow", 2, 3)}, 30));
  EXPECT_THAT(set.classNames, ElementsAre("cat", "dog", "cow"));
  EXPECT_THAT(set.features, ElementsAre("a", "b"));
  // Two such groups are two kinds of something.
  const auto two = planOf(csvOf(numbers + std::vector{dummy("male", 0, 2), dummy("female", 1, 2),
                                                      dummy("s", 0, 3), dummy("m", 1, 3), dummy("l", 2, 3)},
                                60));
  EXPECT_NE(two.options.label, "one-hot");
}

TEST_F(LabelGuessTest, OfSeveralAtOnceMakesFactorsOfThem) {
  const std::vector<MadeColumn> columns = {reals("a"), reals("b", 4, 2), wholes("label_toxic", 0, 1, 3),
                                           wholes("label_rude", 0, 1, 4), wholes("label_spam", 0, 1, 5)};
  const auto plan = planOf(csvOf(columns, 60), "split=0");
  EXPECT_EQ(plan.options.label, "none");
  EXPECT_THAT(plan.summary, HasSubstr("60 rows of 2 numbers, without labels"));
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("are labels of which several may hold")));
  const Dataset set = loaded(plan);
  EXPECT_THAT(set.features, ElementsAre("a", "b"));
  ASSERT_EQ(set.factors.size(), 3U);
  EXPECT_THAT(set.factors[1].levels, ElementsAre("0", "1"));
  EXPECT_EQ(load(csvOf(columns, 60), "split=0,label=label_rude").classNames.size(), 2U);
}

TEST_F(LabelGuessTest, OfManyNumbersIsATargetToColourBy) {
  for (const std::string name : {"target", "price", "MEDV", "y"}) {
    const auto plan = planOf(csvOf({reals("a"), reals("b", 4, 2), reals(name, 50, 3)}, 100), "split=0");
    EXPECT_EQ(plan.options.label, "none") << name;
    EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("it has the name of a target"))) << name;
    const Dataset set = loaded(plan);
    EXPECT_EQ(set.shape.size(), 2U) << name;
    ASSERT_EQ(set.factors.size(), 1U);
    EXPECT_FALSE(set.factors[0].isCategorical());
    EXPECT_EQ(set.factors[0].values.size(), 100U);
  }
}

TEST_F(LabelGuessTest, SaysHowManyClassesThereAre) {
  EXPECT_THAT(planOf(csvOf({reals("a"), wholes("label", 0, 4, 3)}, 60)).summary,
              HasSubstr("60 rows of 1 number, labelled by label (5 classes)"));
  EXPECT_THAT(planOf(csvOf({reals("a"), reals("b", 5, 2), wholes("label", 0, 4, 3)}, 200'000)).summary,
              HasSubstr("labelled by label (at least 5 classes)"));
}

TEST_F(LabelGuessTest, IsNoColumnThatIsMostlyEmpty) {
  using test::withGaps;
  const MadeColumn note{"note", [](int row) {
                          return row % 10 == 1 ? "checked" : row % 10 == 3 ? "again" : "";
                        }};
  const auto plan = planOf(csvOf({reals("a"), reals("b", 4, 2), note}, 200), "split=0");
  EXPECT_EQ(plan.options.label, "none");
  const Dataset set = loaded(plan);
  EXPECT_EQ(set.count(), 200U);
  ASSERT_EQ(set.factors.size(), 1U);
  EXPECT_THAT(set.factors[0].levels, ElementsAre("checked", "again", "unknown"));
  const auto half = planOf(csvOf({reals("a"), reals("b", 4, 2), withGaps(wholes("label", 0, 2, 3), 2)}, 200));
  EXPECT_EQ(half.options.label, "none");
  EXPECT_THAT(half.preview.remarks, Contains(HasSubstr("it is called a label, but lacks many values")));
  // Asked for, it is one all the same, and no row goes.
  const Dataset chosen =
      load(csvOf({reals("a"), reals("b", 4, 2), withGaps(wholes("label", 0, 2, 3), 2)}, 200),
           "split=0,label=label");
  EXPECT_EQ(chosen.count(), 200U);
  EXPECT_THAT(chosen.classNames, ElementsAre("0", "1", "2", "no label"));
}

TEST(LabelGuess, SaysThatFlagsBeforeTheLastOneMayBeLabels) {
  std::string text = "f1,f2,f3,happy,sad,calm\n";
  for (int r = 0; r < 40; ++r)
    text += std::to_string(0.3 * r) + "," + std::to_string(0.7 * (r % 9)) + ",1." + std::to_string(r) +
            (r % 2 == 0 ? ",0" : ",1") + (r % 3 == 0 ? ",0" : ",1") + (r % 5 < 2 ? ",0\n" : ",1\n");
  const test::TempFolder folder;
  const auto plan = planLoading(std::vector{folder.write("t.csv", test::bytesOfText(text))});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->options.label, "calm");
  EXPECT_THAT(plan->preview.remarks,
              ::testing::Contains(::testing::AllOf(::testing::HasSubstr("\"happy\" and \"sad\" before it"),
                                                   ::testing::HasSubstr("\"factors=happy+sad\""))));
}

}  // namespace
}  // namespace isthmus
