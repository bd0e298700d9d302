#include "core/data/images/picture_guess.h"

#include "core/data/images/picture_planes.h"
#include "core/data/images/picture_white.h"
#include "core/data/images/pixel_names.h"
#include "core/data/images/pixel_order.h"
#include "tests/support/array_loading.h"
#include "tests/support/shared_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Rows made number by number.
template <typename Make>
RowSample rowsOf(std::size_t rows, std::size_t width, Make make) {
  RowSample sample{width, {}};
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < width; ++i) sample.values.push_back(static_cast<float>(make(row, i)));
  return sample;
}

/// Discs that lie elsewhere in each picture, with soft rims; `white` inside and 0 outside.
RowSample discs(std::size_t rows, std::size_t side, double white) {
  return rowsOf(rows, side * side, [&](std::size_t row, std::size_t i) {
    const double size = static_cast<double>(side);
    const double x = size * (0.3 + 0.4 * std::sin(1.7 * static_cast<double>(row) + 1));
    const double y = size * (0.3 + 0.4 * std::cos(2.9 * static_cast<double>(row)));
    const double far = std::hypot(static_cast<double>(i % side) - x, static_cast<double>(i / side) - y);
    return std::round(white * std::clamp(size / 4 - far, 0.0, 1.0));
  });
}

double noise(std::size_t row, std::size_t i) {
  const double value = std::sin(static_cast<double>(row * 7'919 + i * 104'729 + 13)) * 43'758.5453;
  return value - std::floor(value);
}

ImageShape guessed(const RowSample& sample, const std::vector<std::string>& names = {}) {
  const PictureGuess guess = guessPictures(sample, names);
  return guess.picture ? guess.picture->shape : ImageShape{};
}

std::vector<std::string> named(const std::string& word, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(word + std::to_string(i));
  return names;
}

TEST(PictureGuess, TakesSquaresWhoseNeighboursAreAlike) {
  for (const double white : {1.0, 16.0, 100.0, 255.0, 1023.0})
    EXPECT_EQ(guessed(discs(40, 28, white)), (ImageShape{28, 28, 1})) << white;
  EXPECT_EQ(guessed(discs(6, 16, 1)), (ImageShape{16, 16, 1})) << "few rows";
  RowSample inverted = discs(40, 16, 255);
  for (float& value : inverted.values) value = 255 - value;
  EXPECT_EQ(guessed(inverted), (ImageShape{16, 16, 1}));
  RowSample fractions = discs(40, 16, 255);
  for (float& value : fractions.values) value /= 255;
  EXPECT_EQ(guessed(fractions), (ImageShape{16, 16, 1}));
}

TEST(PictureGuess, LeavesSquaresOfOtherNumbersVectors) {
  const auto answers = rowsOf(200, 100, [](auto row, auto i) { return 1 + std::floor(5 * noise(row, i)); });
  EXPECT_EQ(guessed(answers), ImageShape());
  const auto bits = rowsOf(200, 1024, [](auto row, auto i) { return noise(row, i) < 0.1 * noise(9, i); });
  EXPECT_EQ(guessed(bits), ImageShape());
  const auto counts =
      rowsOf(100, 10'000, [](auto row, auto i) { return std::floor(9 * noise(1, i) * noise(row, i)); });
  EXPECT_EQ(guessed(counts), ImageShape());
  const auto words = rowsOf(170, 256, [](auto row, auto i) { return 2 * noise(row, i) - 1; });
  EXPECT_EQ(guessed(words), ImageShape());
  const auto curves = rowsOf(100, 1024, [](auto row, auto i) {
    return 0.5 + 0.5 * std::sin(static_cast<double>(i) / 40 + 6 * noise(row, 5));
  });
  EXPECT_EQ(guessed(curves), ImageShape()) << "smooth along the row, but not from line to line";
  const auto constant = rowsOf(100, 64, [](auto, auto) { return 3; });
  EXPECT_EQ(guessed(constant), ImageShape());
}

TEST(PictureGuess, GoesByNamesWhereTheyTell) {
  EXPECT_EQ(namesTell(named("pixel", 64)), NamesTell::Pixels);
  EXPECT_EQ(namesTell(named("pix_", 64)), NamesTell::Pixels);
  EXPECT_EQ(namesTell(named("px", 64)), NamesTell::Pixels);
  EXPECT_EQ(namesTell(named("3x", 64)), NamesTell::Pixels);
  EXPECT_EQ(namesTell(named("p", 64)), NamesTell::Maybe);
  EXPECT_EQ(namesTell(named("V", 64)), NamesTell::Nothing);
  EXPECT_EQ(namesTell(named("", 64)), NamesTell::Nothing);
  EXPECT_EQ(namesTell(named("Q", 64)), NamesTell::Others);
  EXPECT_EQ(namesTell(named("gene_", 64)), NamesTell::Others);

  const RowSample unlike = rowsOf(20, 64, [](auto row, auto i) { return std::floor(255 * noise(row, i)); });
  EXPECT_EQ(guessed(unlike), ImageShape());
  EXPECT_EQ(guessed(unlike, named("pixel", 64)), (ImageShape{8, 8, 1}));
  EXPECT_EQ(guessed(unlike, named("p", 64)), ImageShape());
  EXPECT_EQ(guessed(discs(30, 8, 16), named("p", 64)), (ImageShape{8, 8, 1}));
  EXPECT_EQ(guessed(discs(30, 8, 16), named("V", 64)), (ImageShape{8, 8, 1}));
  EXPECT_EQ(guessed(discs(30, 8, 16), named("Q", 64)), ImageShape());
}

/// Names of pixels by two numbers, the first slowest or fastest.
std::vector<std::string> places(std::size_t first, std::size_t second, const std::string& before,
                                const std::string& between, bool isFirstFast = false) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < first * second; ++i) {
    const std::size_t a = isFirstFast ? i % first : i / second;
    const std::size_t b = isFirstFast ? i / first : i % second;
    names.push_back(before + std::to_string(a + 1) + between + std::to_string(b + 1));
  }
  return names;
}

TEST(PictureGuess, TakesShapesThatNamesGivePixelByPixel) {
  const RowSample any = rowsOf(20, 560, [](auto row, auto i) { return std::floor(255 * noise(row, i)); });
  EXPECT_EQ(guessed(any, places(28, 20, "", "x")), (ImageShape{28, 20, 1}));
  EXPECT_EQ(guessed(any, places(28, 20, "pixel_", "_")), (ImageShape{28, 20, 1}));
  EXPECT_EQ(guessed(any, places(28, 20, "r", "c")), (ImageShape{28, 20, 1}));
  EXPECT_EQ(guessed(any, places(28, 20, "pixel[", ",")), (ImageShape{28, 20, 1}));
  EXPECT_EQ(guessed(any, places(28, 20, "Q", "_")), ImageShape()) << "questions with parts";
  std::vector<std::string> broken = places(28, 20, "", "x");
  broken[7] = broken[8];
  EXPECT_EQ(guessed(any, broken), ImageShape());
  EXPECT_THAT(guessPictures(any, named("pixel", 560)).remark, HasSubstr("make no square"));

  const PictureGuess down = guessPictures(any, places(28, 20, "r", "c", true));
  ASSERT_TRUE(down.picture);
  EXPECT_EQ(down.picture->shape, (ImageShape{28, 20, 1}));
  EXPECT_TRUE(down.isColumnMajor);
  const PictureGuess across = guessPictures(any, places(28, 20, "x", "y", true));
  ASSERT_TRUE(across.picture);
  EXPECT_EQ(across.picture->shape, (ImageShape{20, 28, 1}));
  EXPECT_FALSE(across.isColumnMajor);
}

TEST(PictureGuess, TakesColoursThatNamesGive) {
  const RowSample any = rowsOf(20, 192, [](auto row, auto i) { return std::floor(255 * noise(row, i)); });
  std::vector<std::string> planes;
  std::vector<std::string> together;
  std::vector<std::string> byPlace;
  for (std::size_t i = 0; i < 192; ++i) {
    planes.push_back(std::string(1, "RGB"[i / 64]) + std::to_string(i % 64));
    together.push_back(std::string(1, "rgb"[i % 3]) + "_" + std::to_string(i / 3));
    byPlace.push_back("px_" + std::to_string(i / 48) + "_" + std::to_string(i / 3 % 16) + "_" +
                      std::to_string(i % 3));
  }
  EXPECT_EQ(guessPictures(any, planes).picture, (RowsLayout{{8, 8, 3}, true}));
  EXPECT_EQ(guessPictures(any, together).picture, (RowsLayout{{8, 8, 3}, false}));
  EXPECT_EQ(guessPictures(any, byPlace).picture, (RowsLayout{{4, 16, 3}, false}));
}

/// Discs in pictures of 28 lines of 20 pixels.
RowSample oblongDiscs() {
  const RowSample square = discs(40, 28, 255);
  RowSample sample{560, {}};
  for (std::size_t i = 0; i < square.values.size(); ++i)
    if (i % 28 < 20) sample.values.push_back(square.values[i]);
  return sample;
}

TEST(PictureGuess, SaysWhichShapeOtherThanASquareIsPlausible) {
  const PictureGuess nameless = guessPictures(oblongDiscs(), {});
  EXPECT_FALSE(nameless.picture);
  EXPECT_THAT(nameless.remark, HasSubstr("could be pictures of 20 x 28"));
  EXPECT_THAT(nameless.remark, HasSubstr("\"shape=28x20\""));
  EXPECT_EQ(guessed(oblongDiscs(), named("pixel", 560)), (ImageShape{28, 20, 1}));
  EXPECT_EQ(guessPictures(oblongDiscs(), named("gene_", 560)).remark, "");
  const auto curves = rowsOf(100, 560, [](auto row, auto i) {
    return 0.5 + 0.5 * std::sin(static_cast<double>(i) / 40 + 6 * noise(row, 5));
  });
  EXPECT_EQ(guessPictures(curves, {}).remark, "") << "smooth along the row, but not from line to line";
  const auto counts = rowsOf(100, 2000, [](auto row, auto i) { return std::floor(9 * noise(row, i)); });
  EXPECT_EQ(guessPictures(counts, {}).remark, "");
}

/// Each picture with rows and columns changed.
RowSample turned(const RowSample& sample, std::size_t side) {
  RowSample other = sample;
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    const std::size_t place = i % (side * side);
    other.values[i - place + place % side * side + place / side] = sample.values[i];
  }
  return other;
}

TEST(PixelOrder, IsToldByWhatIsDrawnOnAnEmptyGround) {
  const auto strokes = rowsOf(50, 400, [](std::size_t row, std::size_t i) {
    const std::size_t x = i % 20;
    const std::size_t y = i / 20;
    const bool isInk = y > 2 && y < 17 && x + row % 3 > 8 && x + row % 3 < 12;
    return isInk ? 255 : 0;
  });
  const RowsLayout layout{{20, 20, 1}};
  EXPECT_GT(uprightness(strokes, layout).value_or(0), kTellsRareOrder);
  EXPECT_LT(uprightness(turned(strokes, 20), layout).value_or(0), -kTellsRareOrder);
  RowSample inverted = strokes;
  for (float& value : inverted.values) value = 255 - value;
  EXPECT_GT(uprightness(inverted, layout).value_or(0), kTellsRareOrder) << "dark on white";
}

TEST(PixelOrder, IsToldByTheMirrorImageWhereTheGroundIsFull) {
  const auto scenes = rowsOf(50, 400, [](std::size_t row, std::size_t i) {
    return 20.0 + 10.0 * static_cast<double>(i / 20) + 9 * noise(row, i);
  });
  const RowsLayout layout{{20, 20, 1}};
  EXPECT_GT(uprightness(scenes, layout).value_or(0), kTellsRareOrder);
  EXPECT_LT(uprightness(turned(scenes, 20), layout).value_or(0), -kTellsRareOrder);
}

TEST(PixelOrder, TurnsPicturesInPlace) {
  Dataset set;
  set.shape = {2, 3, 1};
  set.pixels = {1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16};
  set.trainCount = 2;
  turnColumnMajor(set, {});
  EXPECT_EQ(set.pixels, (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16}));
}

TEST(PictureGuess, TellsColoursSideBySideFromColoursOneAfterTheOther) {
  const RowSample grey = discs(40, 8, 255);
  RowSample together{192, {}};
  RowSample planes{192, {}};
  for (std::size_t row = 0; row < 40; ++row) {
    for (std::size_t i = 0; i < 192; ++i) {
      together.values.push_back(grey.values[row * 64 + i / 3] * (i % 3 == 1 ? 0.5F : 1.0F));
      planes.values.push_back(grey.values[row * 64 + i % 64] * (i / 64 == 1 ? 0.5F : 1.0F));
    }
  }
  EXPECT_EQ(guessPictures(together, {}).picture, (RowsLayout{{8, 8, 3}}));
  EXPECT_EQ(guessPictures(planes, {}).picture, (RowsLayout{{8, 8, 3}, true}));
}

TEST(PictureGuess, ColoursThatComeOneAfterTheOtherAreJoined) {
  const RowSample grey = discs(40, 8, 255);
  Dataset set;
  set.shape = {8, 8, 3};
  for (std::size_t i = 0; i < 40 * 192; ++i) {
    const float level = grey.values[i / 192 * 64 + i % 64] / static_cast<float>(i / 64 % 3 + 1);
    set.pixels.push_back(static_cast<std::uint8_t>(level));
  }
  set.trainCount = set.count();
  const Dataset planes = set;
  interleavePlanes(set, {});
  EXPECT_EQ(set.sample(3)[30 * 3 + 1], planes.sample(3)[64 + 30]);
  const Dataset joined = set;
  interleavePlanes(set, {});
  EXPECT_EQ(set.pixels, joined.pixels) << "what is side by side stays so";
}

TEST(PictureGuess, NamesBothReadingsAndWhatIsWhite) {
  EXPECT_EQ(
      guessPictures(discs(40, 8, 16), {}).remark,
      "Rows of 64 whole numbers from 0 to 16 were taken for pictures of 8 x 8, for neighbouring ones are "
      "alike; 16 is white; \"shape=vector\" makes vectors of them.");
  const auto answers = rowsOf(200, 100, [](auto row, auto i) { return 1 + std::floor(5 * noise(row, i)); });
  EXPECT_EQ(
      guessPictures(answers, {}).remark,
      "Rows of 100 numbers could be pictures of 10 x 10, but neighbouring ones are not alike, so they are "
      "vectors; \"shape=10x10\" makes pictures of them.");
  const auto table = rowsOf(50, 64, [](auto row, auto i) { return 100 * noise(row, i) - 50; });
  EXPECT_THAT(guessPictures(table, {}).remark, IsEmpty()) << "nobody would take it for pictures";
}

TEST(PictureGuess, SizesAreWidthByHeight) {
  EXPECT_EQ(pictureSizeText({20, 28, 1}), "28 x 20");
  EXPECT_EQ(shapeOptionText({20, 28, 3}), "20x28x3");
}

TEST(PictureWhite, IsTheRangeThatIsThere) {
  const std::vector<std::pair<std::uint32_t, float>> all = {
      {0, 1},     {1, 1},       {3, 3},     {14, 15},   {15, 15},         {16, 16},        {63, 63},
      {100, 100}, {127, 127},   {130, 255}, {255, 255}, {1000, 1023},     {1023, 1023},    {3900, 4095},
      {600, 600}, {4095, 4095}, {256, 256}, {500, 511}, {65'535, 65'535}, {60'000, 65'535}};
  for (const auto& [highest, white] : all) EXPECT_EQ(whiteFor(highest), white) << highest;
}

Dataset pictureSet(std::vector<float> values) {
  Dataset set;
  set.shape = {1, 2, 1};
  set.values = std::move(values);
  set.trainCount = set.count();
  return set;
}

TEST(PictureWhite, MakesBytesOfWholeNumbersAndSaysWhatIsWhite) {
  Dataset set = pictureSet({0, 16, 4, 8});
  set.scaling = Scaling::UnitRange;
  settleWhite(set, {}, {});
  EXPECT_EQ(set.pixels, (std::vector<std::uint8_t>{0, 16, 4, 8}));
  EXPECT_TRUE(set.values.empty());
  EXPECT_EQ(set.white, 16);
  EXPECT_THAT(set.notes,
              ::testing::ElementsAre("Whole numbers from 0 to 16: 16 is white; \"white=\" takes another."));
  measureDisplay(set);
  EXPECT_EQ(set.image(0).pixels, (std::vector<float>{0, 1}));
  EXPECT_EQ(set.image(1).pixels, (std::vector<float>{0.25F, 0.5F}));
}

TEST(PictureWhite, LeavesFractionsAndTwelveBitsAsFloats) {
  Dataset fractions = pictureSet({0, 0.5F});
  settleWhite(fractions, {}, {});
  EXPECT_FALSE(fractions.isBytes());
  EXPECT_EQ(fractions.white, 0);
  Dataset deep = pictureSet({0, 4000});
  settleWhite(deep, {}, {});
  EXPECT_EQ(deep.white, 4095);
  measureDisplay(deep);
  EXPECT_FLOAT_EQ(deep.image(0).pixels[1], 4000.0F / 4095);
}

TEST(PictureWhite, IsWhatAPersonSays) {
  Dataset dark = pictureSet({0, 16, 4, 8});
  settleWhite(dark, 255, {});
  EXPECT_TRUE(dark.isPlainBytes());
  Dataset fractions = pictureSet({0, 0.5F});
  settleWhite(fractions, 2, {});
  measureDisplay(fractions);
  EXPECT_EQ(fractions.image(0).pixels, (std::vector<float>{0, 0.25F}));
}

TEST(PictureWhite, OfAModelAndOfDataMayDiffer) {
  std::vector<Dataset> sets;
  for (const float white : {16.0F, 255.0F, 4095.0F}) {
    sets.push_back(pictureSet({0, white}));
    settleWhite(sets.back(), {}, {});
  }
  std::vector<float> row(2);
  for (const Dataset& learnt : sets)
    for (const Dataset& seen : sets) {
      scaleSample(seen, 0, fitScaling(learnt), row);
      EXPECT_EQ(row, (std::vector<float>{0, 1})) << learnt.white << ", " << seen.white;
    }
  EXPECT_EQ(fitScaling(sets[0]), (InputScaling{Scaling::UnitRange, {0}, {16 / 255.0F}}));
}

TEST(PictureWhite, OrdinaryBytesStayPlain) {
  Dataset set;
  set.shape = {1, 2, 1};
  set.pixels = {0, 200};
  set.trainCount = 1;
  settleWhite(set, {}, {});
  EXPECT_TRUE(set.isPlainBytes());
  EXPECT_TRUE(set.notes.empty());
  EXPECT_EQ(fitScaling(set), InputScaling());
}

/// Likeness of the first samples of a file of the shared folder, read as vectors.
double likenessIn(const std::string& file, std::size_t width, const std::string& options) {
  const Dataset set = test::loadedWhole({file}, options);
  RowSample sample{width, {}};
  for (std::size_t i = 0; i < std::min(set.count(), RowSample::kMaxRows); ++i) {
    const std::size_t row = i * set.count() / std::min(set.count(), RowSample::kMaxRows);
    for (std::size_t k = 0; k < width; ++k)
      sample.values.push_back(set.isBytes() ? static_cast<float>(set.sample(row)[k]) : set.numbers(row)[k]);
  }
  const auto side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(width))));
  return likeness(sample, {{side, side, 1}}).value_or(-1);
}

TEST(PictureGuess, TellsSharedPicturesFromOtherSharedData) {
  const auto shared = test::sharedFolder();
  if (!std::filesystem::exists(shared / "cases")) GTEST_SKIP() << "the shared data are not here";
  const std::string cases = (shared / "cases").string();
  EXPECT_GT(likenessIn((shared / "data/mnist/t10k-images-idx3-ubyte.gz").string(), 784, ""), 0.5);
  EXPECT_GT(likenessIn(cases + "/A1_semeion_16x16_bits_label_last.csv", 256, "label=last,shape=vector"), 0.4);
  EXPECT_LT(
      likenessIn(cases + "/A4_survey_100_likert_taken_for_pictures.csv", 100, "label=none,shape=vector"),
      0.05);
}

}  // namespace
}  // namespace isthmus
