#include "core/latent/code_use.h"

#include "core/base/random.h"
#include "core/model/kinds/vae.h"
#include "tests/support/special_floats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Dimensions whose means are N(0, spread^2) and whose log-variances are given.
Encoding encodingOf(const std::vector<std::pair<double, double>>& dimensions, std::size_t count = 4'000) {
  Encoding encoding = emptyEncoding(count, dimensions.size(), true);
  Random random(5);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
      encoding.means.row(i)[d] = static_cast<float>(dimensions[d].first * random.normal());
      encoding.logVariances.row(i)[d] = static_cast<float>(dimensions[d].second);
    }
  }
  return encoding;
}

CodeUse useOf(std::vector<double> kl, std::vector<double> variance) {
  return {std::move(kl), std::move(variance)};
}

TEST(CodeUse, IsTheKlDivergenceOfEachDimensionAndTheVarianceOfItsMeans) {
  const auto use = codeUse(encodingOf({{1, -4}, {0.001, 0}, {2, std::log(0.5)}}));
  ASSERT_TRUE(use);
  // 1/2 (E[mean^2] + variance - 1 - log variance)
  EXPECT_NEAR(use->kl[0], 0.5 * (1 + std::exp(-4) - 1 + 4), 0.05);
  EXPECT_NEAR(use->kl[1], 0, 1e-4);
  EXPECT_NEAR(use->kl[2], 0.5 * (4 + 0.5 - 1 + std::log(2)), 0.2);
  EXPECT_NEAR(use->variance[2], 4, 0.3);
  EXPECT_TRUE(use->isActive(0));
  EXPECT_FALSE(use->isActive(1));
}

TEST(CodeUse, LeavesOutWhatIsNotFiniteAndNeedsAPosterior) {
  Encoding encoding = encodingOf({{1, -4}, {1, -2}}, 100);
  const auto sound = codeUse(encoding);
  encoding.means.row(3)[1] = test::kNan;
  encoding.logVariances.row(50)[0] = test::kInfinity;
  EXPECT_NEAR(codeUse(encoding)->kl[0], sound->kl[0], 0.2);
  EXPECT_FALSE(codeUse(emptyEncoding(10, 2, false)));
  EXPECT_FALSE(codeUse(emptyEncoding(0, 2, true)));
}

TEST(CodeUse, OfManySamplesIsThatOfSomeOfThem) {
  const auto all = codeUse(encodingOf({{1, -4}, {0.5, -1}}, 100'001));
  EXPECT_NEAR(all->variance[0], 1, 0.05);
  EXPECT_NEAR(all->variance[1], 0.25, 0.02);
}

TEST(LeadingDimensions, AreTheTwoWithTheHighestKlTheHigherFirst) {
  EXPECT_EQ(leadingDimensions(useOf({0.1, 2, 0.5, 3}, {})), (std::pair<std::size_t, std::size_t>(3, 1)));
  EXPECT_EQ(leadingDimensions(useOf({1, 1, 1}, {})), (std::pair<std::size_t, std::size_t>(0, 1)));
}

TEST(LeadingDimensions, ChangePlacesOnlyForWhatIsWellAbove) {
  using Pair = std::pair<std::size_t, std::size_t>;
  EXPECT_EQ(leadingDimensions(useOf({1, 2, 1.1}, {}), Pair(0, 1)), Pair(0, 1));
  EXPECT_EQ(leadingDimensions(useOf({1, 2, 1.3}, {}), Pair(0, 1)), Pair(0, 1));
  EXPECT_EQ(leadingDimensions(useOf({1, 2, 1.5}, {}), Pair(0, 1)), Pair(1, 2));
  EXPECT_EQ(leadingDimensions(useOf({3, 2, 0}, {}), Pair(1, 0)), Pair(1, 0)) << "the axes keep their places";
  EXPECT_EQ(leadingDimensions(useOf({0, 2, 3}, {}), Pair(7, 1)), Pair(2, 1)) << "there is no such dimension";
}

TEST(Collapse, OfAllDimensionsSaysWhyAndWhatToTry) {
  const CodeUse off = useOf({0.004, 0.0001}, {0.002, 1e-5});
  const auto found = findCollapse(off, vaeSettings({8}, 2, 8), 5'000);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->isWhole);
  EXPECT_THAT(found->unused, ElementsAre(0U, 1U));
  EXPECT_THAT(found->message, HasSubstr("Posterior collapse: the code is not in use"));
  EXPECT_THAT(found->message, HasSubstr("smaller beta (now 8), a KL warm-up or a smaller learning rate."));
  EXPECT_THAT(findCollapse(off, vaeSettings({8}, 2, 1, 50), 5'000)->message,
              HasSubstr("a longer KL warm-up"));
  EXPECT_THAT(findCollapse(off, vaeSettings({8}, 2), 5'000)->message, HasSubstr("nothing that"));
}

TEST(Collapse, OfSomeDimensionsNamesThem) {
  const auto one = findCollapse(useOf({2, 0.001, 1}, {1, 1e-4, 0.9}), vaeSettings({8}, 3), 5'000);
  ASSERT_TRUE(one);
  EXPECT_FALSE(one->isWhole);
  EXPECT_THAT(one->message, HasSubstr("z2 is not in use"));
  EXPECT_THAT(one->message, HasSubstr("need no more dimensions"));
  std::vector<double> kl(9, 0);
  std::vector<double> variance(9, 0);
  kl[4] = variance[4] = 1;
  EXPECT_THAT(findCollapse(useOf(kl, variance), vaeSettings({8}, 9), 5'000)->message,
              HasSubstr("z1, z2, z3, z4 and 4 more are not in use"));
}

TEST(Collapse, IsNotSaidOfAHealthyRunNorOfOneThatHasHardlyBegun) {
  EXPECT_FALSE(findCollapse(useOf({3, 2}, {1, 0.9}), vaeSettings({8}, 2), 5'000));
  EXPECT_FALSE(findCollapse(useOf({0.03, 2}, {0.02, 0.9}), vaeSettings({8}, 2), 5'000)) << "weak, but in use";
  EXPECT_FALSE(findCollapse(useOf({0, 0}, {0, 0}), vaeSettings({8}, 2), kStepsBeforeJudged - 1));
}

TEST(Collapse, IsSaidOfADecoderThatNoLongerDependsOnTheCode) {
  const auto dead = findCollapse(std::nullopt, 0.0001, {}, 5'000);
  ASSERT_TRUE(dead);
  EXPECT_TRUE(dead->isWhole);
  EXPECT_THAT(dead->message, HasSubstr("smaller learning rate"));
  EXPECT_FALSE(findCollapse(std::nullopt, 0.3, {}, 5'000));
  EXPECT_FALSE(findCollapse(std::nullopt, std::nullopt, {}, 5'000));
  EXPECT_FALSE(findCollapse(std::nullopt, 0.0001, {}, 10));
  EXPECT_THAT(findCollapse(useOf({0, 0}, {0, 0}), 0.0001, vaeSettings({8}, 2), 5'000)->message,
              HasSubstr("Posterior collapse"));
}

}  // namespace
}  // namespace isthmus
