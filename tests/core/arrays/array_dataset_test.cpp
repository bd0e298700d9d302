#include "core/data/arrays/array_dataset.h"

#include "core/base/memory_limit.h"
#include "tests/support/array_loading.h"
#include "tests/support/fake_arrays.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/special_floats.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using test::Bytes;
using test::bytesOfValues;
using test::counting;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using test::kNan;

using test::FakeFile;
using test::floats;

struct Names {
  std::vector<std::string> train;  ///< samples, labels
  std::vector<std::string> test;
};

TEST(ArrayDataset, KnowsTheUsualNames) {
  const std::vector<Names> all = {{{"x_train", "y_train"}, {"x_test", "y_test"}},
                                  {{"X_train", "Y_train"}, {"X_test", "Y_test"}},
                                  {{"train_images", "train_labels"}, {"test_images", "test_labels"}},
                                  {{"trainX", "trainY"}, {"testX", "testY"}},
                                  {{"xtrain", "ytrain"}, {"xtest", "ytest"}},
                                  {{"train_set_x", "train_set_y"}, {"test_set_x", "test_set_y"}},
                                  {{"/train/data", "/train/target"}, {"/test/data", "/test/target"}},
                                  {{"X", "y"}, {}},
                                  {{"data", "labels"}, {}},
                                  {{"data", "target"}, {}},
                                  {{"images", "labels"}, {}},
                                  {{"arr_0", "arr_1"}, {}}};
  for (const Names& names : all) {
    FakeFile file;
    // Labels first and a larger stranger: neither the order nor the size decides.
    file.add(names.train[1], ElementType::Int64, {4}, std::vector<std::int64_t>{0, 1, 1, 0});
    file.add("weights", ElementType::Float32, {50, 50}, counting<float>(2500));
    if (!names.test.empty()) {
      file.add(names.test[1], ElementType::Int64, {2}, std::vector<std::int64_t>{1, 0});
      file.add(names.test[0], ElementType::Float32, {2, 2}, std::vector<float>{10, 11, 12, 13});
    }
    file.add(names.train[0], ElementType::Float32, {4, 2}, counting<float>(8));
    const LoadPlan plan = file.plan();
    EXPECT_EQ(plan.options.samples, names.train[0]);
    EXPECT_EQ(plan.options.label, names.train[1]);
    EXPECT_EQ(plan.options.testShare.has_value(), names.test.empty()) << names.train[0];
    const Dataset set = file.load();
    EXPECT_EQ(set.trainCount, 4U);
    EXPECT_EQ(set.testCount(), names.test.empty() ? 0U : 2U) << names.train[0];
    EXPECT_EQ(set.labels.size(), set.count());
  }
}

TEST(ArrayDataset, SplitsNothingOffATestPartThatIsAlone) {
  FakeFile file;
  file.add("y_test", ElementType::Int64, {4}, std::vector<std::int64_t>{0, 1, 1, 0});
  file.add("x_test", ElementType::Float32, {4, 2}, counting<float>(8));
  EXPECT_TRUE(file.plan().isTestPart);
  EXPECT_FALSE(file.plan().options.testShare);
}

TEST(ArrayDataset, PutsValidationBetweenTrainingAndTest) {
  FakeFile file;
  file.add("test_images", ElementType::UInt8, {1, 2, 2}, Bytes{9, 9, 9, 9});
  file.add("val_images", ElementType::UInt8, {2, 2, 2}, Bytes{5, 5, 5, 5, 6, 6, 6, 6});
  file.add("train_images", ElementType::UInt8, {3, 2, 2}, counting<std::uint8_t>(12));
  const Dataset set = file.load();
  EXPECT_EQ(set.trainCount, 3U);
  EXPECT_EQ(set.validationCount, 2U);
  EXPECT_THAT(set.sample(3), ElementsAre(5, 5, 5, 5));
  EXPECT_THAT(set.sample(5), ElementsAre(9, 9, 9, 9));
  EXPECT_EQ(file.plan().summary, "3 + 2 + 1 images of 2 x 2, without labels");
}

TEST(ArrayDataset, SaysTheShapeOfPicturesInThePlanAndLoadsByIt) {
  FakeFile file;
  file.add("x", ElementType::UInt8, {3, 3, 2, 2}, counting<std::uint8_t>(36));
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.options.shape, (ImageShape{2, 2, 3}));
  EXPECT_EQ(file.load("shape=2x2x3").pixels, file.load().pixels);
}

TEST(ArrayDataset, TakesTheLargestArrayWhereNoNameTells) {
  FakeFile file;
  file.add("a", ElementType::Float32, {4}, counting<float>(4));
  file.add("b", ElementType::Float32, {2, 2}, counting<float>(4));
  file.add("c", ElementType::Float32, {4, 2}, counting<float>(8));
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.options.samples, "c");
  EXPECT_EQ(plan.options.label, "none");
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("the largest, c, was taken")));
  ASSERT_EQ(plan.preview.fields.size(), 3U);
  EXPECT_FALSE(plan.preview.fields[0].canBeSamples);
  EXPECT_TRUE(plan.preview.fields[0].canBeLabels);
  EXPECT_TRUE(plan.preview.fields[1].canBeSamples);
  EXPECT_FALSE(plan.preview.fields[1].canBeLabels);
  EXPECT_EQ(file.load("data=b").values.size(), 4U);
  EXPECT_THAT(file.load("label=a").labels, ElementsAre(0, 1, 2, 3));
}

TEST(ArrayDataset, ListsTheArraysWhereNoneFits) {
  FakeFile file;
  file.add("a", ElementType::Float32, {4}, counting<float>(4));
  EXPECT_THAT(file.refusal(), ::testing::AllOf(HasSubstr("/data/set.fake"), HasSubstr("a (4, float32)")));
  EXPECT_THAT(floats({4, 1}, counting<float>(4)).refusal("data=Z"), HasSubstr("has no array \"Z\""));
  EXPECT_THAT(floats({4, 1}, counting<float>(4)).refusal("label=Z"), HasSubstr("has no array \"Z\""));
}

TEST(ArrayDataset, SaysWhenLabelsDoNotFit) {
  FakeFile file = floats({4, 2}, counting<float>(8));
  file.add("y", ElementType::UInt8, {5}, Bytes{0, 1, 0, 1, 0});
  EXPECT_THAT(file.plan().preview.remarks, Contains(HasSubstr("y (5, uint8) is not used")));
  EXPECT_THAT(file.refusal("label=y"), HasSubstr("as labels of 4 samples"));
}

TEST(ArrayDataset, LeavesATestPartOutThatHasNoLabels) {
  FakeFile file;
  file.add("x_train", ElementType::Float32, {2, 1}, std::vector<float>{1, 2});
  file.add("y_train", ElementType::UInt8, {2}, Bytes{0, 1});
  file.add("x_test", ElementType::Float32, {1, 1}, std::vector<float>{3});
  EXPECT_EQ(file.load().count(), 2U);
  EXPECT_THAT(file.plan().preview.remarks, Contains(HasSubstr("x_test (1 x 1, float32) is left out")));
  EXPECT_EQ(file.load("label=none").testCount(), 1U);
}

TEST(ArrayDataset, MakesPicturesByShape) {
  FakeFile grey;
  Bytes crosses(128, 0);  // upright in the first picture, lying in the second
  for (std::size_t i = 0; i < 64; ++i) {
    crosses[i] = i % 8 == 3 || i % 8 == 4 || i / 8 == 2 || i / 8 == 3 ? 200 : 0;
    crosses[64 + i] = i % 8 == 5 || i % 8 == 6 || i / 8 == 5 || i / 8 == 6 ? 250 : 0;
  }
  grey.add("X", ElementType::UInt8, {2, 64}, crosses);
  EXPECT_EQ(grey.load().shape, (ImageShape{8, 8, 1}));
  EXPECT_EQ(grey.load().kind, SampleKind::Image);
  EXPECT_THAT(grey.plan().preview.remarks, Contains(HasSubstr("were taken for pictures of 8 x 8")));
  EXPECT_EQ(grey.plan().preview.pictures.size(), 2U);
  EXPECT_EQ(grey.load("shape=vector").kind, SampleKind::Vector);
  EXPECT_EQ(grey.load("shape=vector").values.size(), 128U);
  EXPECT_EQ(grey.load("shape=4x16").shape, (ImageShape{4, 16, 1}));
  EXPECT_THAT(grey.refusal("shape=5x5"), HasSubstr("a sample has 64 numbers, not 25"));

  const Dataset floatPictures = floats({2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7}).load();
  EXPECT_EQ(floatPictures.kind, SampleKind::Image);
  EXPECT_EQ(floatPictures.scaling, Scaling::UnitRange);
  EXPECT_EQ(floats({2, 4}, counting<float>(8)).load().scaling, Scaling::Standardise);
}

TEST(ArrayDataset, InterleavesChannelsThatComeFirst) {
  FakeFile file;
  file.add("X", ElementType::UInt8, {2, 3, 1, 2}, counting<std::uint8_t>(12));
  const Dataset set = file.load();
  EXPECT_EQ(set.shape, (ImageShape{1, 2, 3}));
  EXPECT_THAT(set.pixels, ElementsAre(0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11));
  FakeFile last;
  last.add("X", ElementType::UInt8, {1, 2, 2, 3}, counting<std::uint8_t>(12));
  EXPECT_THAT(last.load().pixels, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
  EXPECT_EQ(floats({2, 4, 5, 6}, counting<float>(240)).load().shape, (ImageShape{1, 120, 1}));
}

TEST(ArrayDataset, MakesFullRangeOfBoolPictures) {
  FakeFile file;
  file.add("X", ElementType::Bool, {1, 2, 2}, Bytes{0, 1, 1, 0});
  const Dataset set = file.load();
  EXPECT_THAT(set.pixels, ElementsAre(0, 255, 255, 0));
  EXPECT_EQ(set.scaling, Scaling::None);
}

TEST(ArrayDataset, MakesClassesOfIntegersWholeFloatsBoolsWordsAndOneHotRows) {
  const auto with = [](ArrayInfo labels, const Bytes& bytes) {
    FakeFile file = floats({3, 1}, {1, 2, 3});
    labels.name = "y";
    return file.add(std::move(labels), bytes).load();
  };
  const Dataset ints =
      with({"", ElementType::Int32, 4, {3, 1}}, bytesOfValues<std::int32_t>({-1, 70'000, -1}));
  EXPECT_THAT(ints.labels, ElementsAre(0, 1, 0));
  EXPECT_THAT(ints.classNames, ElementsAre("-1", "70000"));
  const Dataset whole = with({"", ElementType::Float64, 8, {1, 3}}, bytesOfValues<double>({1, 3, 1}));
  EXPECT_THAT(whole.classNames, ElementsAre("1", "3"));
  const Dataset bools = with({"", ElementType::Bool, 1, {3}}, {1, 0, 1});
  EXPECT_THAT(bools.classNames, ElementsAre("false", "true"));
  EXPECT_THAT(bools.labels, ElementsAre(1, 0, 1));
  const Dataset bytes = with({"", ElementType::Bytes, 3, {3}}, {'c', 'a', 't', 'd', 0, 0, 'c', 'a', 't'});
  EXPECT_THAT(bytes.classNames, ElementsAre("cat", "d"));
  EXPECT_THAT(bytes.labels, ElementsAre(0, 1, 0));
  const Dataset words = with({"", ElementType::Unicode, 8, {3}},
                             bytesOfValues<std::uint32_t>({0xE9, 0, 0x1F600, 0x4E2D, 0xD800, 0}));
  EXPECT_THAT(words.classNames, ElementsAre("\xC3\xA9", "\xEF\xBF\xBD", "\xF0\x9F\x98\x80\xE4\xB8\xAD"));
  const Dataset oneHot = with({"", ElementType::UInt8, 1, {3, 2}}, {0, 1, 1, 0, 0, 1});
  EXPECT_THAT(oneHot.labels, ElementsAre(1, 0, 1));
  EXPECT_THAT(oneHot.classNames, ElementsAre("0", "1"));
  ArrayInfo byColumns{"", ElementType::Float32, 4, {3, 2}};
  byColumns.isFortranOrder = true;
  EXPECT_THAT(with(byColumns, bytesOfValues<float>({0, 1, 0, 1, 0, 1})).labels, ElementsAre(1, 0, 1));
}

TEST(ArrayDataset, MakesFactorsOfNumbersThatAreNoClasses) {
  FakeFile file = floats({3, 1}, {1, 2, 3});
  file.add("y", ElementType::Float32, {3}, std::vector<float>{0.5F, kNan, 2});
  const Dataset set = file.load();
  EXPECT_FALSE(set.hasLabels());
  ASSERT_EQ(set.factors.size(), 1U);
  EXPECT_EQ(set.factors[0].name, "y");
  EXPECT_EQ(set.factors[0].values[0], 0.5F);
  EXPECT_THAT(set.notes, Contains(HasSubstr("not whole")));
  EXPECT_THAT(set.notes, Contains(HasSubstr("lacks 1 values")));

  FakeFile many;
  many.add("X", ElementType::Float32, {1001, 1}, counting<float>(1001, 2000));
  many.add("y", ElementType::Int32, {1001}, counting<std::int32_t>(1001, 2000));
  EXPECT_FALSE(many.load().hasLabels());
  EXPECT_EQ(many.load().factors.size(), 1U);

  FakeFile rows = floats({2, 1}, {1, 2});
  rows.add("y", ElementType::Float32, {2, 2}, std::vector<float>{1, 2, 3, 4});
  EXPECT_EQ(rows.load().factors.size(), 2U);
}

TEST(ArrayDataset, GivesSamplesWithoutALabelAClassOfTheirOwn) {
  FakeFile file = floats({3, 1}, {1, 2, 3});
  file.add("y", ElementType::Float32, {3}, std::vector<float>{1, kNan, 0});
  const Dataset set = file.load();
  EXPECT_THAT(set.labels, ElementsAre(1, 2, 0));
  EXPECT_THAT(set.classNames, ElementsAre("0", "1", "no label"));
}

TEST(ArrayDataset, DropsFewRowsThatLackAValueAndFillsMany) {
  std::vector<float> values = counting<float>(80, 1000);
  values[3] = kNan;  // in row 1 of 40
  FakeFile few = floats({40, 2}, values);
  few.add("y", ElementType::Int32, {40}, counting<std::int32_t>(40, 4));
  const Dataset dropped = few.load();
  EXPECT_EQ(dropped.count(), 39U);
  EXPECT_EQ(dropped.trainCount, 39U);
  EXPECT_THAT(dropped.numbers(1), ElementsAre(4, 5));
  EXPECT_EQ(dropped.className(1), "2");
  EXPECT_THAT(dropped.notes,
              ElementsAre("40 rows: 39 used, 1 left out because a feature lacks a value (1 value)."));
  EXPECT_EQ(few.load("missing=median").count(), 40U);

  FakeFile many = floats({4, 2}, {1, 1, 2, kNan, 3, 5, kNan, 7});
  const Dataset filled = many.load();
  EXPECT_THAT(filled.values, ElementsAre(1, 1, 2, 5, 3, 5, 2, 7));
  EXPECT_THAT(filled.notes,
              ElementsAre("4 rows: all used, 2 of them lack a feature's value and got the median of the "
                          "training rows (2 values)."));
  EXPECT_EQ(many.load("missing=drop").count(), 2U);
  EXPECT_THAT(floats({2, 1}, {kNan, kNan}).refusal("missing=drop"), HasSubstr("none would be left"));
}

TEST(ArrayDataset, MeasurementsOverTimeAreNoPictures) {
  std::vector<float> values;
  for (int i = 0; i < 40 * 20 * 3; ++i) values.push_back(9 * std::sin(static_cast<float>(i) * 12.9898F) - 3);
  FakeFile file = floats({40, 20, 3}, values);
  EXPECT_EQ(file.plan().summary, "40 vectors of 60 numbers, without labels");
  EXPECT_THAT(file.plan().preview.remarks, Contains(HasSubstr("\"shape=20x3\" makes pictures of them")));
  EXPECT_EQ(file.load("shape=20x3").kind, SampleKind::Image);
}

TEST(ArrayDataset, KeepsTheSpreadOfNumbersThatLieFarFromZero) {
  const double t = 1.7e12;  // milliseconds since 1970
  for (const bool isFortran : {false, true}) {
    ArrayInfo array{"X", ElementType::Float64, 8, {3, 2}, isFortran};
    FakeFile file;
    file.add(array, bytesOfValues(isFortran ? std::vector<double>{t, t + 1, t + 5, 1, 2, 3}
                                            : std::vector<double>{t, 1, t + 1, 2, t + 5, 3}));
    const Dataset set = file.load();
    EXPECT_THAT(set.offsets, ElementsAre(t, 0));
    EXPECT_THAT(set.values, ElementsAre(0, 1, 1, 2, 5, 3));
    EXPECT_EQ(file.plan().preview.rows[1][0], "1700000000001");
  }
  FakeFile columns;
  columns.add("X", ElementType::Int64, {2, 3},
              std::vector<std::int64_t>{1'700'000'000'000, 1'700'000'000'001, 1'700'000'000'005, 1, 2, 3});
  EXPECT_THAT(columns.load("transpose=yes").values, ElementsAre(0, 1, 1, 2, 5, 3));
}

TEST(ArrayDataset, NamesTheRowAndColumnOfAnInfiniteNumber) {
  EXPECT_THAT(floats({2, 3}, {1, 2, 3, 4, 5, INFINITY}).refusal(), HasSubstr("row 2, column 3 of X"));
  FakeFile large;
  large.add("X", ElementType::Float64, {2, 2}, std::vector<double>{1, -1e300, 3, 4});
  EXPECT_THAT(large.refusal(), HasSubstr("row 1, column 2 of X that is infinite or too large"));
}

TEST(ArrayDataset, ShowsTheFirstRowsWithTheirLabels) {
  FakeFile file = floats({3, 2}, {1, 2.5F, 3, 4, 5, 6});
  file.add("y", ElementType::UInt8, {3}, Bytes{7, 8, 9});
  const LoadPreview preview = file.plan().preview;
  EXPECT_THAT(preview.columns, ElementsAre("1", "2", "y"));
  ASSERT_EQ(preview.rows.size(), 3U);
  EXPECT_THAT(preview.rows[0], ElementsAre("1", "2.5", "7"));
  EXPECT_THAT(preview.choices, Contains(LoadChoice::Missing));
  EXPECT_THAT(preview.choices, Contains(LoadChoice::Split));
}

TEST(ArrayDataset, IsRefusedWithTheEstimateBeforeItIsRead) {
  FakeFile file;
  file.add({"X", ElementType::UInt8, 1, {50'000'000, 100, 100}});
  EXPECT_THAT(file.refusal(), HasSubstr("would take 476,837 MiB of memory"));
}

TEST(ArrayDataset, StopsWhenCancelledAndTellsItsProgress) {
  FakeFile file;
  file.add({"X", ElementType::UInt8, 1, {64, 512, 512}});
  const LoadPlan plan = file.plan();
  std::stop_source stop;
  int reports = 0;
  const auto loaded = loadArrays(plan, file, {stop.get_token(), [&](double fraction) {
                                                EXPECT_GE(fraction, 0.0);
                                                EXPECT_LE(fraction, 1.0);
                                                if (++reports == 3) stop.request_stop();
                                              }});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(reports, 3);
}

TEST(ArrayDataset, ReadsBytesStraightToWhereTheyStay) {
  constexpr std::uint64_t kBytes = 256ULL << 20;
  if (!checkDatasetFits(2 * kBytes, "")) GTEST_SKIP() << "too little memory is free";
  FakeFile file;
  file.add({"X", ElementType::UInt8, 1, {kBytes / 1024, 32, 32}});
  const LoadPlan plan = file.plan();
  const auto peak = [] {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
  };
  const long before = peak();
  const auto loaded = loadArrays(plan, file, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(loaded->count(), kBytes / 1024);
  EXPECT_LE(peak() - before, static_cast<long>(kBytes >> 20) + 32);
}

}  // namespace
}  // namespace isthmus
