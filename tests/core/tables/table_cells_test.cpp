#include "core/data/tables/text/table_cells.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace isthmus {
namespace {

constexpr NumberStyle kPoint = {};
constexpr NumberStyle kComma = {.decimalComma = true};

TEST(TableCells, ReadNumbersAsPeopleWriteThem) {
  const std::pair<std::string, double> cells[] = {{"1,234.50", 1234.5},
                                                  {"49,526.93", 49526.93},
                                                  {"1,234,567", 1234567},
                                                  {"1 234.5", 1234.5},
                                                  {"1\xC2\xA0"
                                                   "234",
                                                   1234},
                                                  {"1\xE2\x80\xAF"
                                                   "234",
                                                   1234},
                                                  {"1'234.5", 1234.5},
                                                  {"$1,234", 1234},
                                                  {"-$5", -5},
                                                  {"$-5", -5},
                                                  {"\xE2\x82\xAC 5", 5},
                                                  {"5 \xE2\x82\xAC", 5},
                                                  {"\xC2\xA3"
                                                   "2.50",
                                                   2.5},
                                                  {"50%", 50},
                                                  {"12.5 %", 12.5},
                                                  {"\xE2\x88\x92"
                                                   "3",
                                                   -3},
                                                  {"\xE2\x88\x92"
                                                   "1.5e-3",
                                                   -0.0015},
                                                  {"+7", 7},
                                                  {".5", 0.5},
                                                  {"1e-3", 0.001}};
  for (const auto& [text, number] : cells) {
    const Cell cell = readCell(text, kPoint);
    EXPECT_EQ(cell.kind, CellKind::Number) << text;
    EXPECT_DOUBLE_EQ(cell.number, number) << text;
  }
  for (const auto& [text, number] : std::initializer_list<std::pair<std::string, double>>{
           {"1.234,50", 1234.5}, {"1 234,5", 1234.5}, {"0,747", 0.747}, {"1.234.567", 1234567}, {"12", 12}}) {
    const Cell cell = readCell(text, kComma);
    EXPECT_EQ(cell.kind, CellKind::Number) << text;
    EXPECT_DOUBLE_EQ(cell.number, number) << text;
  }
}

TEST(TableCells, TakeNoTextForANumber) {
  for (const std::string text : {"1,23", "1,2345", "0,747", "12-3", "1.2.3", "A1", "12 kg", "1,234,56", "$",
                                 "%", "1  234", "2024-05-01", "3+", "--5"})
    EXPECT_EQ(readCell(text, kPoint).kind, CellKind::Text) << text;
  EXPECT_EQ(readCell("1,234", {.groups = false}).kind, CellKind::Text);
}

TEST(TableCells, KnowWhatIsMissingAndWhatIsALimit) {
  for (const std::string text : {"", "NA", "#N/A", "#DIV/0!", "#VALUE!", "n.a.", "?", "NaN"})
    EXPECT_EQ(readCell(text, kPoint).kind, CellKind::Missing) << text;
  for (const std::string text : {"-", "--", "---", ".", "missing", "Unknown", "\xE2\x80\x93"})
    EXPECT_EQ(readCell(text, kPoint).kind, CellKind::Mark) << text;
  for (const std::string text : {"<0.01", "< 5", ">100", ">=1,000", "\xE2\x89\xA4 3"})
    EXPECT_EQ(readCell(text, kPoint).kind, CellKind::Limit) << text;
}

TEST(TableCells, TellWhichSeparatorIsDecimal) {
  using enum SeparatorEvidence;
  for (const auto& [text, evidence] :
       std::initializer_list<std::pair<std::string, SeparatorEvidence>>{{"1,234.5", Point},
                                                                        {"0.25", Point},
                                                                        {"1234.5", Point},
                                                                        {"1,234,567", Point},
                                                                        {"1.234,5", Comma},
                                                                        {"0,25", Comma},
                                                                        {"0,747", Comma},
                                                                        {"1234,567", Comma},
                                                                        {"1.234.567", Comma},
                                                                        {"1 234,5", Comma},
                                                                        {"1,234", CommaThousand},
                                                                        {"-49,526", CommaThousand},
                                                                        {"1.234", PointThousand},
                                                                        {"12", None},
                                                                        {"a,b", None},
                                                                        {"2024.05.01", None}})
    EXPECT_EQ(separatorEvidence(text), evidence) << text;
}

TEST(TableCells, KnowYesNoAndTotals) {
  EXPECT_EQ(truthInText("TRUE"), true);
  EXPECT_EQ(truthInText("no"), false);
  EXPECT_EQ(truthInText("nein"), false);
  EXPECT_EQ(truthInText("maybe"), std::nullopt);
  EXPECT_NE(truthPair("t"), truthPair("true"));
  for (const std::string word : {"Total", "TOTAL:", "Grand total", "Average", "sum", "Mean"})
    EXPECT_TRUE(isTotalsWord(word)) << word;
  EXPECT_FALSE(isTotalsWord("total bilirubin"));
}

}  // namespace
}  // namespace isthmus
