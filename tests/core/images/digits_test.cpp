#include "core/data/builtin/digits.h"

#include "core/data/builtin/digit_strokes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iostream>
#include <limits>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

constexpr std::size_t kSide = 28;

const Dataset& digits() {
  static const Result<DatasetPtr> kDigits = makeDigits(2'000, 500, 7);
  return **kDigits;
}

const Factor& factor(const Dataset& dataset, std::string_view name) {
  const auto found = std::ranges::find(dataset.factors, name, &Factor::name);
  EXPECT_NE(found, dataset.factors.end()) << name;
  return *found;
}

/// What a picture's ink says of itself.
struct Moments {
  double ink = 0;      ///< sum of intensities
  double centreX = 0;  ///< centre of mass; a pixel's centre lies at its index + 0.5
  double centreY = 0;
  double lean = 0;  ///< covariance of x with height over the variance of height: the tangent of the slant
  double longerSide = 0;  ///< of the bounding box of pixels that are at least half lit
};

Moments momentsOf(const Dataset& dataset, std::size_t index) {
  const Image image = dataset.image(index);
  Moments moments;
  std::size_t left = kSide, right = 0, top = kSide, bottom = 0;
  const auto forEachPixel = [&](const auto& visit) {
    for (std::size_t y = 0; y < kSide; ++y)
      for (std::size_t x = 0; x < kSide; ++x) visit(x, y, static_cast<double>(image.pixels[y * kSide + x]));
  };
  forEachPixel([&](std::size_t x, std::size_t y, double value) {
    moments.ink += value;
    moments.centreX += value * (static_cast<double>(x) + 0.5);
    moments.centreY += value * (static_cast<double>(y) + 0.5);
    if (value < 0.5) return;
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  });
  moments.centreX /= moments.ink;
  moments.centreY /= moments.ink;
  double across = 0;
  double upright = 0;
  forEachPixel([&](std::size_t x, std::size_t y, double value) {
    const double dx = static_cast<double>(x) + 0.5 - moments.centreX;
    const double dy = moments.centreY - static_cast<double>(y) - 0.5;
    across += value * dx * dy;
    upright += value * dy * dy;
  });
  moments.lean = across / upright;
  moments.longerSide = static_cast<double>(std::max(right - left, bottom - top)) + 1;
  return moments;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sumA += a[i];
    sumB += b[i];
    sumAA += a[i] * a[i];
    sumBB += b[i] * b[i];
    sumAB += a[i] * b[i];
  }
  return (sumAB - sumA * sumB / n) / std::sqrt((sumAA - sumA * sumA / n) * (sumBB - sumB * sumB / n));
}

/// The correlation of a factor with a measure of the picture among the samples of one digit; `digit` < 0 is
/// all.
double factorAgainst(std::string_view name, double Moments::*measure, int digit) {
  const Factor& known = factor(digits(), name);
  std::vector<double> values;
  std::vector<double> measured;
  for (std::size_t i = 0; i < digits().count(); ++i) {
    if (digit >= 0 && digits().labels[i] != digit) continue;
    values.push_back(static_cast<double>(known.values[i]));
    measured.push_back(momentsOf(digits(), i).*measure);
  }
  return correlation(values, measured);
}

TEST(Digits, IsACompleteDataset) {
  const Dataset& dataset = digits();
  EXPECT_EQ(dataset.name, "Handwritten-style digits");
  EXPECT_EQ(dataset.source, "built in");
  EXPECT_EQ(dataset.shape, (ImageShape{28, 28, 1}));
  EXPECT_EQ(dataset.trainCount, 2'000U);
  EXPECT_EQ(dataset.testCount(), 500U);
  EXPECT_EQ(dataset.labels.size(), dataset.count());
  ASSERT_EQ(dataset.classNames.size(), 10U);
  EXPECT_EQ(dataset.classNames[7], "7");
  std::vector<std::string> names;
  for (const Factor& known : dataset.factors) {
    names.push_back(known.name);
    EXPECT_EQ(known.values.size(), dataset.count()) << known.name;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"digit", "variant", "slant", "rotation", "scale", "width"}));
  EXPECT_EQ(factor(dataset, "slant").unit, "degrees");
  EXPECT_EQ(factor(dataset, "width").unit, "pixels");
}

TEST(Digits, SameSeedSameBytesOtherSeedOtherBytes) {
  const auto first = makeDigits(300, 60, 5);
  const auto again = makeDigits(300, 60, 5);
  const auto other = makeDigits(300, 60, 6);
  ASSERT_TRUE(first && again && other);
  EXPECT_EQ((*first)->pixels, (*again)->pixels);
  EXPECT_EQ((*first)->labels, (*again)->labels);
  for (std::size_t i = 0; i < (*first)->factors.size(); ++i)
    EXPECT_EQ((*first)->factors[i].values, (*again)->factors[i].values);
  EXPECT_NE((*first)->pixels, (*other)->pixels);
  EXPECT_NE((*first)->labels, (*other)->labels);
}

TEST(Digits, AreBalancedAndShuffledInBothParts) {
  const Dataset& dataset = digits();
  std::array<int, 10> train{};
  std::array<int, 10> test{};
  for (std::size_t i = 0; i < dataset.count(); ++i)
    ++(i < dataset.trainCount ? train : test)[static_cast<std::size_t>(dataset.labels[i])];
  EXPECT_EQ(train, (std::array<int, 10>{200, 200, 200, 200, 200, 200, 200, 200, 200, 200}));
  EXPECT_EQ(test, (std::array<int, 10>{50, 50, 50, 50, 50, 50, 50, 50, 50, 50}));
  const std::set<std::int32_t> firstTwenty(dataset.labels.begin(), dataset.labels.begin() + 20);
  const bool inOrder = std::ranges::is_sorted(dataset.labels.begin(), dataset.labels.begin() + 20);
  EXPECT_GE(firstTwenty.size(), 4U);
  EXPECT_FALSE(inOrder);
  const auto odd = makeDigits(7, 3, 1);
  ASSERT_TRUE(odd);
  EXPECT_EQ((*odd)->count(), 10U);
}

TEST(Digits, NoDatasetIsTooSmall) {
  const auto none = makeDigits(0, 0, 1);
  ASSERT_TRUE(none);
  EXPECT_EQ((*none)->count(), 0U);
  EXPECT_EQ((*none)->factors.size(), 6U);
}

TEST(Digits, CategoricalFactorsNameTheirLevelsAndAgreeWithTheLabel) {
  const Dataset& dataset = digits();
  const Factor& digit = factor(dataset, "digit");
  const Factor& variant = factor(dataset, "variant");
  EXPECT_EQ(digit.levels, dataset.classNames);
  ASSERT_EQ(variant.levels.size(), digitVariants().size());
  std::set<float> seen;
  for (std::size_t i = 0; i < dataset.count(); ++i) {
    ASSERT_EQ(digit.values[i], static_cast<float>(dataset.labels[i]));
    const std::string& name = variant.levels.at(static_cast<std::size_t>(variant.values[i]));
    ASSERT_EQ(name.substr(0, 1), dataset.className(i)) << name;
    seen.insert(variant.values[i]);
  }
  EXPECT_EQ(seen.size(), variant.levels.size()) << "every variant is written";
}

TEST(Digits, FactorsFillTheRangesThatTheHeaderPromises) {
  struct Range {
    std::string_view name;
    float low, high, spread;  // spread: the least distance that the extremes of 2,500 samples must have
  };
  for (const Range& range : {Range{"slant", -25, 35, 45}, Range{"rotation", -15, 15, 20},
                             Range{"scale", 0.8F, 1.05F, 0.2F}, Range{"width", 1.4F, 4.2F, 2}}) {
    const Factor& known = factor(digits(), range.name);
    const auto [low, high] = std::ranges::minmax(known.values);
    EXPECT_GE(low, range.low) << range.name;
    EXPECT_LE(high, range.high) << range.name;
    EXPECT_GE(high - low, range.spread) << range.name;
    EXPECT_FALSE(known.isCategorical()) << range.name;
  }
}

TEST(Digits, EverySampleHasInkNoneTouchesTheBorderAllAreCentred) {
  const Dataset& dataset = digits();
  double furthest = 0;
  double sumOfDistances = 0;
  for (std::size_t i = 0; i < dataset.count(); ++i) {
    const auto pixels = dataset.sample(i);
    for (std::size_t k = 0; k < kSide; ++k) {
      ASSERT_EQ(pixels[k], 0) << "top, sample " << i;
      ASSERT_EQ(pixels[(kSide - 1) * kSide + k], 0) << "bottom, sample " << i;
      ASSERT_EQ(pixels[k * kSide], 0) << "left, sample " << i;
      ASSERT_EQ(pixels[k * kSide + kSide - 1], 0) << "right, sample " << i;
    }
    ASSERT_GT(*std::ranges::max_element(pixels), 200) << "the pen leaves white, sample " << i;
    const Moments moments = momentsOf(dataset, i);
    ASSERT_GT(moments.ink, 15) << i;
    ASSERT_LT(moments.ink, 260) << i;
    const double distance = std::hypot(moments.centreX - 14, moments.centreY - 14);
    furthest = std::max(furthest, distance);
    sumOfDistances += distance;
  }
  EXPECT_LT(sumOfDistances / static_cast<double>(dataset.count()),
            0.4);          // overlapping strokes shift it a little
  EXPECT_LT(furthest, 3);  // a long tail may not leave the picture
}

TEST(Digits, AreDrawnAntiAliased) {
  std::array<std::size_t, 256> histogram{};
  for (const std::uint8_t value : digits().pixels) ++histogram[value];
  const auto grey =
      std::ranges::count_if(histogram.begin() + 1, histogram.end() - 1, [](auto n) { return n > 0; });
  EXPECT_GT(grey, 250);
  EXPECT_GT(histogram[0], digits().pixels.size() / 2);
  EXPECT_GT(histogram[255], digits().pixels.size() / 50);
}

TEST(Digits, WidthShowsAsInkSlantAsLeanScaleAsSize) {
  for (int digit = 0; digit < 10; ++digit)
    EXPECT_GT(factorAgainst("width", &Moments::ink, digit), 0.6) << "digit " << digit;
  EXPECT_GT(factorAgainst("scale", &Moments::longerSide, -1), 0.9);
  for (const int digit : {0, 1, 3, 8}) {
    EXPECT_GT(factorAgainst("slant", &Moments::lean, digit), 0.6) << "digit " << digit;
    EXPECT_LT(factorAgainst("rotation", &Moments::lean, digit), -0.1) << "digit " << digit;
  }
  EXPECT_LT(std::abs(factorAgainst("width", &Moments::lean, 0)), 0.25) << "the factors are independent";
}

TEST(Digits, TheSlantIsInDegreesToTheRight) {
  // A bare 1 leans by its slant less its rotation, up to the wobble of the hand, which has no direction.
  const Factor& variant = factor(digits(), "variant");
  double excess = 0;
  double count = 0;
  for (std::size_t i = 0; i < digits().count(); ++i) {
    if (variant.levels[static_cast<std::size_t>(variant.values[i])] != "1 a single stroke") continue;
    const double lean = std::atan(momentsOf(digits(), i).lean) * 180 / 3.14159265358979;
    excess += lean - static_cast<double>(factor(digits(), "slant").values[i] -
                                         factor(digits(), "rotation").values[i]);
    ++count;
  }
  ASSERT_GT(count, 20);
  EXPECT_NEAR(excess / count, 0, 3);
}

TEST(Digits, TheNearestNeighbourReadsThem) {
  const Dataset& dataset = digits();
  std::size_t right = 0;
  for (std::size_t i = dataset.trainCount; i < dataset.count(); ++i) {
    const auto wanted = dataset.sample(i);
    int nearest = std::numeric_limits<int>::max();
    std::int32_t answer = -1;
    for (std::size_t j = 0; j < dataset.trainCount; ++j) {
      const auto candidate = dataset.sample(j);
      int distance = 0;
      for (std::size_t k = 0; k < wanted.size(); ++k) {
        const int difference = wanted[k] - candidate[k];
        distance += difference * difference;
      }
      if (distance >= nearest) continue;
      nearest = distance;
      answer = dataset.labels[j];
    }
    if (answer == dataset.labels[i]) ++right;
  }
  const double accuracy = static_cast<double>(right) / static_cast<double>(dataset.testCount());
  std::cout << "1-nearest neighbour, 2,000 for 500: " << accuracy << '\n';
  EXPECT_GE(accuracy, 0.8);  // chance is 0.1
  EXPECT_LT(accuracy, 0.999) << "too neat to be handwriting";
}

TEST(Digits, StopsWhenAskedTo) {
  std::stop_source source;
  double last = 0;
  const Task task{.stop = source.get_token(), .progress = [&](double fraction) {
                    last = fraction;
                    if (fraction > 0.2) source.request_stop();
                  }};
  const auto result = makeDigits(4'000, 1'000, 1, task);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
  EXPECT_LT(last, 0.3) << "stopped soon after it was asked";
}

TEST(Digits, ProgressRisesToOne) {
  std::vector<double> reported;
  ASSERT_TRUE(makeDigits(1'000, 0, 1, {.stop = {}, .progress = [&](double f) { reported.push_back(f); }}));
  ASSERT_GE(reported.size(), 3U);
  EXPECT_TRUE(std::ranges::is_sorted(reported));
  EXPECT_EQ(reported.front(), 0);
  EXPECT_EQ(reported.back(), 1);
}

TEST(Digits, TwelveThousandAreQuick) {
  const auto start = std::chrono::steady_clock::now();
  const auto result = makeDigits();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(result);
  EXPECT_EQ((*result)->count(), 12'000U);
  std::cout << "12,000 digits in " << taken.count() << " s\n";
#ifdef NDEBUG
  EXPECT_LT(taken.count(), 10);  // the aim is 2 s on an idle machine
#endif
}

TEST(DigitStrokes, EveryDigitHasSeveralVariantsInsideTheUnitBox) {
  std::array<int, 10> counts{};
  std::set<std::string> names;
  int before = 0;
  for (const DigitVariant& variant : digitVariants()) {
    ASSERT_GE(variant.digit, before) << "sorted by digit";
    before = variant.digit;
    ++counts.at(static_cast<std::size_t>(variant.digit));
    EXPECT_TRUE(names.insert(variant.name).second) << variant.name;
    EXPECT_FALSE(variant.strokes.empty());
    for (const Stroke& stroke : variant.strokes) {
      ASSERT_GE(stroke.size(), 2U) << variant.name;
      for (const StrokePoint& point : curveThrough(stroke)) {
        EXPECT_TRUE(point.x > -0.05 && point.x < 1.05) << variant.name;
        EXPECT_TRUE(point.y > -0.05 && point.y < 1.05) << variant.name;
      }
    }
  }
  for (const int count : counts) EXPECT_GE(count, 3);
}

TEST(DigitStrokes, CurvesPassThroughTheirKnotsAndTurnAtCorners) {
  const Stroke bend = {{0, 0}, {1, 0, Joint::Corner}, {1, 1}};
  const std::vector<StrokePoint> curve = curveThrough(bend);
  ASSERT_EQ(curve.size(), 17U);
  EXPECT_NEAR(curve[8].x, 1, 1e-12);
  EXPECT_NEAR(curve[8].y, 0, 1e-12);
  for (std::size_t i = 0; i <= 8; ++i) EXPECT_NEAR(curve[i].y, 0, 1e-12) << "straight up to the corner";
  for (std::size_t i = 8; i <= 16; ++i) EXPECT_NEAR(curve[i].x, 1, 1e-12) << "and from it";

  const Stroke smooth = {{0, 0}, {1, 0}, {1, 1}};
  const std::vector<StrokePoint> round = curveThrough(smooth);
  EXPECT_NEAR(round[8].x, 1, 1e-12);
  EXPECT_LT(std::ranges::min(round, {}, &StrokePoint::y).y, -0.01) << "a smooth joint swings out";
}

}  // namespace
}  // namespace isthmus
