#include "tests/support/table_loading.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>

namespace isthmus {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class OddCells : public test::TableLoading {
 protected:
  /// 40 rows of x, y and a class, in which one cell is another.
  static std::string with(const std::string& cell, int row = 4, const std::string& quote = "") {
    std::string text = "x,y,class\n";
    for (int r = 0; r < 40; ++r)
      text += (r == row ? quote + cell + quote : std::to_string(0.5 * r)) + "," + std::to_string(r * r) +
              (r % 2 == 0 ? ",a\n" : ",b\n");
    return text;
  }
};

TEST_F(OddCells, DoNotTakeAColumnAway) {
  for (const std::string cell : {"-", "---", "see note", "#N/A", ".", "<0.01", ">100", "n.a."}) {
    const Dataset set = loadText(with(cell));
    EXPECT_THAT(set.features, ElementsAre("x", "y")) << cell;
    EXPECT_EQ(set.count(), 39U) << cell;
    EXPECT_THAT(
        set.notes,
        Contains(HasSubstr("40 rows: 39 used, 1 left out because a feature lacks a value (1 value: x 1).")));
  }
}

TEST_F(OddCells, AreCountedAndTheFirstIsNamedWithItsLine) {
  EXPECT_THAT(loadText(with("-")).notes, Contains("1 cell in columns of numbers is no number and counts as "
                                                  "missing: \"-\" in line 6, column \"x\"."));
  EXPECT_THAT(remarksOn(with("<0.01", 0)),
              Contains("1 cell in columns of numbers is a limit of what was measured and counts as missing: "
                       "\"<0.01\" in line 2, column \"x\"."));
  EXPECT_THAT(loadText("x,v\n1.5,2\n-,3\n2.5,-\n3.5,4\n4.5,5\n5.5,7\n", "label=none,split=0").notes,
              Contains("2 cells in columns of numbers are no numbers and count as missing, the first being "
                       "\"-\" in line 3, column \"x\"."));
  EXPECT_THAT(remarksOn(with("1.25")), Each(Not(HasSubstr("counts as missing"))));
}

TEST_F(OddCells, BehindTheFirstRowsAreTakenAlike) {
  std::string late = "a,b\n";
  for (int i = 0; i < 300'000; ++i) late += "1,2\n";
  const Dataset set = loadText(late + "3,oops\n");
  EXPECT_EQ(set.count(), 300'000U);
  EXPECT_THAT(set.notes, Contains(HasSubstr("\"oops\" in line 300,002, column \"b\"")));
}

TEST_F(OddCells, AreAnErrorWhenALaterPartOfTheFileHasNoNumbers) {
  std::string text = "a,b\n";
  for (int i = 0; i < 300'000; ++i) text += "1,2\n";
  for (int i = 0; i < 100'000; ++i) text += "1,red\n";
  EXPECT_THAT(refusal(text),
              AllOf(HasSubstr("100,000 cells in column \"b\""), HasSubstr("\"red\" in line 300,002")));
}

TEST_F(OddCells, OfHalfAColumnMakeItText) {
  std::string text = "x,code\n";
  for (int r = 0; r < 40; ++r) text += std::to_string(r * 0.3) + (r % 2 == 0 ? ",12\n" : ",A7\n");
  EXPECT_THAT(loadText(text, "label=none,split=0").features, ElementsAre("x"));
}

TEST_F(OddCells, ThatAreLimitsMayBeMostOfAColumnButNotAll) {
  std::string text = "x,conc\n";
  for (int r = 0; r < 40; ++r) text += std::to_string(r * 0.3) + (r % 10 == 7 ? ",1.5\n" : ",<0.01\n");
  EXPECT_THAT(loadText(text, "label=none,split=0").features, ElementsAre("x", "conc"));
  std::string none = "x,y,conc\n";
  for (int r = 0; r < 40; ++r) none += std::to_string(r * 0.3) + ",1." + std::to_string(r) + ",<0.01\n";
  EXPECT_THAT(remarksOn(none), Contains(HasSubstr("no feature: it holds no number, only limits of what was "
                                                  "measured (40 such as \"<0.01\")")));
}

TEST_F(OddCells, ThatAreNumbersFarFromAllOthersAreSaid) {
  std::string text = "x,y\n";
  std::string plain = text;
  for (int r = 0; r < 40; ++r) {
    text += std::to_string(r * 0.3) + (r % 8 == 3 ? ",-999\n" : ",1." + std::to_string(r) + "\n");
    plain += std::to_string(r * 0.3) + "," + std::to_string(-999 + 25 * r) + "\n";
  }
  EXPECT_THAT(
      remarksOn(text),
      Contains("Column \"y\" holds -999 in 5 of its first 40 rows, far from its other numbers; if that "
               "marks missing values, leave such cells empty in the file."));
  EXPECT_THAT(remarksOn(plain), Each(Not(HasSubstr("marks missing values"))));
}

TEST_F(OddCells, MayBeClassesInAColumnOfTheirOwn) {
  std::string text = "x,y,class\n";
  for (int r = 0; r < 20; ++r) text += std::to_string(r * 0.3) + ",1.5," + (r % 2 == 0 ? "+" : "-") + "\n";
  EXPECT_THAT(loadText(text).classNames, ElementsAre("+", "-"));
}

TEST_F(OddCells, AreReadAsNumbersWhereTheyAreSome) {
  EXPECT_FLOAT_EQ(loadText(with("1,234.50", 4, "\"")).values[8], 1234.5F);
  EXPECT_FLOAT_EQ(loadText(with("$1,234", 4, "\"")).values[8], 1234);
  EXPECT_FLOAT_EQ(loadText(with("50%")).values[8], 50);
  EXPECT_FLOAT_EQ(loadText(with("\xE2\x88\x92"
                                "3.5"))
                      .values[8],
                  -3.5F);
  EXPECT_FLOAT_EQ(loadText("x;y\n1.234,5;2\n0,5;3\n1 000,25;4\n").values[0], 1234.5F);
}

TEST_F(OddCells, SayHowCommasAreReadAndTheOtherReading) {
  const std::string decimals = "x;y\n1,234;2\n3,557;3\n2,118;4\n";
  EXPECT_FLOAT_EQ(loadText(decimals, "label=none,split=0").values[0], 1.234F);
  EXPECT_THAT(remarksOn(decimals), Contains(HasSubstr("thousands=comma")));
  EXPECT_FLOAT_EQ(loadText(decimals, "thousands=comma,label=none,split=0").values[0], 1234);
  // Fixed decimals would be there in all numbers of a column.
  EXPECT_FLOAT_EQ(loadText("x;y\n1,234;2\n950;3\n12,118;4\n", "label=none,split=0").values[0], 1234);
  const std::string quoted = "x,y\n\"1,234\",2\n\"3,557\",3\n\"2,118\",4\n";
  EXPECT_FLOAT_EQ(loadText(quoted, "label=none,split=0").values[0], 1234);
  EXPECT_THAT(remarksOn(quoted), Contains(HasSubstr("thousands=none")));
  EXPECT_FLOAT_EQ(loadText(quoted, "thousands=none,label=none,split=0").values[0], 1.234F);
}

TEST_F(OddCells, OfYesAndNoAreOneAndZero) {
  std::string text = "x,flag,ok,class\n";
  for (int r = 0; r < 20; ++r)
    text += std::to_string(r * 0.3) + (r % 3 == 0 ? ",True" : ",False") + (r % 2 == 0 ? ",yes" : ",no") +
            (r % 4 == 0 ? ",t\n" : ",f\n");
  const Dataset set = loadText(text);
  EXPECT_THAT(set.features, ElementsAre("x", "flag", "ok"));
  EXPECT_THAT(std::vector(set.values.begin(), set.values.begin() + 6), ElementsAre(0, 1, 1, 0.3F, 0, 0));
  EXPECT_THAT(set.classNames, ElementsAre("t", "f"));  // a label keeps its words
}

TEST_F(OddCells, OfATotalsRowLeaveItOut) {
  const std::string numbers = with("Total", 39);
  EXPECT_THAT(loadText(numbers).notes,
              Contains("39 of 40 rows are used; line 41 (\"Total\") is left out: it sums up the others."));
  EXPECT_EQ(loadText(numbers).count(), 39U);
  EXPECT_THAT(remarksOn(numbers), Contains(HasSubstr("39 of 40 rows are used; line 41 (\"Total\")")));
  const Dataset inside = loadText(with("Sum:", 10));
  EXPECT_EQ(inside.count(), 39U);
  ASSERT_EQ(inside.rows.size(), 39U);
  EXPECT_EQ(inside.rows[9], 10U);
  EXPECT_EQ(inside.rows[10], 12U);
  std::string named = "name,x,y\n";
  for (int r = 0; r < 20; ++r) named += "city " + std::to_string(r) + "," + std::to_string(r) + ",0.5\n";
  const Dataset cities = loadText(named + "Total,190,10\n");
  EXPECT_EQ(cities.count(), 20U);
  EXPECT_EQ(cities.sampleNames.back(), "city 19");
}

TEST_F(OddCells, OfAClassCalledAverageStay) {
  std::string text = "x,y,class\n";
  for (int r = 0; r < 20; ++r)
    text += std::to_string(r * 0.3) + ",1.5," + (r % 2 == 0 ? "high" : "average") + "\n";
  EXPECT_EQ(loadText(text).count(), 20U);
}

TEST_F(OddCells, FarFromZeroKeepTheirSpread) {
  std::string text = "t,x,class\n";
  for (int r = 0; r < 60; ++r)
    text += std::to_string(1'700'000'000'000 + 37 * r) + "," + std::to_string(5'000'000 + 0.25 * r) +
            (r % 2 == 0 ? ",a\n" : ",b\n");
  const Dataset set = loadText(text);
  ASSERT_EQ(set.offsets.size(), 2U);
  EXPECT_EQ(set.offsets[0] + static_cast<double>(set.values[2]), 1'700'000'000'037.0);
  EXPECT_EQ(set.offsets[1] + static_cast<double>(set.values[3]), 5'000'000.25);
  const InputScaling scaling = fitScaling(set);
  double squares = 0;
  for (std::size_t i = 0; i < set.count(); ++i) {
    std::vector<float> row(2);
    scaleSample(set, i, scaling, row);
    squares += std::pow(static_cast<double>(row[0]), 2);
  }
  EXPECT_NEAR(squares / 60, 1, 1e-4);
}

}  // namespace
}  // namespace isthmus
