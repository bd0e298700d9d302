#include "core/anomaly/class_roc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace isthmus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SplitByClass, PartsTheErrorsAndLeavesOutWhatIsNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinite = std::numeric_limits<float>::infinity();
  const std::vector<float> errors = {1, 2, nan, 3, infinite, 4};
  const std::vector<std::int32_t> labels = {0, 1, 1, 1, 0, 2};
  const ClassErrors split = splitByClass(errors, labels, 1);
  EXPECT_THAT(split.within, ElementsAre(2, 3));
  EXPECT_THAT(split.outside, ElementsAre(1, 4));
  EXPECT_TRUE(split.hasBoth());
  EXPECT_FALSE(splitByClass(errors, labels, 3).hasBoth());
}

TEST(AucsOfClasses, AreThoseOfEachClassAgainstAllOthers) {
  const std::vector<float> errors = {1, 2, 3, 4, 4, 6};
  const std::vector<std::int32_t> labels = {0, 0, 2, 0, 2, 2};
  const std::vector<std::string> names = {"normal", "absent", "broken"};
  const auto aucs = aucsOfClasses(errors, labels, names);
  ASSERT_EQ(aucs.size(), 2U) << "a class without samples has none";
  EXPECT_EQ(aucs[0].name, "normal");
  EXPECT_EQ(aucs[0].count, 3U);
  EXPECT_EQ(aucs[1].name, "broken");
  EXPECT_DOUBLE_EQ(aucs[1].auc, 7.5 / 9);  // of 9 pairs 7 are in order and one is a tie
  EXPECT_DOUBLE_EQ(aucs[0].auc, 1.5 / 9);
}

TEST(AucsOfClasses, AreNoneWhereThereIsOneClassAlone) {
  const std::vector<std::string> names = {"all", "other"};
  EXPECT_THAT(aucsOfClasses(std::vector<float>{1, 2}, std::vector<std::int32_t>{0, 0}, names), IsEmpty());
}

}  // namespace
}  // namespace isthmus
