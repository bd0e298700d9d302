#include "core/data/builtin/builtin_sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <sys/resource.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <stop_token>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using ::testing::HasSubstr;

DatasetPtr make(std::string_view id, std::string_view parameters) {
  const BuiltinSet* set = findBuiltinSet(id);
  const auto values = readParameters(*set, parameters);
  EXPECT_TRUE(values) << values.error().text();
  const auto dataset = makeBuiltinSet(*set, *values, {});
  EXPECT_TRUE(dataset) << dataset.error().text();
  return *dataset;
}

/// The covariance's eigenvalues, the largest first, of samples from `begin` on.
std::vector<double> spreads(const Dataset& dataset) {
  const auto rows = static_cast<Eigen::Index>(dataset.count());
  const Eigen::Map<const Eigen::Matrix<float, -1, -1, Eigen::RowMajor>> values(dataset.values.data(), rows,
                                                                               dataset.shape.width);
  const Eigen::MatrixXd x = values.cast<double>().rowwise() - values.cast<double>().colwise().mean();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(x.transpose() * x / static_cast<double>(rows));
  std::vector<double> found(solver.eigenvalues().begin(), solver.eigenvalues().end());
  std::ranges::reverse(found);
  return found;
}

TEST(BuiltinSets, AreWholeDrawnByTheirSeedAndSplit) {
  for (const BuiltinSet& set : builtinSets()) {
    const DatasetPtr one = make(set.id, "samples=600");
    EXPECT_EQ(one->count(), 600U) << set.id;
    EXPECT_EQ(one->name, set.title);
    EXPECT_GE(one->testCount(), 100U) << set.id;
    EXPECT_LE(one->testCount(), 120U) << set.id;
    EXPECT_TRUE(one->labels.empty() || one->labels.size() == 600U) << set.id;
    for (const Factor& factor : one->factors) EXPECT_EQ(factor.values.size(), 600U) << set.id << factor.name;
    const DatasetPtr same = make(set.id, "samples=600,seed=1");
    EXPECT_EQ(one->pixels, same->pixels) << set.id;
    EXPECT_EQ(one->values, same->values) << set.id;
    const DatasetPtr other = make(set.id, "samples=600,seed=2");
    EXPECT_FALSE(one->pixels == other->pixels && one->values == other->values) << set.id;
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled = makeBuiltinSet(set, usualValues(set), {stop.get_token(), {}});
    ASSERT_FALSE(cancelled) << set.id;
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled) << set.id;
  }
  EXPECT_EQ(findBuiltinSet("cats"), nullptr);
}

TEST(BuiltinSets, TakeNoMoreMemoryThanTheyAreCheckedFor) {
  for (const BuiltinSet& set : builtinSets()) {
    const DatasetPtr made = make(set.id, "samples=600");
    std::size_t bytes = made->pixels.size() + sizeof(float) * made->values.size() + 4 * made->labels.size();
    for (const Factor& factor : made->factors) bytes += sizeof(float) * factor.values.size();
    EXPECT_LE(bytes, 600 * set.sampleBytes(usualValues(set))) << set.id;
    EXPECT_GE(2 * bytes, 600 * set.sampleBytes(usualValues(set))) << set.id;
  }
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // sanitizers reserve terabytes
TEST(BuiltinSets, AreASentenceWhereMemoryRunsOut) {
  const auto makeInLittleMemory = [] {
    const rlimit little{256U << 20, 256U << 20};
    ::setrlimit(RLIMIT_AS, &little);
    const BuiltinSet* set = findBuiltinSet("digits");
    const auto made = makeBuiltinSet(*set, *readParameters(*set, "samples=1000000"), {});
    std::fprintf(stderr, "%s\n", made ? "made" : made.error().text().c_str());
    std::_Exit(made ? 1 : 0);
  };
  EXPECT_EXIT(makeInLittleMemory(), testing::ExitedWithCode(0), "memory");
}
#endif

TEST(BuiltinSets, SayWhatIsWrongWithAParameter) {
  const BuiltinSet& roll = *findBuiltinSet("swiss-roll");
  const auto errorOf = [&](const char* text) {
    const auto values = readParameters(roll, text);
    EXPECT_FALSE(values) << text;
    return values ? "" : values.error().text();
  };
  EXPECT_THAT(errorOf("wings=2"), HasSubstr("samples, seed, dimensions, noise"));
  EXPECT_THAT(errorOf("noise"), HasSubstr("NAME=NUMBER"));
  EXPECT_THAT(errorOf("dimensions=2"),
              HasSubstr("dimensions: '2' is not possible here; expected a whole number from 3 to 50"));
  EXPECT_THAT(errorOf("dimensions=3.5"), HasSubstr("whole"));
  EXPECT_THAT(errorOf("noise=nan"), HasSubstr("noise"));
  EXPECT_THAT(errorOf("seed=1,seed=1"), HasSubstr("twice"));
  EXPECT_EQ((*readParameters(roll, "noise=0.5"))[3], 0.5);
}

TEST(BuiltinSets, TheSwissRollLiesOnItsSpiral) {
  const DatasetPtr roll = make("swiss-roll", "noise=0,samples=500");
  for (std::size_t i = 0; i < roll->count(); ++i) {
    const auto point = roll->numbers(i);
    const double t = roll->factors[0].values[i];
    EXPECT_NEAR(7 * std::hypot(point[0], point[2]), t, 1e-4);
    EXPECT_NEAR(std::cos(t - std::atan2(point[2], point[0])), 1, 1e-6);
    EXPECT_NEAR(7 * point[1], roll->factors[1].values[i], 1e-4);
  }
}

TEST(BuiltinSets, TheSCurveIsTwoHalfCircles) {
  const DatasetPtr curve = make("s-curve", "noise=0,samples=500");
  for (std::size_t i = 0; i < curve->count(); ++i) {
    const auto point = curve->numbers(i);
    EXPECT_NEAR(std::hypot(point[0], 1 - std::abs(point[2])), 1, 1e-5);
  }
}

TEST(BuiltinSets, ASheetInManyDimensionsKeepsItsForm) {
  for (const char* id : {"swiss-roll", "s-curve"}) {
    const std::vector<double> flat = spreads(*make(id, "noise=0"));
    const std::vector<double> wide = spreads(*make(id, "noise=0,dimensions=50"));
    ASSERT_EQ(wide.size(), 50U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(wide[i] / flat[i], 1, 0.1) << id;
    EXPECT_LT(wide[3], 1e-9) << id;
  }
  EXPECT_NEAR(spreads(*make("s-curve", "noise=0.5,dimensions=50"))[30], 0.25, 0.05);
}

TEST(BuiltinSets, ClustersHaveTheSpreadThatWasAsked) {
  const DatasetPtr clusters = make("clusters", "clusters=4,spread=0.2,dimensions=6,samples=4000");
  ASSERT_EQ(clusters->classNames.size(), 4U);
  for (std::int32_t label = 0; label < 4; ++label) {
    std::vector<double> sum(6), squares(6);
    double count = 0;
    double distance = 0;
    for (std::size_t i = 0; i < clusters->count(); ++i) {
      if (clusters->labels[i] != label) continue;
      ++count;
      distance += std::pow(clusters->factors[0].values[i], 2);
      for (std::size_t d = 0; d < 6; ++d) {
        sum[d] += clusters->numbers(i)[d];
        squares[d] += std::pow(clusters->numbers(i)[d], 2);
      }
    }
    EXPECT_EQ(count, 1000);
    EXPECT_NEAR(distance / count, 6, 0.5) << "the mean square of 6 standard normals";
    for (std::size_t d = 0; d < 6; ++d)
      EXPECT_NEAR(std::sqrt(squares[d] / count - std::pow(sum[d] / count, 2)), 0.2, 0.02);
  }
}

TEST(BuiltinSets, NoiseHasNoDirection) {
  const std::vector<double> found = spreads(*make("noise", "samples=20000,dimensions=8"));
  for (const double spread : found) EXPECT_NEAR(spread, 1, 0.06);
}

TEST(BuiltinSets, ShapesAreAsTheirFactorsSay) {
  const DatasetPtr shapes = make("shapes", "samples=300");
  const auto& factors = shapes->factors;
  for (std::size_t i = 0; i < shapes->count(); ++i) {
    const Image image = shapes->image(i);
    double ink = 0, x = 0, y = 0;
    for (std::size_t p = 0; p < image.pixels.size(); ++p) {
      ink += image.pixels[p];
      x += image.pixels[p] * (static_cast<double>(p % 32) + 0.5);
      y += image.pixels[p] * (static_cast<double>(p / 32) + 0.5);
    }
    const double square = std::pow(9 * factors[1].values[i], 2);
    EXPECT_EQ(shapes->className(i), factors[0].levels[static_cast<std::size_t>(factors[0].values[i])]);
    if (shapes->className(i) == "heart") continue;  // its area and centre have no simple form
    const double area = shapes->className(i) == "square" ? 2 * square : std::numbers::pi * square / 2;
    EXPECT_NEAR(ink / area, 1, 0.05);
    EXPECT_NEAR(x / ink, factors[3].values[i], 0.1);
    EXPECT_NEAR(y / ink, factors[4].values[i], 0.1);
  }
}

}  // namespace
}  // namespace isthmus
