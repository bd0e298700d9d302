#include "core/anomaly/error_measure.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(ErrorsOf, GivesTheMeasureThatWasAskedFor) {
  Encoding encoding;
  encoding.means = Matrix(2, 1);
  encoding.nll = {100, 200};
  encoding.mse = {0.1F, 0.2F};
  encoding.kl = {5, 7};
  encoding.sampledNll = {101, 203};
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::NegativeLogLikelihood), encoding.nll);
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::Mse), encoding.mse);
  EXPECT_EQ(errorsOf(encoding, ErrorMeasure::NegativeElbo), (std::vector<float>{106, 210}));
}

TEST(MeasureName, IsReadBack) {
  for (const ErrorMeasure measure :
       {ErrorMeasure::NegativeLogLikelihood, ErrorMeasure::Mse, ErrorMeasure::NegativeElbo})
    EXPECT_EQ(measureFromName(measureName(measure)), measure);
  EXPECT_EQ(measureFromName("bce"), ErrorMeasure::NegativeLogLikelihood);  // as it was called for pictures
  EXPECT_EQ(measureFromName("rmse"), std::nullopt);
}

}  // namespace
}  // namespace isthmus
