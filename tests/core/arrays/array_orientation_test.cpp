#include "core/data/arrays/guess/array_orientation.h"

#include "tests/support/fake_arrays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
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
using ::testing::Not;

/// Number (sample, place) of a set of `count` samples is 100 * sample + place.
float numberOf(std::size_t sample, std::size_t place) {
  return static_cast<float>(100 * sample + place);
}

/// The array's numbers in the order of a file, where each is numberOf(its sample, its place in the others).
std::vector<float> numbersOf(const std::vector<std::uint64_t>& shape, std::size_t axis, bool isFortran) {
  std::uint64_t elements = 1;
  for (const std::uint64_t side : shape) elements *= side;
  std::vector<float> numbers;
  for (std::uint64_t k = 0; k < elements; ++k) {
    std::vector<std::size_t> index(shape.size());
    std::uint64_t rest = k;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const std::size_t d = isFortran ? i : shape.size() - 1 - i;
      index[d] = rest % shape[d];
      rest /= shape[d];
    }
    std::size_t place = 0;
    for (std::size_t d = 0; d < shape.size(); ++d)
      if (d != axis) place = place * shape[d] + index[d];
    numbers.push_back(numberOf(index[axis], place));
  }
  return numbers;
}

TEST(ArrayOrientation, ReadsSamplesAlongAnyDimensionInEitherOrder) {
  for (const std::vector<std::uint64_t>& shape :
       {std::vector<std::uint64_t>{5, 4}, {3, 2, 4}, {3, 4, 2}, {2, 3, 3, 4}}) {
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      for (const bool isFortran : {false, true}) {
        ArrayInfo array{"X", ElementType::Float32, 4, shape, isFortran};
        FakeFile file;
        file.add(array, test::bytesOfValues(numbersOf(shape, axis, isFortran)));
        const Dataset set = file.load("axis=" + std::to_string(axis) + ",shape=vector");
        const std::string what = array.text() + " axis " + std::to_string(axis) + (isFortran ? " F" : " C");
        ASSERT_EQ(set.count(), shape[axis]) << what;
        for (std::size_t i = 0; i < set.count(); ++i)
          for (std::size_t place = 0; place < set.shape.size(); ++place)
            ASSERT_EQ(set.numbers(i)[place], numberOf(i, place)) << what << ", sample " << i;
      }
    }
  }
}

TEST(ArrayOrientation, SamplesLieWhereTheShapeSays) {
  FakeFile squares;
  squares.add("images", ElementType::UInt8, {8, 8, 30}, counting<std::uint8_t>(64 * 30));
  const LoadPlan plan = squares.plan();
  EXPECT_EQ(plan.summary, "30 images of 8 x 8, without labels");
  EXPECT_EQ(plan.options.axis, 2);
  EXPECT_THAT(plan.preview.remarks,
              Contains("The last dimension of images (8 x 8 x 30, uint8) was taken as the samples, by its "
                       "shape; \"axis=0\" takes the first."));
  EXPECT_EQ(squares.load().sample(7)[9], static_cast<std::uint8_t>((9 * 30 + 7) % 251));
  EXPECT_EQ(squares.plan("axis=0").summary, "8 images of 30 x 8, without labels");

  FakeFile colours;
  colours.add("X", ElementType::UInt8, {4, 5, 3, 20}, counting<std::uint8_t>(1200));
  EXPECT_EQ(colours.plan().summary, "20 images of 5 x 4 in colour, without labels");
  FakeFile usual;
  usual.add("X", ElementType::UInt8, {30, 8, 8}, counting<std::uint8_t>(64 * 30));
  EXPECT_EQ(usual.plan().summary, "30 images of 8 x 8, without labels");
  EXPECT_FALSE(usual.plan().options.axis);
}

TEST(ArrayOrientation, TheNumberOfLabelsTellsRowsFromColumns) {
  FakeFile columns = test::floats({2, 6}, counting<float>(12));
  columns.add("y", ElementType::UInt8, {6}, Bytes{0, 1, 0, 1, 0, 1});
  EXPECT_EQ(columns.plan().summary, "6 vectors of 2 numbers, labelled by y (2 classes)");
  EXPECT_THAT(columns.plan().preview.remarks,
              Contains("The columns of X (2 x 6, float32) were taken as the samples, for y has one value for "
                       "each; \"transpose=no\" takes the rows."));
  EXPECT_THAT(columns.load().numbers(2), ElementsAre(2, 8));
  EXPECT_EQ(columns.load("transpose=no,label=none").count(), 2U);
  EXPECT_EQ(test::floats({2, 6}, counting<float>(12)).load("transpose=yes").count(), 6U);

  FakeFile oneHot = test::floats({2, 6}, counting<float>(12));
  oneHot.add("t", ElementType::UInt8, {3, 6}, Bytes{1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1});
  EXPECT_THAT(oneHot.load().labels, ElementsAre(0, 1, 2, 0, 1, 2));

  FakeFile both = test::floats({6, 6}, counting<float>(36));
  both.add("y", ElementType::UInt8, {6}, Bytes{0, 1, 0, 1, 0, 1});
  EXPECT_FALSE(both.plan().options.axis) << "the usual reading where both fit";
}

TEST(ArrayOrientation, PicturesInColumnsAreSeen) {
  std::vector<float> faces;  // 64 pixels x 50 faces: a bright spot somewhere
  for (std::size_t pixel = 0; pixel < 64; ++pixel)
    for (std::size_t face = 0; face < 50; ++face) {
      const double x = 3.5 + 2.5 * std::sin(2.1 * static_cast<double>(face));
      const double y = 3.5 + 2.5 * std::cos(3.7 * static_cast<double>(face));
      const double far = std::hypot(static_cast<double>(pixel % 8) - x, static_cast<double>(pixel / 8) - y);
      faces.push_back(static_cast<float>(std::exp(-far * far / 6)));
    }
  FakeFile file = test::floats({64, 50}, faces);
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.summary, "50 images of 8 x 8, without labels");
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("for they are like pictures and its rows are not")));
  EXPECT_EQ(file.load().count(), 50U);
  EXPECT_EQ(test::floats({64, 50}, counting<float>(3200)).plan().options.axis, std::nullopt);
}

TEST(ArrayOrientation, RefusesADimensionThatIsNotThere) {
  EXPECT_THAT(
      test::floats({2, 6}, counting<float>(12)).refusal("axis=2"),
      HasSubstr("has no dimension 2 in the array X (2 x 6, float32), as the option axis asks; expected 0 "
                "to 1"));
}

/// A file that MATLAB may have written.
class MatlabLikeFile : public FakeFile {
 public:
  bool mayBeColumnMajor() const override { return true; }
};

/// Pictures of a stroke from top to bottom, `side` pixels a side; the pixels one column after the other.
std::vector<std::uint8_t> strokesByColumn(std::size_t count, std::size_t side) {
  std::vector<std::uint8_t> pixels(count * side * side);
  for (std::size_t sample = 0; sample < count; ++sample)
    for (std::size_t y = 2; y + 2 < side; ++y)
      for (std::size_t x = side / 2; x < side / 2 + 2; ++x)
        pixels[sample * side * side + (x + sample % 3) * side + y] = 255;
  return pixels;
}

TEST(ArrayOrientation, TurnsTheRowsOfMatlabUpright) {
  MatlabLikeFile file;
  file.add("X", ElementType::UInt8, {30, 256}, strokesByColumn(30, 16));
  const LoadPlan plan = file.plan("shape=16x16");
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("taken column by column")));
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("\"order=row-major\"")));
  EXPECT_EQ(plan.options.order, PixelOrder::ColumnMajor);
  const Dataset set = file.load("shape=16x16");
  EXPECT_EQ(set.shape, (ImageShape{16, 16, 1}));
  EXPECT_EQ(set.sample(0)[2 * 16 + 8], 255) << "row 2, column 8";
  EXPECT_EQ(set.sample(0)[8 * 16 + 2], 0);
  EXPECT_EQ(file.load("shape=16x16,order=row-major").sample(0)[8 * 16 + 2], 255);
  ASSERT_FALSE(plan.preview.pictures.empty());
  EXPECT_EQ(plan.preview.pictures[0].pixels[2 * 16 + 8], 1.0F);
}

TEST(ArrayOrientation, LeavesUprightRowsOfMatlabAsTheyAre) {
  std::vector<std::uint8_t> rows = strokesByColumn(30, 16);
  for (std::size_t first = 0; first < rows.size(); first += 256)
    for (std::size_t y = 0; y < 16; ++y)
      for (std::size_t x = 0; x < y; ++x) std::swap(rows[first + y * 16 + x], rows[first + x * 16 + y]);
  MatlabLikeFile file;
  file.add("X", ElementType::UInt8, {30, 256}, rows);
  EXPECT_EQ(file.plan("shape=16x16").options.order, PixelOrder::RowMajor);
  EXPECT_EQ(file.load("shape=16x16").sample(0)[2 * 16 + 8], 255);
}

TEST(ArrayOrientation, OnlySaysThatPicturesOfOtherProgramsLieOnTheirSide) {
  FakeFile file;
  file.add("X", ElementType::UInt8, {30, 16, 16}, strokesByColumn(30, 16));
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.options.order, std::nullopt);
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("\"order=column-major\"")));
  EXPECT_EQ(file.load().sample(0)[8 * 16 + 2], 255);
  EXPECT_EQ(file.load("order=column-major").sample(0)[2 * 16 + 8], 255);
}

TEST(ArrayOrientation, ChangesTheSidesOfPicturesThatRunDownTheColumns) {
  MatlabLikeFile file;  // 20 pictures 5 wide and 12 high, as HDF5 of MATLAB has them: 20 x 5 x 12
  file.add("X", ElementType::UInt8, {20, 5, 12}, counting<std::uint8_t>(20 * 60));
  const Dataset set = file.load("order=column-major");
  EXPECT_EQ(set.shape, (ImageShape{12, 5, 1}));
  EXPECT_EQ(set.sample(1)[3 * 5 + 2], 60 + 2 * 12 + 3);
  EXPECT_EQ(file.load("order=row-major").shape, (ImageShape{5, 12, 1}));
}

TEST(ArrayOrientation, TakesNoPicturesOfAbsurdSides) {
  FakeFile file;
  file.add("data", ElementType::UInt8, {256, 1100, 10}, counting<std::uint8_t>(256 * 11'000));
  const LoadPlan plan = file.plan();
  EXPECT_EQ(plan.options.shape, ImageShape());
  EXPECT_THAT(plan.preview.remarks, Contains(HasSubstr("20 times as long as the other")));
}

TEST(ArrayOrientation, ReadsLabelsOfOneAmongMinusOnes) {
  FakeFile file;
  file.add("train_patterns", ElementType::Float32, {2, 6}, counting<float>(12));
  file.add("train_labels", ElementType::Float32, {3, 6},
           std::vector<float>{1, -1, -1, 1, -1, -1, -1, 1, -1, -1, 1, -1, -1, -1, 1, -1, -1, 1});
  EXPECT_THAT(file.load().labels, ElementsAre(0, 1, 2, 0, 1, 2));
}

}  // namespace
}  // namespace isthmus
