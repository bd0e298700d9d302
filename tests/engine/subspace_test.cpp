// The iteration below the principal components, on matrices whose eigenvalues are known.
#include "core/engine/closed/subspace.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace isthmus::closed {
namespace {

class SubspaceTest : public testing::Test {
 protected:
  /// Of a diagonal matrix, whose eigenvectors are the axes, in no order.
  std::optional<Eigenpairs> ofDiagonal(const std::vector<double>& values, std::size_t count,
                                       const SubspaceGoal& goal = {}) {
    const auto multiply = [&](const Panels& block) {
      Panels product(block.rows(), block.cols());
      for (std::size_t row = 0; row < block.rows(); ++row)
        for (std::size_t col = 0; col < block.cols(); ++col)
          product.at(row, col) = values[at(row, values.size())] * block.at(row, col);
      return product;
    };
    return leadingEigenpairs(values.size(), count, multiply, goal, m_crew);
  }
  /// Where the row's value stands; 7919 is a prime that no size here has as a factor.
  static std::size_t at(std::size_t row, std::size_t size) { return row * 7919 % size; }

  Panels diagonal(const std::vector<double>& values) {
    Panels matrix(values.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) matrix.at(i, i) = values[at(i, values.size())];
    return matrix;
  }

  Team m_team{2};
  Task m_task;
  Crew m_crew{m_team, m_task};
};

double dotOf(const Panels& vectors, std::size_t i, std::size_t j) {
  double sum = 0;
  for (std::size_t row = 0; row < vectors.rows(); ++row) sum += vectors.at(row, i) * vectors.at(row, j);
  return sum;
}

double sumOfFirst(const std::vector<double>& values, std::size_t count) {
  return std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), 0.0);
}

TEST_F(SubspaceTest, FindsValuesThatSpanManyOrdersOfMagnitude) {
  std::vector<double> values;
  for (int i = 0; i < 400; ++i) values.push_back(std::pow(10, -0.25 * i));
  const auto pairs = ofDiagonal(values, 40);  // the last of them is 1e-10 of the first
  ASSERT_TRUE(pairs);
  EXPECT_TRUE(pairs->isExact);
  for (std::size_t k = 0; k < 40; ++k) {
    EXPECT_NEAR(pairs->values[k], values[k], 2e-12);
    for (std::size_t j = 0; j <= k; ++j) EXPECT_NEAR(dotOf(pairs->vectors, k, j), j == k ? 1 : 0, 1e-12);
    for (std::size_t row = 0; row < 400; ++row) {
      const double expected = at(row, 400) == k ? 1 : 0;
      if (k < 16) {
        EXPECT_NEAR(std::abs(pairs->vectors.at(row, k)), expected, 1e-6) << row << ", " << k;
      }
    }
  }
}

TEST_F(SubspaceTest, FindsAFewDimensionsAmongManyThatAreEmpty) {
  std::vector<double> values(400);
  values[0] = 3;
  values[1] = 1e-5;
  const auto pairs = ofDiagonal(values, 6);
  ASSERT_TRUE(pairs);
  EXPECT_TRUE(pairs->isExact);
  EXPECT_NEAR(pairs->values[0], 3, 1e-14);
  EXPECT_NEAR(pairs->values[1], 1e-5, 1e-14);
  for (std::size_t k = 2; k < 6; ++k) EXPECT_NEAR(pairs->values[k], 0, 1e-14);
  for (std::size_t k = 0; k < 6; ++k)
    for (std::size_t j = 0; j <= k; ++j) EXPECT_NEAR(dotOf(pairs->vectors, k, j), j == k ? 1 : 0, 1e-13);
}

TEST_F(SubspaceTest, TellsHowFarItFallsShortWhenItMustStop) {
  for (const double ratio : {0.8, 0.95, 0.99}) {
    std::vector<double> values;
    for (int i = 0; i < 500; ++i) values.push_back(std::pow(ratio, i));
    for (const std::size_t products : {3U, 5U, 8U, 12U}) {
      SubspaceGoal goal;
      goal.products = products;
      goal.seed = products;
      const auto pairs = ofDiagonal(values, 5, goal);
      ASSERT_TRUE(pairs);
      const double shortfall = sumOfFirst(values, 5) - sumOfFirst(pairs->values, 5);
      if (pairs->isExact) continue;
      EXPECT_GT(shortfall, -1e-12);
      EXPECT_LT(shortfall, 2.5 * pairs->shortfall) << ratio << ", " << products << " products";
      EXPECT_GT(shortfall, pairs->shortfall / 10 - 1e-12) << ratio << ", " << products << " products";
    }
  }
}

/// Hundreds of values that are all but equal.
std::vector<double> crowded(std::size_t size) {
  std::vector<double> values;
  for (std::size_t i = 0; i < size; ++i) values.push_back(1 - 1e-8 * static_cast<double>(i));
  return values;
}

TEST_F(SubspaceTest, SaysWhenItHasNotComeToAnEnd) {
  const std::vector<double> values = crowded(1100);
  const auto pairs = ofDiagonal(values, 4);
  ASSERT_TRUE(pairs);
  EXPECT_FALSE(pairs->isExact);
  const double shortfall = sumOfFirst(values, 4) - sumOfFirst(pairs->values, 4);
  EXPECT_LE(shortfall, 2.5 * pairs->shortfall);
  EXPECT_LT(pairs->shortfall, 1e-4);
}

TEST_F(SubspaceTest, ASmallMatrixOnWhichTheIterationFailsIsDecomposedAsAWhole) {
  const std::vector<double> values = crowded(200);
  const auto pairs = leadingEigenpairs(diagonal(values), 4, m_crew, {});
  ASSERT_TRUE(pairs);
  EXPECT_TRUE(pairs->isExact);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(pairs->values[k], values[k], 1e-14);
}

TEST_F(SubspaceTest, AMatrixThatIsThereAgreesWithItsDecompositionAsAWhole) {
  constexpr std::size_t kSize = 250;
  Random random(6);
  Panels x(300, kSize);
  for (std::size_t row = 0; row < x.rows(); ++row)
    for (std::size_t col = 0; col < kSize; ++col) x.at(row, col) = random.normal();
  Panels matrix(kSize, kSize);
  addTransposeTimes(x, x, matrix, m_crew, {}, Tiles::Lower);
  mirrorLower(matrix, m_crew);
  const auto whole = leadingEigenpairs(matrix, 60, m_crew, {});  // a fifth or more of them
  const auto iterated = leadingEigenpairs(matrix, 7, m_crew, {});
  ASSERT_TRUE(whole);
  ASSERT_TRUE(iterated);
  EXPECT_TRUE(iterated->isExact);
  for (std::size_t k = 0; k < 7; ++k) {
    EXPECT_NEAR(iterated->values[k] / whole->values[k], 1, 1e-12);
    double along = 0;
    for (std::size_t row = 0; row < kSize; ++row)
      along += iterated->vectors.at(row, k) * whole->vectors.at(row, k);
    EXPECT_NEAR(std::abs(along), 1, 1e-12);
  }
}

TEST_F(SubspaceTest, ProductsAreThoseOfTheirDefinition) {
  Random random(2);
  const auto drawn = [&](std::size_t rows, std::size_t cols) {
    Panels panels(rows, cols);
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t col = 0; col < cols; ++col) panels.at(row, col) = random.normal();
    return panels;
  };
  for (const std::size_t inner : {1U, 13U, 150U}) {
    const Panels a = drawn(inner, 29);
    const Panels b = drawn(inner, 14);
    Panels product(29, 14);
    addTransposeTimes(a, b, product, m_crew);
    const Panels c = drawn(101, inner);
    Panels other(101, 14);
    addTimes(c, b, other, m_crew);
    for (std::size_t col = 0; col < 14; ++col) {
      for (std::size_t row = 0; row < 101; ++row) {
        double first = 0;
        double second = 0;
        for (std::size_t i = 0; i < inner; ++i) {
          if (row < 29) first += a.at(i, row) * b.at(i, col);
          second += c.at(row, i) * b.at(i, col);
        }
        if (row < 29) {
          EXPECT_NEAR(product.at(row, col), first, 1e-12);
        }
        EXPECT_NEAR(other.at(row, col), second, 1e-12);
      }
    }
  }
}

}  // namespace
}  // namespace isthmus::closed
