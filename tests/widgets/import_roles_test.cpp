#include "widgets/panels/import_roles.h"

#include "tests/widgets/import_plans.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using test::arraysPlan;
using test::tablePlan;

TEST(ImportRoles, EachColumnOfATableBecomesOneThing) {
  const LoadPlan plan = tablePlan();
  EXPECT_TRUE(fieldsAreColumns(plan.preview));
  EXPECT_EQ(columnRole(plan, 0), ColumnRole::Feature);
  EXPECT_EQ(columnRole(plan, 2), ColumnRole::Factor);
  EXPECT_EQ(columnRole(plan, 3), ColumnRole::Label);
  EXPECT_EQ(columnRole(plan, 4), ColumnRole::LeftOut);
}

TEST(ImportRoles, ColumnsThatMeetNoFieldAreLeftOut) {
  LoadPlan plan = tablePlan();
  plan.preview.fields.erase(plan.preview.fields.begin());
  EXPECT_EQ(columnRole(plan, 0), ColumnRole::LeftOut);
}

TEST(ImportRoles, TheLastColumnMayBeTheLabelAndNoneMay) {
  LoadPlan plan = tablePlan();
  plan.options.label = LoadOptions::kLastColumn;
  EXPECT_EQ(labelName(plan), "remark");
  EXPECT_EQ(columnRole(plan, 4), ColumnRole::Label);
  EXPECT_EQ(columnRole(plan, 3), ColumnRole::Factor);
  plan.options.label = LoadOptions::kNoLabel;
  EXPECT_EQ(labelName(plan), std::nullopt);
}

TEST(ImportRoles, ArraysAreNoColumns) {
  LoadPlan plan = arraysPlan();
  plan.preview.columns = {"0", "1"};
  plan.preview.rows = {{"0", "255"}};
  EXPECT_FALSE(fieldsAreColumns(plan.preview));
  EXPECT_EQ(columnRole(plan, 0), std::nullopt);
}

}  // namespace
}  // namespace isthmus
