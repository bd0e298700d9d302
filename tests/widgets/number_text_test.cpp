#include "widgets/text/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace isthmus {
namespace {

TEST(NumberText, PutsThousandsApart) {
  EXPECT_EQ(countText(0), QStringLiteral("0"));
  EXPECT_EQ(countText(70'000), QStringLiteral("70,000"));
  EXPECT_EQ(valueText(-1234.56, 1), QStringLiteral("−1,234.6"));
}

TEST(NumberText, WritesYearsAsYears) {
  EXPECT_EQ(dataValueText(2008), QStringLiteral("2008"));
  EXPECT_EQ(dataValueText(-9'999.4), QStringLiteral("−9999"));
  EXPECT_EQ(dataValueText(12'000), QStringLiteral("12,000"));
  EXPECT_EQ(dataValueText(0.25), QStringLiteral("0.25"));
}

TEST(NumberText, WritesOnlyNoneAndAllAsZeroAndAHundredPercent) {
  const auto share = [](double value) { return shareText(value).remove(QChar(0x202f)); };
  EXPECT_EQ(share(0), QStringLiteral("0%"));
  EXPECT_EQ(share(1e-7), QStringLiteral("0.01%"));
  EXPECT_EQ(share(0.004), QStringLiteral("0.40%"));
  EXPECT_EQ(share(0.0103), QStringLiteral("1.0%"));
  EXPECT_EQ(share(0.4567), QStringLiteral("46%"));
  EXPECT_EQ(share(0.9937), QStringLiteral("99.4%"));
  EXPECT_EQ(share(0.99999), QStringLiteral("99.9%"));
  EXPECT_EQ(share(1), QStringLiteral("100%"));
  EXPECT_EQ(share(std::nan("")), QStringLiteral("0%"));
}

TEST(NumberText, OnlyAPerfectAucIsWrittenAsOne) {
  EXPECT_EQ(aucText(1), QStringLiteral("1.000"));
  EXPECT_EQ(aucText(0.99999), QStringLiteral("> 0.999"));
  EXPECT_EQ(aucText(0.9871), QStringLiteral("0.987"));
  EXPECT_EQ(aucText(0.00001), QStringLiteral("< 0.001"));
  EXPECT_EQ(aucText(0), QStringLiteral("0.000"));
}

TEST(NumberText, StepsAreWrittenWithoutLoss) {
  EXPECT_EQ(decimalsFor(10), 0);
  EXPECT_EQ(decimalsFor(1), 0);
  EXPECT_EQ(decimalsFor(2.5), 1);
  EXPECT_EQ(decimalsFor(0.5), 1);
  EXPECT_EQ(decimalsFor(0.25), 2);
  EXPECT_EQ(decimalsFor(0.001), 3);
  EXPECT_EQ(decimalsFor(0), 0);
  EXPECT_EQ(decimalsFor(std::nan("")), 0);
}

TEST(NumberText, ValuesHaveFourDigitsWhateverTheirSize) {
  EXPECT_EQ(decimalsOf(231.44), 1);
  EXPECT_EQ(decimalsOf(0.05123), 5);
  EXPECT_EQ(decimalsOf(123'456), 0);
  EXPECT_EQ(decimalsOf(0), 0);
  EXPECT_EQ(decimalsOf(std::nan("")), 0);
}

TEST(NumberText, AShortValueHasThreeDigitsAndNoExponent) {
  EXPECT_EQ(shortValueText(0.05123), QStringLiteral("0.0512"));
  EXPECT_EQ(shortValueText(-2.5), QStringLiteral("−2.5"));
  EXPECT_EQ(shortValueText(231.44), QStringLiteral("231"));
  EXPECT_EQ(shortValueText(999.6), QStringLiteral("1,000"));
  EXPECT_EQ(shortValueText(1131.24), QStringLiteral("1,131"));
}

TEST(NumberText, ALongCodeIsShortenedAndCounted) {
  const std::vector<float> z = {0.41F, -1.2F, 0};
  EXPECT_EQ(vectorText(z, 3), QStringLiteral("(0.41, −1.20, 0.00)"));
  EXPECT_EQ(vectorText(z, 2), QStringLiteral("(0.41, −1.20, … 3 in all)"));
}

TEST(NumberText, ADurationReadsAsAPersonWouldSayIt) {
  EXPECT_EQ(durationText(0.2), "1 s");
  EXPECT_EQ(durationText(199.3), "3 min 20 s");
  EXPECT_EQ(durationText(3900), "1 h 05 min");
  EXPECT_EQ(durationText(-1), "");
  EXPECT_EQ(durationText(std::nan("")), "");
}

}  // namespace
}  // namespace isthmus
