#include "widgets/import/import_roles.h"

#include "tests/widgets/import/import_plans.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using test::arraysPlan;
using test::tablePlan;

TEST(ImportRoles, AColumnIsWhatThePlanSays) {
  const LoadPlan plan = tablePlan();
  EXPECT_TRUE(fieldsAreColumns(plan.preview));
  EXPECT_EQ(columnUse(plan, 0), FieldUse::Feature);
  EXPECT_EQ(columnUse(plan, 2), FieldUse::Factor);
  EXPECT_EQ(columnUse(plan, 3), FieldUse::Label);
  EXPECT_EQ(columnUse(plan, 4), FieldUse::LeftOut);
}

TEST(ImportRoles, WhatThePlanDoesNotSayIsNotGuessedButForTheLabel) {
  LoadPlan plan = tablePlan();
  for (LoadField& field : plan.preview.fields) field.use = FieldUse::Unknown;
  EXPECT_EQ(columnUse(plan, 0), FieldUse::Unknown);
  EXPECT_EQ(useText(columnUse(plan, 0)), QString());
  EXPECT_EQ(columnUse(plan, 3), FieldUse::Label);
}

TEST(ImportRoles, TheLastColumnMayBeTheLabelAndNoneMay) {
  LoadPlan plan = tablePlan();
  plan.options.label = LoadOptions::kLastColumn;
  EXPECT_EQ(labelField(plan), 4U);
  plan.options.label = LoadOptions::kNoLabel;
  EXPECT_EQ(labelField(plan), std::nullopt);
}

TEST(ImportRoles, OfColumnsOfOneNameTheFirstCanBeNamedAndTheLastCountedOn) {
  LoadPlan plan = tablePlan();
  for (const std::size_t i : {1U, 2U, 4U})
    plan.preview.columns[i] = plan.preview.fields[i].name = i == 2 ? "" : "x";
  EXPECT_EQ(labelOption(plan.preview, 1), "x");
  EXPECT_EQ(labelOption(plan.preview, 2), std::nullopt);
  EXPECT_EQ(labelOption(plan.preview, 4), LoadOptions::kLastColumn);
}

TEST(ImportRoles, AWideTableShowsFewerColumnsThanItHas) {
  LoadPlan plan = tablePlan();
  plan.preview.columns.resize(2);
  EXPECT_TRUE(fieldsAreColumns(plan.preview));
  EXPECT_EQ(labelField(plan), 3U);
}

TEST(ImportRoles, ArraysAreNoColumns) {
  LoadPlan plan = arraysPlan();
  plan.preview.columns = {"1", "2"};
  plan.preview.rows = {{"0", "255"}};
  EXPECT_FALSE(fieldsAreColumns(plan.preview));
  EXPECT_EQ(columnUse(plan, 0), FieldUse::Unknown);
  EXPECT_EQ(labelField(plan), 2U);
}

}  // namespace
}  // namespace isthmus
