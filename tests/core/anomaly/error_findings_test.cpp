#include "core/anomaly/error_findings.h"

#include "core/base/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

namespace isthmus {
namespace {

using Kind = ThresholdRule::Kind;

/// Two classes of 500 samples, the second with larger errors; the last fifth are for the test.
class FindErrors : public testing::Test {
 protected:
  FindErrors() {
    auto dataset = std::make_shared<Dataset>();
    dataset->shape = {1, 1, 1};
    dataset->pixels.resize(1000);
    dataset->classNames = {"normal", "odd"};
    auto errors = std::make_shared<SampleErrors>();
    auto parts = std::make_shared<std::vector<Part>>(1000, Part::Train);
    Random random(3);
    for (std::size_t i = 0; i < 1000; ++i) {
      dataset->labels.push_back(i % 2 == 0 ? 0 : 1);
      errors->values.push_back(static_cast<float>(10 + random.normal() + (i % 2 == 0 ? 0 : 3)));
      if (i >= 800) (*parts)[i] = Part::Test;
    }
    auto probe = std::make_shared<SampleErrors>();
    probe->values = {20, 30, NAN, 40};
    m_question = {.dataset = dataset, .errors = errors, .parts = parts, .probeErrors = probe};
  }

  ErrorQuestion m_question;
};

TEST_F(FindErrors, GivesWhatItsPartsGive) {
  const ErrorFindings found = findErrors(m_question);
  EXPECT_EQ(found.selection.errors.size(), 1000U);
  EXPECT_EQ(found.selection.reference.size(), 800U);
  EXPECT_EQ(found.probeErrors, (std::vector<float>{20, 30, 40}));
  EXPECT_EQ(found.probeNonFinite, 1U);
  EXPECT_EQ(found.threshold, thresholdFor(m_question.rule, found.selection.reference));
  ASSERT_TRUE(found.roc);
  EXPECT_EQ(found.roc->auc, 1);  // all of the probe lie above
  ASSERT_TRUE(found.probeHistogram);
  EXPECT_EQ(found.probeHistogram->bins, found.histogram.bins);
  std::uint64_t counted = found.histogram.above[0] + found.histogram.above[1] + found.histogram.below[0] +
                          found.histogram.below[1];
  for (const auto& group : found.histogram.counts)
    counted = std::accumulate(group.begin(), group.end(), counted);
  EXPECT_EQ(counted, 1000U);
}

TEST_F(FindErrors, TakesAClassForTheAnomaliesWhereItIsAsked) {
  m_question.anomalyClass = 1;
  m_question.part = Part::Test;
  const ErrorFindings found = findErrors(m_question);
  EXPECT_EQ(found.selection.errors.size(), 200U);
  ASSERT_TRUE(found.roc);
  EXPECT_NEAR(found.roc->auc, 0.983, 0.02);  // P(N(3, 2) > 0)
  m_question.anomalyClass = 0;
  EXPECT_NEAR(findErrors(m_question).roc->auc, 1 - found.roc->auc, 1e-12);
}

TEST_F(FindErrors, KeepsTheShareAboveAFixedThreshold) {
  m_question.rule = {Kind::Fixed, 250};  // of another measure
  m_question.fixedShare = 0.05;
  const ErrorFindings found = findErrors(m_question);
  EXPECT_EQ(found.rule.kind, Kind::Fixed);
  EXPECT_EQ(found.rule.parameter, found.threshold);
  EXPECT_NEAR(static_cast<double>(countAbove(found.selection.reference, found.threshold)), 40, 1);
}

TEST_F(FindErrors, FindsNothingWhereNoErrorIsFinite) {
  auto errors = std::make_shared<SampleErrors>();
  errors->values.assign(1000, NAN);
  m_question.errors = errors;
  const ErrorFindings found = findErrors(m_question);
  EXPECT_TRUE(std::isnan(found.threshold));
  EXPECT_TRUE(found.selection.reference.empty());
  EXPECT_EQ(found.selection.nonFinite, 1000U);
  EXPECT_FALSE(found.roc);
}

}  // namespace
}  // namespace isthmus
