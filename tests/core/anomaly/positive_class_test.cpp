#include "core/anomaly/positive_class.h"

#include <gtest/gtest.h>

#include <vector>

namespace isthmus {
namespace {

/// The name of the class that is found; `counts` says how many samples each has.
std::string positiveOf(const std::vector<std::string>& names, const std::vector<int>& counts) {
  std::vector<std::int32_t> labels;
  for (std::size_t i = 0; i < counts.size(); ++i)
    labels.insert(labels.end(), static_cast<std::size_t>(counts[i]), static_cast<std::int32_t>(i));
  const auto found = positiveClass(names, labels);
  return found ? names[*found] : "none";
}

TEST(PositiveClass, IsTheOneThatIsCalledSoWhereverItStandsAndHoweverManySamplesItHas) {
  EXPECT_EQ(positiveOf({"anomaly", "normal"}, {20, 180}), "anomaly");
  EXPECT_EQ(positiveOf({"Outliers", "Inliers"}, {500, 10}), "Outliers");
  EXPECT_EQ(positiveOf({"fraudulent", "genuine"}, {5, 3}), "fraudulent");
  EXPECT_EQ(positiveOf({"attack", "benign"}, {5, 3}), "attack");
  EXPECT_EQ(positiveOf({"1", "0"}, {30, 5}), "1");
  EXPECT_EQ(positiveOf({"Abnormal", "Normal"}, {210, 100}), "Abnormal");
  EXPECT_EQ(positiveOf({"yes", "no"}, {30, 5}), "yes");
  EXPECT_EQ(positiveOf({"bad", "good"}, {126, 225}), "bad");
}

TEST(PositiveClass, IsTheOneBesideTheNormalOne) {
  EXPECT_EQ(positiveOf({"scratch", "good"}, {60, 20}), "scratch");
  EXPECT_EQ(positiveOf({"tampered", "OK"}, {60, 20}), "tampered");
  EXPECT_EQ(positiveOf({"cardiomyopathy", "healthy"}, {60, 20}), "cardiomyopathy");
}

TEST(PositiveClass, UnderstandsANegation) {
  EXPECT_EQ(positiveOf({"fraud", "not fraud"}, {30, 5}), "fraud");
  EXPECT_EQ(positiveOf({"no_defect", "defect"}, {3, 50}), "defect");
  EXPECT_EQ(positiveOf({"non-anomalous", "anomalous"}, {3, 50}), "anomalous");
}

TEST(PositiveClass, OfTwoWhoseNamesSayNothingIsTheRarerOne) {
  EXPECT_EQ(positiveOf({"cats", "dogs"}, {5, 50}), "cats");
  EXPECT_EQ(positiveOf({"cats", "dogs"}, {50, 5}), "dogs");
  EXPECT_EQ(positiveOf({"-1", "1"}, {5, 50}), "-1");
  EXPECT_EQ(positiveOf({"2", "4"}, {444, 239}), "4");
  EXPECT_EQ(positiveOf({"a", "b"}, {10, 10}), "b");
}

TEST(PositiveClass, OfManyIsOneThatIsCalledSoAndNoDigit) {
  EXPECT_EQ(positiveOf({"0", "1", "2"}, {5, 5, 5}), "none");
  EXPECT_EQ(positiveOf({"lift", "push", "failure"}, {5, 5, 5}), "failure");
  EXPECT_EQ(positiveOf({"fault 1", "fault 2", "normal"}, {5, 5, 5}), "none");
  EXPECT_EQ(positiveOf({"badger", "hamster", "sickle"}, {5, 5, 5}), "none");
}

TEST(PositiveClass, IsNoneWhereOneClassAloneHasSamples) {
  EXPECT_EQ(positiveOf({"anomaly", "normal"}, {0, 180}), "none");
  EXPECT_EQ(positiveOf({"0", "1", "2"}, {5, 5, 0}), "1") << "of those that have samples";
}

}  // namespace
}  // namespace isthmus
