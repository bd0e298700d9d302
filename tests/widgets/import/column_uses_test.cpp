#include "widgets/import/columns/column_uses.h"

#include "tests/widgets/import/import_plans.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using test::openTablePlan;
using test::wideTablePlan;
using Names = std::vector<std::string>;

/// length, width: features; island: factor; species: label; remark: left out.
class ColumnUsesTest : public testing::Test {
 protected:
  ColumnUsesTest() { uses.setPlan(openTablePlan()); }
  void choose(const std::vector<std::size_t>& columns, FieldUse use) { uses.choose(columns, use); }
  LoadOptions asked() const {
    LoadOptions options;
    uses.ask(options);
    return options;
  }
  ColumnUses uses;
};

TEST_F(ColumnUsesTest, TheGuessAsksForNothing) {
  EXPECT_TRUE(uses.isGuess());
  EXPECT_FALSE(uses.canUndo());
  EXPECT_EQ(asked(), LoadOptions());
  EXPECT_EQ(uses.use(3), FieldUse::Label);
  EXPECT_EQ(uses.counts(), (std::array<std::size_t, kFieldUses>{0, 2, 1, 1, 0, 1}));
}

TEST_F(ColumnUsesTest, WhatIsLeftOutIsNamed) {
  choose({1}, FieldUse::LeftOut);
  LoadOptions expected;
  expected.dropped = Names{"width"};
  EXPECT_EQ(asked(), expected);
  EXPECT_EQ(uses.use(1), FieldUse::LeftOut);
}

TEST_F(ColumnUsesTest, AnotherLabelFreesTheFirst) {
  choose({2}, FieldUse::Label);
  LoadOptions expected;
  expected.label = "island";
  EXPECT_EQ(asked(), expected);
  EXPECT_EQ(uses.use(2), FieldUse::Label);
  EXPECT_EQ(uses.use(3), FieldUse::Unknown) << "the plan will say";
  LoadPlan answer = openTablePlan();
  answer.options.label = "island";
  answer.preview.fields[2].use = FieldUse::Label;
  answer.preview.fields[3].use = FieldUse::Factor;
  uses.setPlan(answer);
  EXPECT_EQ(uses.use(3), FieldUse::Factor);
  EXPECT_EQ(uses.changed(), (std::vector<std::size_t>{3}));
}

TEST_F(ColumnUsesTest, ALabelThatBecomesAnotherThingIsNoLabel) {
  choose({3}, FieldUse::Factor);
  LoadOptions expected;
  expected.label = std::string(LoadOptions::kNoLabel);
  expected.factors = Names{"species"};
  EXPECT_EQ(asked(), expected);
}

TEST_F(ColumnUsesTest, AnotherNameFreesTheFirst) {
  choose({4}, FieldUse::Name);
  EXPECT_EQ(asked().names, "remark");
  choose({2}, FieldUse::Name);
  LoadOptions expected;
  expected.names = "island";
  EXPECT_EQ(asked(), expected);
  EXPECT_FALSE(uses.isChosen(4));
  EXPECT_FALSE(uses.refusal(std::vector<std::size_t>{0, 1}, FieldUse::Name).empty());
  EXPECT_FALSE(uses.refusal(std::vector<std::size_t>{0, 1}, FieldUse::Label).empty());
}

TEST_F(ColumnUsesTest, ANewFeatureNeedsAllFeaturesNamed) {
  choose({4}, FieldUse::Feature);
  LoadOptions expected;
  expected.columns = Names{"length", "width", "remark"};
  expected.factors = Names{"island"};  // lest it be left out with the other columns that are not named
  EXPECT_EQ(asked(), expected);
  choose({0}, FieldUse::LeftOut);
  expected.columns = Names{"width", "remark"};
  EXPECT_EQ(asked(), expected);
}

TEST_F(ColumnUsesTest, OfTwoListsTheShorterIsAskedFor) {
  ColumnUses wide;
  wide.setPlan(wideTablePlan(50));
  std::vector<std::size_t> most;
  for (std::size_t i = 3; i < 49; ++i) most.push_back(i);
  wide.choose(most, FieldUse::LeftOut);
  LoadOptions options;
  wide.ask(options);
  EXPECT_EQ(options.columns, (Names{"m0", "m1", "m2"}));
  EXPECT_EQ(options.dropped, std::nullopt);
}

TEST_F(ColumnUsesTest, StepsAreTakenBackOneByOne) {
  choose({0}, FieldUse::LeftOut);
  choose({0, 1}, FieldUse::Factor);
  EXPECT_EQ(asked().factors, (Names{"length", "width"}));
  EXPECT_TRUE(uses.undo());
  EXPECT_EQ(asked().dropped, (Names{"length"}));
  EXPECT_TRUE(uses.undo());
  EXPECT_EQ(asked(), LoadOptions());
  EXPECT_FALSE(uses.undo());
}

TEST_F(ColumnUsesTest, BackToTheGuessCanBeTakenBack) {
  choose({0}, FieldUse::LeftOut);
  EXPECT_TRUE(uses.reset());
  EXPECT_TRUE(uses.isGuess());
  EXPECT_EQ(uses.use(0), FieldUse::Feature);
  EXPECT_EQ(asked(), LoadOptions());
  EXPECT_TRUE(uses.undo());
  EXPECT_EQ(asked().dropped, (Names{"length"}));
}

TEST_F(ColumnUsesTest, WhatIsChosenBackIsNotAskedFor) {
  choose({0}, FieldUse::LeftOut);
  choose({0}, FieldUse::Feature);
  EXPECT_TRUE(uses.isGuess());
  EXPECT_EQ(asked(), LoadOptions());
}

TEST_F(ColumnUsesTest, ALabelChosenElsewhereIsFollowed) {
  EXPECT_FALSE(uses.chooseLabel(std::nullopt));
  EXPECT_TRUE(uses.chooseLabel("island"));
  EXPECT_EQ(uses.use(2), FieldUse::Label);
  EXPECT_FALSE(uses.chooseLabel("island")) << "it is already";
  EXPECT_TRUE(uses.chooseLabel(std::string(LoadOptions::kNoLabel)));
  EXPECT_EQ(asked().label, LoadOptions::kNoLabel);
  EXPECT_EQ(uses.counts()[static_cast<std::size_t>(FieldUse::Label)], 0U);
}

TEST_F(ColumnUsesTest, AColumnWithoutANameOfItsOwnStaysAsGuessed) {
  LoadPlan plan = openTablePlan();
  plan.preview.fields[1].name = plan.preview.columns[1] = "length";
  uses.setPlan(plan);
  EXPECT_FALSE(uses.refusal(std::vector<std::size_t>{1}, FieldUse::LeftOut).empty());
  EXPECT_FALSE(uses.choose(std::vector<std::size_t>{1}, FieldUse::LeftOut));
  EXPECT_TRUE(uses.refusal(std::vector<std::size_t>{0}, FieldUse::LeftOut).empty());
}

TEST_F(ColumnUsesTest, ColumnsThatAreNotListedAreLeftOutTogether) {
  LoadPlan plan = wideTablePlan(20);
  plan.preview.unlisted[static_cast<std::size_t>(FieldUse::Feature)] = 1000;
  uses.setPlan(plan);
  EXPECT_EQ(uses.unlisted(), 1000U);
  EXPECT_EQ(uses.counts()[static_cast<std::size_t>(FieldUse::Feature)], 1019U);
  EXPECT_FALSE(uses.refusal(std::vector<std::size_t>{19}, FieldUse::Feature).empty());
  choose({20}, FieldUse::LeftOut);
  EXPECT_EQ(uses.counts()[static_cast<std::size_t>(FieldUse::LeftOut)], 1000U);
  ASSERT_TRUE(asked().columns.has_value());
  EXPECT_EQ(asked().columns->size(), 19U);
}

TEST(GivenColumnUses, StayAsked) {
  LoadOptions given;
  given.dropped = Names{"remark"};
  ColumnUses uses(given);
  uses.setPlan(openTablePlan());
  uses.choose(std::vector<std::size_t>{0}, FieldUse::LeftOut);
  LoadOptions options;
  uses.ask(options);
  EXPECT_EQ(options.columns, Names{"width"}) << "shorter than the two that are left out";
  EXPECT_EQ(options.dropped, Names{"remark"});
}

TEST_F(ColumnUsesTest, AnAnswerThatIsNotWhatWasChosenIsTold) {
  choose({4}, FieldUse::Feature);
  uses.setPlan(openTablePlan());  // it holds text: still left out
  EXPECT_EQ(uses.use(4), FieldUse::LeftOut);
  EXPECT_EQ(uses.changed(), (std::vector<std::size_t>{4}));
}

}  // namespace
}  // namespace isthmus
