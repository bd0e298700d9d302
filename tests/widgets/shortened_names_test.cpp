#include "widgets/text/shortened_names.h"

#include "tests/support/widget_support.h"

#include <QElapsedTimer>
#include <QFontMetricsF>
#include <QSet>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

double widthOf(const QString& text) {
  return QFontMetricsF(QFont()).horizontalAdvance(text);
}

/// Distinct names stay distinct and all fit.
void expectToldApart(const QStringList& names, double width) {
  const QStringList shown = shortenedNames(names, QFont(), width);
  ASSERT_EQ(shown.size(), names.size());
  EXPECT_EQ(QSet<QString>(shown.begin(), shown.end()).size(),
            QSet<QString>(names.begin(), names.end()).size())
      << shown.join(" | ").toStdString();
  for (const QString& text : shown) EXPECT_LE(widthOf(text), width + 0.5) << text.toStdString();
}

TEST(ShortenedNames, NamesThatFitStayWhole) {
  const QStringList names = {"setosa", "versicolor", "virginica"};
  EXPECT_EQ(shortenedNames(names, QFont(), 1000), names);
  EXPECT_EQ(shortenedNames({}, QFont(), 50), QStringList());
}

TEST(ShortenedNames, TheMiddleOfALongNameIsLeftOut) {
  const QString name = "Bosnia and Herzegovina";
  const QString shown = shortenedNames({name, "Chad"}, QFont(), widthOf("Bosnia and Herz")).front();
  EXPECT_TRUE(shown.startsWith("Bos")) << shown.toStdString();
  EXPECT_TRUE(shown.endsWith("vina")) << shown.toStdString();
  EXPECT_TRUE(shown.contains(QChar(0x2026)));
}

TEST(ShortenedNames, NamesWithOneBeginningAndOneEndAreToldApartByWhatLiesBetween) {
  const QString head = "the quick brown fox jumps over ";
  const QString tail = " and then walks home to its den again";
  const QStringList names = {head + "ALPHA" + tail, head + "BETA" + tail, head + "GAMMA" + tail, "short"};
  const double width = widthOf("the quick brown fox jum");
  const QStringList shown = shortenedNames(names, QFont(), width);
  EXPECT_TRUE(shown[0].contains("ALPH")) << shown[0].toStdString();
  EXPECT_TRUE(shown[1].contains("BET")) << shown[1].toStdString();
  EXPECT_TRUE(shown[2].contains("GAMM")) << shown[2].toStdString();
  EXPECT_TRUE(shown[0].startsWith('t')) << shown[0].toStdString();
  EXPECT_EQ(shown[3], "short");
  expectToldApart(names, width);
}

TEST(ShortenedNames, FeaturesOfOneKindKeepWhatDiffers) {
  const QStringList names = {"bill_length_mm", "bill_depth_mm", "year"};
  const double width = widthOf("bill\u2026th_mm");
  const QStringList shown = shortenedNames(names, QFont(), width);
  EXPECT_TRUE(shown[0].contains("leng")) << shown[0].toStdString();
  EXPECT_TRUE(shown[1].contains("dep")) << shown[1].toStdString();
  EXPECT_EQ(shown[2], "year");
  expectToldApart(names, width);
}

TEST(ShortenedNames, NamesThatDifferInSeveralPlacesAreToldApart) {
  QStringList names;
  for (const char* site : {"oesophagus", "oesophagitis", "oesophageal"})
    for (const char* side : {"left", "right"})
      for (int stage = 1; stage <= 3; ++stage)
        names << QStringLiteral("tissue sample of the %1, %2 side, stage %3, second visit")
                     .arg(site, side)
                     .arg(stage);
  expectToldApart(names, widthOf("tissue sample of"));
  expectToldApart(names, widthOf("tissue sam"));
}

TEST(ShortenedNames, WhereNothingHasRoomNamesAreNumbered) {
  QStringList names;
  for (int i = 0; i < 40; ++i)
    names << QString(60, 'x') + QString(30 + i, 'a') + QString(70 - i, 'b') + QString(60, 'y');
  expectToldApart(names, widthOf("xxx\u2026yyyy"));
}

TEST(ShortenedNames, EqualNamesAreShownEqual) {
  const QString name(80, 'n');
  const QStringList shown = shortenedNames({name, name}, QFont(), 60);
  EXPECT_EQ(shown[0], shown[1]);
}

TEST(ShortenedNames, PairsOfSurrogatesStayWhole) {
  const QString fox = QString::fromUtf8("\xF0\x9F\xA6\x8A");
  QStringList names;
  for (const QString& own : {QStringLiteral("1"), QStringLiteral("2"), QString::fromUtf8("\xF0\x9F\xA6\x8B")})
    names << fox.repeated(20) + own + fox.repeated(20);
  for (const QString& shown : shortenedNames(names, QFont(), widthOf(fox) * 8)) {
    EXPECT_EQ(QString::fromUtf8(shown.toUtf8()), shown) << "half a pair would not come back";
  }
}

TEST(ShortenedNames, AThousandAlikeNamesAreQuick) {
  QStringList names;
  for (int i = 0; i < 1000; ++i)
    names << QStringLiteral("a class with a long name, number %1, of the second experiment").arg(i);
  QElapsedTimer timer;
  timer.start();
  expectToldApart(names, widthOf("a class with a long"));
  EXPECT_LT(timer.elapsed(), 3000);
}

TEST(ShortenedNames, AreKeptUntilTheWidthChanges) {
  FittedNames names;
  names.setNames({"a name of some length", "another"});
  EXPECT_EQ(names.text(0, QFont(), 1000), "a name of some length");
  EXPECT_NE(names.text(0, QFont(), 40), "a name of some length");
  EXPECT_EQ(names.text(7, QFont(), 40), QString());
}

}  // namespace
}  // namespace isthmus
