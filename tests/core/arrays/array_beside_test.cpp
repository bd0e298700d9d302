#include "core/data/arrays/guess/array_beside.h"

#include "tests/support/fake_arrays.h"
#include "tests/support/special_floats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace isthmus {
namespace {

using test::Bytes;
using test::counting;
using test::FakeFile;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// One letter each.
Bytes letters(const std::string& text) {
  return {text.begin(), text.end()};
}

FakeFile sixRows() {
  return test::floats({6, 2}, counting<float>(12));
}

void addText(FakeFile& file, const std::string& name, const std::string& each) {
  file.add({name, ElementType::Bytes, 1, {each.size()}}, letters(each));
}

TEST(ArrayBeside, FewWordsWithOneForEachSampleAreTheLabel) {
  FakeFile file = sixRows();
  addText(file, "meta", "abcabc");
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.summary, "6 vectors of 2 numbers, labelled by meta (3 classes)");
  EXPECT_EQ(plan.options.label, "meta");
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("The array meta (6, text) was taken as the label")));
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("\"label=none\" leaves it out")));
  EXPECT_THAT(file.load().classNames, ElementsAre("a", "b", "c"));
  EXPECT_FALSE(file.load("label=none").hasLabels());
}

TEST(ArrayBeside, ANamedLabelComesFirstAndTheOthersAreFactors) {
  FakeFile file = sixRows();
  addText(file, "site", "ppqqpp");
  file.add("age", ElementType::Float32, {6}, std::vector<float>{1.5F, 2, test::kNan, 4, 5, 6});
  file.add("gnd", ElementType::UInt8, {6, 1}, Bytes{1, 2, 1, 2, 1, 2});
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.summary, "6 vectors of 2 numbers, labelled by gnd (2 classes)");
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("Factors to colour by are site, age")));
  const Dataset set = file.load();
  ASSERT_THAT(set.factors, SizeIs(2));
  EXPECT_THAT(set.factors[0].levels, ElementsAre("p", "q"));
  EXPECT_THAT(set.factors[0].values, ElementsAre(0, 0, 1, 1, 0, 0));
  EXPECT_THAT(set.factors[1].values, ElementsAre(1.5F, 2, 4, 4, 5, 6)) << "the median where one is missing";
  EXPECT_EQ(set.count(), 6U) << "gaps in factors drop nothing";
  EXPECT_THAT(file.load("drop=age").factors, SizeIs(1));
  EXPECT_EQ(file.load("factors=age").factors[0].name, "age");
  EXPECT_THAT(file.refusal("drop=weight"), HasSubstr("has no array weight, which the option drop names"));
  EXPECT_THAT(file.refusal("columns=a"), HasSubstr("of which the option columns can take no part"));
  EXPECT_THAT(file.refusal("factors=weight"),
              HasSubstr("cannot use the array weight, which the option factors"));
}

TEST(ArrayBeside, AContinuousTargetColoursAndIsNoLabel) {
  FakeFile file = sixRows();
  file.add("y", ElementType::Float64, {6}, std::vector<double>{0.5, 1.5, 2.25, 3, 4, 5});
  EXPECT_EQ(file.plan().summary, "6 vectors of 2 numbers, without labels, coloured by y");
  EXPECT_THAT(file.load().factors, SizeIs(1));

  FakeFile prices = test::floats({40, 1}, counting<float>(40));
  prices.add("target", ElementType::Int64, {40}, counting<std::int64_t>(40, 30));
  EXPECT_EQ(prices.plan().summary, "40 vectors of 1 number, without labels, coloured by target");
}

TEST(ArrayBeside, SeveralOnesInARowAreFactors) {
  FakeFile file = test::floats({4, 1}, counting<float>(4));
  file.add("Y", ElementType::UInt8, {4, 3}, Bytes{1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0});
  EXPECT_EQ(file.plan().summary, "4 vectors of 1 number, without labels, coloured by Y");
  const Dataset set = file.load();
  ASSERT_THAT(set.factors, SizeIs(3));
  EXPECT_THAT(set.factors[1].values, ElementsAre(1, 1, 0, 0));
}

TEST(ArrayBeside, AFewNumbersOfEachSampleAreFactors) {
  FakeFile file = test::floats({4, 3}, counting<float>(12));
  file.add("latents", ElementType::Float32, {4, 2}, counting<float>(8));
  file.add("other", ElementType::Float32, {4, 3}, counting<float>(12));
  const Dataset set = file.load("data=X");
  ASSERT_THAT(set.factors, SizeIs(2)) << "and none of other samples";
  EXPECT_EQ(set.factors[1].name, "latents 2");
  EXPECT_THAT(set.factors[1].values, ElementsAre(1, 3, 5, 7));
}

TEST(ArrayBeside, NamesOfClassesFeaturesAndSamplesAreUsed) {
  FakeFile file = sixRows();
  file.add("y", ElementType::UInt8, {6}, Bytes{0, 1, 2, 0, 1, 2});
  addText(file, "target_names", "xyz");
  addText(file, "feature_names", "uv");
  addText(file, "ids", "abcdef");
  const Dataset set = file.load();
  EXPECT_THAT(set.classNames, ElementsAre("x", "y", "z"));
  EXPECT_THAT(set.features, ElementsAre("u", "v"));
  EXPECT_THAT(set.sampleNames, ElementsAre("a", "b", "c", "d", "e", "f"));
  EXPECT_THAT(set.factors, IsEmpty());

  FakeFile fromOne = sixRows();
  fromOne.add("y", ElementType::UInt8, {6}, Bytes{1, 2, 3, 1, 2, 3});
  addText(fromOne, "classes", "xyz");
  EXPECT_THAT(fromOne.load().classNames, ElementsAre("x", "y", "z"));
}

TEST(ArrayBeside, WhatIsNotUsedIsSaid) {
  FakeFile file = sixRows();
  file.add("y", ElementType::UInt8, {6}, Bytes{0, 1, 0, 1, 0, 1});
  addText(file, "remark", "abcdef");
  EXPECT_THAT(file.load().notes,
              Contains("The array remark is not used: its texts are nearly all different."));
  FakeFile many = sixRows();
  for (int i = 0; i < 20; ++i)
    many.add("q" + std::to_string(i), ElementType::Float32, {6}, counting<float>(6));
  EXPECT_THAT(many.load().factors, SizeIs(16));
  EXPECT_THAT(
      many.plan().preview.remarks,
      Contains("The array q16 (6, float32) is not used; \"label=q16\" or \"factors=q16\" colours by it."));
}

}  // namespace
}  // namespace isthmus
