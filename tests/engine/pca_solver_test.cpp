#include "core/engine/closed/pca_solver.h"

#include "core/data/dataset_format.h"
#include "tests/engine/pca_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::alongCosines;
using test::decaying;
using test::expectOrthonormalAndTurned;
using test::solved;
using test::sumOf;
using test::vectorsOf;
using ::testing::HasSubstr;

constexpr std::array kMethods = {PcaMethod::Covariance, PcaMethod::Gram, PcaMethod::Randomised};

/// What tests/fixtures/pca/make_pca.py wrote.
struct Reference {
  Dataset dataset;
  std::vector<double> mean;
  std::vector<double> variances;  // all of them
  std::vector<std::vector<double>> components;
};

Reference readReference(const std::string& name) {
  std::ifstream file(fs::path(ISTHMUS_SOURCE_DIR) / "tests/fixtures/pca" / name);
  std::size_t samples = 0;
  std::size_t numbers = 0;
  std::size_t count = 0;
  std::size_t rank = 0;
  file >> samples >> numbers >> count >> rank;
  const auto row = [&](std::size_t size) {
    std::vector<double> values(size);
    for (double& value : values) file >> value;
    return values;
  };
  Reference reference;
  const std::vector<double> values = row(samples * numbers);
  reference.dataset = vectorsOf(numbers, {values.begin(), values.end()});
  reference.mean = row(numbers);
  reference.variances = row(rank);
  for (std::size_t i = 0; i < count; ++i) reference.components.push_back(row(numbers));
  EXPECT_TRUE(file) << name;
  return reference;
}

void expectAgrees(const Pca& pca, const Reference& reference) {
  ASSERT_EQ(pca.components.rows, reference.components.size());
  EXPECT_NEAR(pca.totalVariance / sumOf(reference.variances), 1, 1e-12);
  for (std::size_t i = 0; i < reference.mean.size(); ++i)
    EXPECT_NEAR(pca.mean[i], reference.mean[i], 1e-12 * std::abs(reference.mean[i]));
  for (std::size_t k = 0; k < pca.components.rows; ++k) {
    EXPECT_NEAR(pca.variances[k], reference.variances[k], 1e-12 * reference.variances[0]) << k;
    EXPECT_NEAR(pca.variances[k] / reference.variances[k], 1, 1e-6) << k;
    for (std::size_t i = 0; i < reference.mean.size(); ++i)
      EXPECT_NEAR(pca.components.at(k, i), reference.components[k][i], 1e-6) << k << ", " << i;
  }
}

TEST(PcaSolver, AgreesWithNumPysDecompositionByEveryMethod) {
  for (const char* name : {"tall.txt", "wide.txt"}) {
    const Reference reference = readReference(name);
    for (const PcaMethod method : kMethods) {
      SCOPED_TRACE(std::string(name) + ", method " + std::to_string(static_cast<int>(method)));
      const Pca pca = solved(reference.dataset, reference.components.size(), {.method = method});
      expectAgrees(pca, reference);
      expectOrthonormalAndTurned(pca);
      EXPECT_EQ(pca.method, method);
      EXPECT_TRUE(pca.isExact) << "the random block spans all that there is";
      EXPECT_EQ(pca.error, 0);
    }
  }
}

TEST(PcaSolver, ChoosesTheSmallerMatrixAndSparesLargeOnes) {
  EXPECT_EQ(pcaMethodFor(60'000, 784), PcaMethod::Covariance);
  EXPECT_EQ(pcaMethodFor(60'000, 5'000), PcaMethod::Covariance);
  EXPECT_EQ(pcaMethodFor(784, 784), PcaMethod::Covariance);
  EXPECT_EQ(pcaMethodFor(200, 20'000), PcaMethod::Gram);
  EXPECT_EQ(pcaMethodFor(60'000, 5'001), PcaMethod::Randomised);
  EXPECT_EQ(pcaMethodFor(1'000'000, 5'000), PcaMethod::Randomised);
  EXPECT_EQ(solved(alongCosines(40, 12, {1}), 2).method, PcaMethod::Covariance);
  EXPECT_EQ(solved(alongCosines(12, 40, {1}), 2).method, PcaMethod::Gram);
}

TEST(PcaSolver, PointsOnALineHaveOneComponentAndTheRestIsCompleted) {
  const Dataset line =
      vectorsOf(4, {5, 3, -1, 8, 6, 5, -3, 8, 7, 7, -5, 8, 8, 9, -7, 8});  // along (1, 2, -2, 0)
  for (const PcaMethod method : kMethods) {
    const Pca pca = solved(line, 4, {.method = method});
    expectOrthonormalAndTurned(pca);
    EXPECT_EQ(pca.mean, (std::vector<double>{6.5, 6, -4, 8}));
    EXPECT_NEAR(pca.variances[0], 9 * 5.0 / 3, 1e-12);  // t = 0, 1, 2, 3 has the variance 5 / 3
    EXPECT_NEAR(pca.totalVariance, 15, 1e-12);
    for (std::size_t k = 1; k < 4; ++k) EXPECT_EQ(pca.variances[k], 0);
    EXPECT_NEAR(pca.components.at(0, 0), 1.0 / 3, 1e-7);
    EXPECT_NEAR(pca.components.at(0, 1), 2.0 / 3, 1e-7);
    EXPECT_NEAR(pca.components.at(0, 2), -2.0 / 3, 1e-7);
    EXPECT_EQ(pca.components.at(0, 3), 0);
    EXPECT_EQ(pca.components.at(1, 3), 1) << "first the number that never changes";
    EXPECT_TRUE(pca.isExact);
  }
}

/// Samples at +-a[i] along each axis: the mean is 0, the variance along axis i is 2 a[i]^2 / (2 n - 1).
Dataset onAxes(const std::vector<double>& a) {
  std::vector<float> values(2 * a.size() * a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    values[2 * i * a.size() + i] = static_cast<float>(a[i]);
    values[(2 * i + 1) * a.size() + i] = -static_cast<float>(a[i]);
  }
  return vectorsOf(a.size(), std::move(values));
}

TEST(PcaSolver, FindsAxesOfKnownVariances) {
  for (const std::size_t n : {5U, 400U}) {  // as a whole, and by iteration
    std::vector<double> a(n, 1);
    a[n - 2] = 4;
    a[1] = 3;
    a[n - 1] = 2;
    const Pca pca = solved(onAxes(a), 3);
    const double divisor = 2 * static_cast<double>(n) - 1;
    EXPECT_NEAR(pca.variances[0], 32 / divisor, 1e-12);
    EXPECT_NEAR(pca.variances[1], 18 / divisor, 1e-12);
    EXPECT_NEAR(pca.variances[2], 8 / divisor, 1e-12);
    EXPECT_NEAR(pca.components.at(0, n - 2), 1, 1e-6);
    EXPECT_NEAR(pca.components.at(1, 1), 1, 1e-6);
    EXPECT_NEAR(pca.components.at(2, n - 1), 1, 1e-6);
    EXPECT_TRUE(pca.isExact);
  }
}

TEST(PcaSolver, VariancesThatAreEqualOrAlmostEqualAreExactToo) {
  constexpr std::size_t kNumbers = 300;
  const double divisor = 2.0 * kNumbers - 1;
  const Pca equal = solved(onAxes(std::vector<double>(kNumbers, 3)), 5);
  expectOrthonormalAndTurned(equal);
  for (const double variance : equal.variances) EXPECT_NEAR(variance, 18 / divisor, 1e-12);
  EXPECT_TRUE(equal.isExact);

  std::vector<double> a;
  for (std::size_t i = 0; i < kNumbers; ++i) a.push_back(1 + 1e-6 * static_cast<double>(i));
  const Pca close = solved(onAxes(a), 5);
  EXPECT_TRUE(close.isExact);
  for (std::size_t k = 0; k < 5; ++k) {
    const double along = static_cast<double>(static_cast<float>(a[kNumbers - 1 - k]));
    EXPECT_NEAR(close.variances[k], 2 * along * along / divisor, 1e-13);
  }
}

TEST(PcaSolver, FewerDimensionsThanAskedForAreCompleted) {
  for (const PcaMethod method : kMethods) {
    const Pca pca = solved(alongCosines(100, 60, {4, 2, 1}), 20, {.method = method});
    expectOrthonormalAndTurned(pca);
    EXPECT_EQ(pca.components.rows, 20U);
    EXPECT_NEAR(sumOf(pca.variances) / pca.totalVariance, 1, 1e-6);
    EXPECT_GT(pca.variances[2], 0.5);
    EXPECT_LT(pca.variances[3], 1e-12) << "what is left is the rounding of floats";
  }
  const Pca wide = solved(alongCosines(4, 60, std::vector<double>(60, 1)), 20);
  expectOrthonormalAndTurned(wide);
  EXPECT_GT(wide.variances[2], 0);
  for (std::size_t k = 3; k < 20; ++k) EXPECT_EQ(wide.variances[k], 0) << "4 samples span 3 dimensions";
  EXPECT_NEAR(sumOf(wide.variances) / wide.totalVariance, 1, 1e-12);
}

TEST(PcaSolver, ConstantsAndASingleSampleHaveNoVariance) {
  for (const auto& values : {std::vector<float>{2, 0, 7, 2, 0, 7}, std::vector<float>{2, 0, 7}}) {
    const Pca pca = solved(vectorsOf(3, values), 9);
    EXPECT_EQ(pca.mean, (std::vector<double>{2, 0, 7}));
    EXPECT_EQ(pca.components.values, (std::vector<float>{1, 0, 0, 0, 1, 0, 0, 0, 1}));
    EXPECT_EQ(pca.variances, (std::vector<double>{0, 0, 0})) << "no more than there are numbers";
    EXPECT_EQ(pca.totalVariance, 0);
    EXPECT_EQ(pca.error, 0);
    EXPECT_TRUE(pca.isExact);
  }
}

TEST(PcaSolver, ScalesSamplesAndTakesOnlyThoseItIsGiven) {
  Dataset dataset = alongCosines(50, 6, {3, 2, 1, 1, 1, 1});
  dataset.scaling = Scaling::Standardise;
  const std::vector<std::size_t> samples = {3, 40, 7, 8, 21, 22, 23, 30};
  const InputScaling scaling = fitScaling(dataset, samples);
  const auto pca = solvePca(dataset, samples, scaling, 2, 1, {});
  ASSERT_TRUE(pca);
  std::vector<float> scaled(samples.size() * 6);
  for (std::size_t i = 0; i < samples.size(); ++i)
    scaleSample(dataset, samples[i], scaling, std::span(scaled).subspan(6 * i, 6));
  const Pca expected = solved(vectorsOf(6, scaled), 2);
  EXPECT_EQ(pca->components.values, expected.components.values);
  EXPECT_EQ(pca->variances, expected.variances);
  EXPECT_NEAR(pca->totalVariance, 6.0 * 8 / 7, 1e-6) << "each standardised number has a variance of 1";
}

TEST(PcaSolver, NumbersFarFromZeroKeepTheirSpread) {
  Random random(3);
  std::vector<float> held;
  std::vector<float> near;
  std::vector<float> far;
  for (int i = 0; i < 200; ++i) {
    const double x = random.normal();
    const double y = random.normal();
    for (const double value : {x + 0.1 * y, x - 0.1 * y}) {
      held.push_back(static_cast<float>(0.01 * value));
      near.push_back(std::round(static_cast<float>(100 * value)));
      far.push_back(near.back() + 1e6F);
    }
  }
  Dataset offset = vectorsOf(2, held);
  offset.offsets = {1e6, -3e7};  // the numbers themselves are 1000000.01 and such
  offset.scaling = Scaling::Standardise;
  const Pca pca = solved(offset, 2);
  EXPECT_NEAR(pca.totalVariance, 2 * 200.0 / 199, 1e-5);
  EXPECT_NEAR(pca.variances[1] / pca.variances[0], 0.01, 0.003);
  EXPECT_NEAR(pca.components.at(0, 0), std::sqrt(0.5), 1e-3);

  const Pca ofNear = solved(vectorsOf(2, near), 2);  // whole numbers, so that floats hold both exactly
  const Pca ofFar = solved(vectorsOf(2, far), 2);
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_NEAR(ofFar.variances[k] / ofNear.variances[k], 1, 1e-9);
    EXPECT_NEAR(ofFar.mean[k] - ofNear.mean[k], 1e6, 1e-6);
  }
}

TEST(PcaSolver, BytesAreIntensities) {
  Random random(8);
  Dataset bytes;
  bytes.shape = {5, 5, 1};
  std::vector<float> values;
  for (int i = 0; i < 25 * 70; ++i) {
    bytes.pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
    values.push_back(static_cast<float>(bytes.pixels.back()) / 255.0F);
  }
  bytes.trainCount = bytes.count();
  const Pca pca = solved(bytes, 5);
  const Pca expected = solved(vectorsOf(25, values), 5);
  EXPECT_EQ(pca.components.values, expected.components.values);
  EXPECT_EQ(pca.variances, expected.variances);
}

TEST(PcaSolver, TheRandomisedMethodTellsHowFarItFallsShort) {
  const auto expectTold = [](const Dataset& dataset, std::size_t count, double mostError) {
    const Pca exact = solved(dataset, count, {.method = PcaMethod::Covariance});
    const Pca found = solved(dataset, count, {.method = PcaMethod::Randomised});
    expectOrthonormalAndTurned(found);
    const double shortfall = (sumOf(exact.variances) - sumOf(found.variances)) / exact.totalVariance;
    EXPECT_GE(shortfall, -1e-12);
    EXPECT_LE(shortfall, 2 * found.error + 1e-12);
    EXPECT_LE(found.error, 3 * shortfall + mostError / 100) << "no idle warning";
    EXPECT_LE(found.error, mostError);
    EXPECT_FALSE(found.isExact);
    EXPECT_NEAR(found.totalVariance, exact.totalVariance, 1e-9 * exact.totalVariance);
    return test::dot(exact.components.row(0), found.components.row(0));
  };
  // Deviations of 0.9^i: every variance is 0.81 of the one before. Flat: nothing stands out of the noise.
  EXPECT_NEAR(expectTold(alongCosines(700, 300, decaying(120, 0.9)), 8, 1e-7), 1, 1e-5);
  EXPECT_NEAR(expectTold(alongCosines(700, 300, decaying(120, 0.97)), 8, 1e-7), 1, 1e-5);
  expectTold(alongCosines(700, 300, std::vector<double>(300, 1)), 8, 1e-3);
}

TEST(PcaSolver, GivesTheSameBitsWithAnyNumberOfThreads) {
  const Dataset dataset = alongCosines(2800, 400, decaying(200, 0.98));  // two portions
  for (const PcaMethod method : {PcaMethod::Covariance, PcaMethod::Randomised}) {
    const Pca one = solved(dataset, 10, {.threads = 1, .method = method});
    for (const std::size_t threads : {2U, 3U}) {
      const Pca several = solved(dataset, 10, {.threads = threads, .method = method});
      EXPECT_EQ(several.components.values, one.components.values);
      EXPECT_EQ(several.variances, one.variances);
      EXPECT_EQ(several.mean, one.mean);
      EXPECT_EQ(several.totalVariance, one.totalVariance);
      EXPECT_EQ(several.error, one.error);
    }
  }
  const Dataset wide = alongCosines(170, 700, decaying(170, 0.98));
  const Pca one = solved(wide, 10, {.threads = 1});
  EXPECT_EQ(one.method, PcaMethod::Gram);
  EXPECT_EQ(solved(wide, 10, {.threads = 2}).components.values, one.components.values);
}

TEST(PcaSolver, TheSeedMattersToTheRandomisedMethodAlone) {
  const Dataset dataset = alongCosines(500, 200, decaying(100, 0.98));
  const auto components = [&](PcaMethod method, std::uint64_t seed) {
    return solved(dataset, 5, {.method = method}, seed).components.values;
  };
  EXPECT_EQ(components(PcaMethod::Covariance, 1), components(PcaMethod::Covariance, 2));
  EXPECT_EQ(components(PcaMethod::Randomised, 1), components(PcaMethod::Randomised, 1));
  EXPECT_NE(components(PcaMethod::Randomised, 1), components(PcaMethod::Randomised, 2));
}

TEST(PcaSolver, ReportsRisingProgressAndCanBeCancelledAtEveryReport) {
  const Dataset dataset = alongCosines(1200, 320, decaying(60, 0.95));
  const std::vector<std::size_t> samples = test::allOf(dataset);
  for (const PcaMethod method : kMethods) {
    std::vector<double> fractions;
    const Task all{{}, [&](double fraction) { fractions.push_back(fraction); }};
    ASSERT_TRUE(solvePca(dataset, samples, {}, 3, 1, all, {.method = method}));
    EXPECT_TRUE(std::ranges::is_sorted(fractions));
    EXPECT_GE(fractions.size(), 5U);
    EXPECT_EQ(fractions.back(), 1);
    for (std::size_t at = 0; at + 1 < fractions.size(); at += 2) {
      std::stop_source source;
      std::size_t reports = 0;
      const Task task{source.get_token(), [&](double) {
                        if (reports++ == at) source.request_stop();
                      }};
      const auto pca = solvePca(dataset, samples, {}, 3, 1, task, {.method = method});
      ASSERT_FALSE(pca);
      EXPECT_EQ(pca.error().code, ErrorCode::Cancelled);
      EXPECT_EQ(pca.error().where, dataset.name);
      EXPECT_LE(reports, at + 2) << "it goes on for no more than it is at";
    }
  }
  std::stop_source before;
  before.request_stop();
  EXPECT_EQ(solvePca(dataset, samples, {}, 3, 1, {before.get_token()}).error().code, ErrorCode::Cancelled);
}

TEST(PcaSolver, RefusesWhatCannotBeLearntFrom) {
  const Dataset dataset = vectorsOf(2, {1, 2, 3, 4});
  const std::vector<std::size_t> samples = {0, 1};
  EXPECT_EQ(solvePca(dataset, {}, {}, 2, 1, {}).error().code, ErrorCode::BadSetting);
  EXPECT_EQ(solvePca(dataset, samples, {}, 0, 1, {}).error().code, ErrorCode::BadSetting);
  for (const float odd : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    const auto refused = solvePca(vectorsOf(2, {1, 2, 3, odd}), samples, {}, 2, 1, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::BadFormat);
    EXPECT_THAT(refused.error().text(), HasSubstr("finite"));
  }
  const float largest = std::numeric_limits<float>::max();
  EXPECT_TRUE(solvePca(vectorsOf(2, {1, 2, largest, -largest}), samples, {}, 2, 1, {}))
      << "doubles hold its square";
}

TEST(PcaSolver, ExplainsAsMuchOfFashionMnistAsNumPyDoes) {
  const fs::path file = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is absent (package dataset-fashion-mnist)";
  const auto loaded = loadDataset({"IDX", "fashion", {file}, {}, ""}, {}, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  ASSERT_EQ(dataset.count(), 60'000U);
  std::vector<std::size_t> samples = test::allOf(dataset);
  samples.resize(10'000);  // all 60,000 agree as well, but take a sanitizer minutes
  const auto pca = solvePca(dataset, samples, fitScaling(dataset), 10, 1, {});
  ASSERT_TRUE(pca) << pca.error().text();
  // numpy.linalg.eigvalsh(numpy.cov(x.T)) of x = float32(bytes) / float32(255), in float64
  EXPECT_NEAR(pca->totalVariance / 68.5044795968002, 1, 1e-12);
  EXPECT_NEAR(pca->variances[0] / 19.9052181899364, 1, 1e-12);
  EXPECT_NEAR(pca->variances[1] / 12.3394614957461, 1, 1e-12);
  EXPECT_NEAR(pca->variances[9] / 0.907352316252972, 1, 1e-12);
  EXPECT_NEAR((pca->variances[0] + pca->variances[1]) / pca->totalVariance, 0.47069446955099, 1e-12);
  EXPECT_TRUE(pca->isExact);
}

}  // namespace
}  // namespace isthmus
