#include "core/anomaly/error_measure.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(ErrorsOf, GivesTheMeasureThatWasAskedFor) {
  Encoding encoding;
  encoding.means = Matrix(2, 1);
  encoding.bce = {100, 200};
  encoding.mse = {0.1F, 0.2F};
  encoding.kl = {5, 7};
  encoding.sampledBce = {101, 203};
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::Bce), encoding.bce);
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::Mse), encoding.mse);
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::NegativeElbo), (std::vector<float>{106, 210}));
}

TEST(MeasureName, IsReadBack) {
  for (const ErrorMeasure measure : {ErrorMeasure::Bce, ErrorMeasure::Mse, ErrorMeasure::NegativeElbo})
    EXPECT_EQ(measureFromName(measureName(measure)), measure);
  EXPECT_EQ(measureFromName("rmse"), std::nullopt);
}

}  // namespace
}  // namespace isthmus
