#include "core/data/arrays/guess/class_arrays.h"

#include "tests/support/fake_arrays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using test::Bytes;
using test::FakeFile;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// `rows` samples of three numbers, all of them `first` and what follows, as MATLAB writes them: by columns.
void addMatlab(FakeFile& file, const std::string& name, std::uint64_t rows, int first) {
  Bytes bytes;
  for (int column = 0; column < 3; ++column)
    for (std::uint64_t row = 0; row < rows; ++row)
      bytes.push_back(static_cast<std::uint8_t>(first + static_cast<int>(3 * row) + column));
  file.add({.name = name,
            .type = ElementType::UInt8,
            .elementBytes = 1,
            .shape = {rows, 3},
            .isFortranOrder = true},
           bytes);
}

/// train0 to train2 of 2, 3 and 4 samples and test0 to test2 of 2 each, out of order.
FakeFile mnistLike() {
  FakeFile file;
  addMatlab(file, "train2", 4, 200);
  addMatlab(file, "test0", 2, 10);
  addMatlab(file, "train0", 2, 0);
  addMatlab(file, "train1", 3, 100);
  addMatlab(file, "test2", 2, 220);
  addMatlab(file, "test1", 2, 120);
  return file;
}

TEST(ClassArrays, ANumberBehindThePartIsTheClass) {
  FakeFile file = mnistLike();
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.summary, "9 + 6 vectors of 3 numbers, labelled by class_train (3 classes)");
  EXPECT_EQ(plan.options.samples, "samples_train");
  EXPECT_THAT(
      plan.preview.remarks,
      Contains(
          "The 6 arrays train0 to test2 are 3 classes by their names, in a training part of 9 and a test "
          "part of 6: 0 (4 samples, 27 %), 1 (5, 33 %), 2 (6, 40 %); \"data=train0\" takes one of them "
          "alone."));
  EXPECT_THAT(plan.preview.remarks, Not(Contains(HasSubstr("not used"))));
  const Dataset set = file.load();
  EXPECT_EQ(set.trainCount, 9U);
  EXPECT_EQ(set.testCount(), 6U);
  EXPECT_THAT(set.classNames, ElementsAre("0", "1", "2"));
  EXPECT_THAT(set.labels, ElementsAre(0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 0, 1, 1, 2, 2));
  EXPECT_THAT(set.numbers(1), ElementsAre(3, 4, 5));
  EXPECT_THAT(set.numbers(4), ElementsAre(106, 107, 108));
  EXPECT_THAT(set.numbers(14), ElementsAre(223, 224, 225));
}

TEST(ClassArrays, OneOfThemCanBeTakenAlone) {
  FakeFile file = mnistLike();
  const LoadPlan plan = file.plan("data=train1");
  EXPECT_EQ(plan.summary, "3 vectors of 3 numbers, without labels");
  EXPECT_THAT(plan.preview.remarks,
              Contains(HasSubstr("could be 3 classes by their names; \"data=samples_train\" takes")));
  EXPECT_TRUE(plan.preview.fields.front().canBeSamples) << "the way back";
  EXPECT_EQ(plan.preview.fields.front().description, "all classes, 9 x 3, uint8");
  EXPECT_THAT(file.load("data=train1,split=0").numbers(2), ElementsAre(106, 107, 108));
}

TEST(ClassArrays, WhatDoesNotFitIsSaid) {
  FakeFile file = mnistLike();
  file.add("train3", ElementType::UInt8, {5, 7}, Bytes(35, 1));
  file.add("mean", ElementType::Float64, {3}, std::vector<double>{1, 2, 3.5});
  EXPECT_THAT(file.plan().preview.remarks,
              Contains("Other arrays are not used: train3 (5 x 7, uint8), mean (3, float64)."));
  EXPECT_EQ(file.load().count(), 15U);
}

TEST(ClassArrays, NumbersAreInTheirOrderAndNeedNoPart) {
  FakeFile file;
  for (int i = 1; i <= 11; ++i)
    addMatlab(file, "/class_" + std::to_string(i), 4 + static_cast<std::uint64_t>(i), i);
  const Dataset set = file.load("split=0");
  EXPECT_THAT(set.classNames, ElementsAre("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"));
  EXPECT_EQ(set.className(109), "11");
}

TEST(ClassArrays, WhatMayBePiecesOfOneSetIsOffered) {
  FakeFile file;
  for (int i = 1; i <= 3; ++i) addMatlab(file, "train" + std::to_string(i), 4, i);
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.options.samples, "train1");
  EXPECT_THAT(
      plan.preview.remarks,
      Contains(
          "The 3 arrays train1 to train3 could be 3 classes by their names; \"data=samples_train\" takes "
          "them so."));
  EXPECT_THAT(file.load("data=samples_train,split=0").labels,
              ElementsAre(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2));
}

TEST(ClassArrays, NamesOfPiecesAndLabelsBesideAreNoClasses) {
  FakeFile batches;
  for (int i = 1; i <= 3; ++i)
    addMatlab(batches, "batch" + std::to_string(i), 4U + static_cast<std::uint64_t>(i), i);
  EXPECT_THAT(batches.plan().preview.remarks, Not(Contains(HasSubstr("by their names"))));
  FakeFile labelled = mnistLike();
  labelled.add("y_train", ElementType::UInt8, {9}, Bytes{0, 0, 1, 1, 1, 2, 2, 2, 2});
  EXPECT_THAT(labelled.plan().preview.remarks, Not(Contains(HasSubstr("by their names"))));
}

TEST(ClassArrays, PicturesBehindEachOtherAreTurned) {
  // 3 x 3 x n as MATLAB has them: the first index runs fastest, a picture lies together by columns.
  FakeFile file;
  const auto add = [&](const std::string& name, std::uint64_t count) {
    Bytes bytes;
    for (std::uint64_t i = 0; i < 9 * count; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
    file.add({.name = name,
              .type = ElementType::UInt8,
              .elementBytes = 1,
              .shape = {3, 3, count},
              .isFortranOrder = true},
             bytes);
  };
  add("cat", 4);
  add("dog", 5);
  const Dataset set = file.load("split=0");
  ASSERT_EQ(set.count(), 9U);
  EXPECT_EQ(set.shape, (ImageShape{3, 3, 1}));
  EXPECT_THAT(set.classNames, ElementsAre("cat", "dog"));
  EXPECT_THAT(set.sample(5), ElementsAre(9, 12, 15, 10, 13, 16, 11, 14, 17));
}

TEST(ClassArrays, ArraysOfAsManySamplesInOneFileAreOfferedAlone) {
  FakeFile file;
  addMatlab(file, "left", 4, 1);
  addMatlab(file, "right", 4, 2);
  EXPECT_EQ(file.plan().options.samples, "left");
  EXPECT_THAT(file.load("data=samples,split=0").classNames, ElementsAre("left", "right"));
}

/// Smooth pictures of 8 x 8, `count` on each of 5 pages.
Bytes pages(std::uint64_t count) {
  Bytes bytes;
  for (int page = 0; page < 5; ++page)
    for (std::uint64_t i = 0; i < count; ++i)
      for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 8; ++x) {
          const double dx = x - 1.5 - static_cast<double>((i * 7 + static_cast<std::uint64_t>(page)) % 6);
          const double dy = y - 1.5 - static_cast<double>((i * 3) % 5);
          bytes.push_back(static_cast<std::uint8_t>(250 * std::exp(-(dx * dx + dy * dy) / 5)));
        }
  return bytes;
}

TEST(ClassArrays, APageOfACubeIsAClass) {
  const std::uint64_t count = 30;
  for (const bool isMatlab : {true, false}) {
    FakeFile file;
    ArrayInfo data{.name = "data", .type = ElementType::UInt8, .elementBytes = 1, .shape = {5, count, 64}};
    if (isMatlab) data.shape = {64, count, 5};
    data.isFortranOrder = isMatlab;
    file.add(data, pages(count));
    EXPECT_THAT(file.plan().preview.remarks,
                Contains(AllOf(HasSubstr("The 5 pages of data"),
                               HasSubstr("are 5 classes by their numbers: 1 (30 samples, 20 %)"),
                               HasSubstr("\"data=data\" takes it as it is."))));
    const Dataset set = file.load("split=0");
    ASSERT_EQ(set.count(), 150U) << isMatlab;
    EXPECT_EQ(set.shape, (ImageShape{8, 8, 1}));
    EXPECT_THAT(set.classNames, ElementsAre("1", "2", "3", "4", "5"));
    EXPECT_EQ(set.className(31), "2");
    EXPECT_EQ(set.sample(31)[9], pages(count)[31 * 64 + 9]);
    EXPECT_NE(file.load("data=data,split=0").count(), 150U);
  }
}

TEST(ClassArrays, ACubeOfOtherNumbersIsNone) {
  FakeFile file;
  Bytes noise;
  std::uint32_t state = 1;
  for (int i = 0; i < 5 * 30 * 64; ++i)
    noise.push_back(static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24));
  file.add("data", ElementType::UInt8, {5, 30, 64}, noise);
  EXPECT_THAT(file.plan().preview.remarks, Not(Contains(HasSubstr("pages"))));
}

}  // namespace
}  // namespace isthmus
