#include "tests/support/table_loading.h"
#include "tests/support/zip_bytes.h"

#include <gmock/gmock.h>

#include <string>

namespace isthmus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class TableLayouts : public test::TableLoading {
 protected:
  /// 30 rows, each within these two texts.
  static std::string rows(const std::string& before = "", const std::string& after = "") {
    std::string text;
    for (int r = 0; r < 30; ++r)
      text += before + std::to_string(r * 0.5) + "," + std::to_string(r % 7 * 1.25) + "," +
              std::to_string(100 - r * 0.75) + (r % 2 == 0 ? ",a" : ",b") + after + "\n";
    return text;
  }
  void expectPlain(const std::string& text, const std::string& options = "split=0") {
    const Dataset set = loadText(text, options);
    EXPECT_EQ(set.count(), 30U) << text.substr(0, 80);
    EXPECT_THAT(set.features, ElementsAre("x", "y", "z")) << text.substr(0, 80);
    EXPECT_THAT(set.classNames, ElementsAre("a", "b")) << text.substr(0, 80);
    EXPECT_FLOAT_EQ(set.values.at(3), 0.5F) << text.substr(0, 80);
  }
};

TEST_F(TableLayouts, TakeRsRowNames) {
  std::string text = "\"x\",\"y\",\"z\",\"class\"\n";
  for (int r = 0; r < 30; ++r)
    text += "\"" + std::to_string(r + 1) + "\"," + std::to_string(r * 0.5) + ",1.5,2,\"" +
            (r % 2 == 0 ? "a" : "b") + "\"\n";
  const Dataset set = loadText(text);
  EXPECT_EQ(set.count(), 30U);
  EXPECT_THAT(set.features, ElementsAre("x", "y", "z"));
  EXPECT_THAT(set.classNames, ElementsAre("a", "b"));
  ASSERT_THAT(set.sampleNames, SizeIs(30));
  EXPECT_EQ(set.sampleNames[4], "5");
}

TEST_F(TableLayouts, ObeyExcelsSeparatorLine) {
  EXPECT_THAT(loadText("sep=;\nx;y\n0,747;1\n49526,934;2\n1,5;3\n", "label=none,split=0").values,
              ElementsAre(0.747F, 1, 49526.934F, 2, 1.5F, 3));
  EXPECT_THAT(loadText("sep=;\r\nx;y\r\n0,747;1\r\n3,5;2\r\n", "label=none,split=0").values,
              ElementsAre(0.747F, 1, 3.5F, 2));
}

TEST_F(TableLayouts, PassOverLinesBeforeTheHeaderAndCountThem) {
  const std::string preamble = "Instrument,AcquaSpec 3000\nOperator,N.N.\nDate,2021-03-04 10:11\n";
  expectPlain(preamble + "\nx,y,z,class\n" + rows());
  expectPlain(preamble + "x,y,z,class\n" + rows());
  expectPlain("Report of 2021\n\nx,y,z,class\n" + rows());
  expectPlain("Report of 2021,,,\nBy hand,,,\nx,y,z,class\n" + rows());
  EXPECT_THAT(remarksOn(preamble + "\nx,y,z,class\n" + rows()),
              Contains("3 lines before the table were passed over, the first being \"Instrument, AcquaSpec "
                       "3000\"."));
  expectPlain("Operator,N.N.,,\nDate,2021,,\nx,y,z,class\n" + rows());
  expectPlain("a,b,c,d\n1,2,3,4\nx,y,z,class\n" + rows(), "skip=2,split=0");
}

TEST_F(TableLayouts, PassOverALineOfUnits) {
  expectPlain("x,y,z,class\nmm,kg,deg C,-\n" + rows());
  EXPECT_THAT(remarksOn("x,y,z,class\nmm,kg,deg C,-\n" + rows()),
              Contains(HasSubstr("Line 2 (\"mm, kg, deg C, -\") was passed over")));
}

TEST_F(TableLayouts, JoinTwoLinesOfNames) {
  std::string text = "size,,weight,\nmean,sd,mean,sd\n";
  for (int r = 0; r < 30; ++r) text += std::to_string(r * 0.5) + ",1.5,2.5," + std::to_string(r * 0.1) + "\n";
  EXPECT_THAT(loadText(text, "label=none,split=0").features,
              ElementsAre("size mean", "size sd", "weight mean", "weight sd"));
}

TEST_F(TableLayouts, PassOverCommentsInside) {
  expectPlain("% made by hand\n# twice\nx,y,z,class\n# inside\n" + rows() + "# the end\n");
  expectPlain("x,y,z,class\n" + rows() + "#1.5,2,3,a\n");
  expectPlain("x,y,z,class\n!1,2,3,a\n" + rows(), "comment=!,split=0");
  EXPECT_THAT(loadText("% one\nx,y,z,class\n# inside\n" + rows()).notes,
              Contains("2 lines that begin as comments do were passed over."));
}

TEST_F(TableLayouts, TakeNoColumnBehindADelimiterAtTheEnd) {
  expectPlain("x,y,z,class\n" + rows("", ","));
  expectPlain("x,y,z,class,\n" + rows("", ","));
  expectPlain("x,y,z,class,\n" + rows());
  expectPlain("x,y,z,class,,,\n" + rows("", ",,,"));
}

TEST_F(TableLayouts, RefuseAHeaderWithoutARow) {
  EXPECT_THAT(refusal("x,y,z,class\n"), HasSubstr("has a header and no row"));
  EXPECT_THAT(refusal("x,y,z,class"), HasSubstr("has a header and no row"));
}

TEST_F(TableLayouts, RefuseAHeaderOfMoreNamesThanFields) {
  EXPECT_THAT(refusal("a,b,c,d,e\n1,2,3\n4,5,6\n7,8,9\n"),
              HasSubstr("names 5 columns in line 1, but the rows have 3 fields"));
}

TEST_F(TableLayouts, KeepARowWithoutAHeader) {
  EXPECT_EQ(loadText("1.5,2,a\n2.5,3,b\n3.5,4,a\n4.5,5,b\n").count(), 4U);
  EXPECT_EQ(loadText("NA,2.5,a\n2.5,3.5,b\n3.5,4,a\n4.5,5,b\n9,9,a\n9,8,b\n").count(), 5U);
  EXPECT_EQ(
      loadText("country,1990,1991,1992,1993\nA,1.5,2,3,4\nB,2.5,3,4,5\nC,1,2,3,5\n", "label=none,split=0")
          .features.size(),
      4U);
}

TEST_F(TableLayouts, ReadWordVectorsInWhichQuotationMarksAreWords) {
  std::string text;
  for (int r = 0; r < 200; ++r) {
    text += r == 3 ? "\"" : r == 150 ? "\"\"" : r == 5 ? "'s" : r == 6 ? "#" : "w" + std::to_string(r);
    for (int c = 0; c < 10; ++c) text += " " + std::to_string(r * 0.01 - c);
    text += " \n";
  }
  for (const std::string count : {"", "200 10\n"}) {
    const Dataset set = load({write("vectors.txt", count + text)});
    EXPECT_EQ(set.count(), 200U);
    EXPECT_EQ(set.shape.size(), 10U);
    ASSERT_THAT(set.sampleNames, SizeIs(200));
    EXPECT_EQ(set.sampleNames[3], "\"");
    EXPECT_EQ(set.sampleNames[6], "#");
    EXPECT_EQ(set.sampleNames[150], "\"\"");
    EXPECT_FLOAT_EQ(set.values[30], 0.03F);
  }
}

TEST_F(TableLayouts, ReadHeadersOfManyColumns) {
  for (const int columns : {20'000, 131'071}) {
    std::string text = "cell";
    for (int c = 0; c < columns; ++c) text += ",G" + std::to_string(c);
    for (int r = 0; r < 5; ++r) {
      text += "\nc" + std::to_string(r);
      for (int c = 0; c < columns; ++c) text += c % 7 == r ? ",3" : ",0";
    }
    const Dataset set = loadText(text + "\n", "shape=vector,split=0");
    EXPECT_EQ(set.count(), 5U);
    EXPECT_EQ(set.features.size(), static_cast<std::size_t>(columns));
    ASSERT_THAT(set.sampleNames, SizeIs(5));
    EXPECT_EQ(set.sampleNames[4], "c4");
  }
}

TEST_F(TableLayouts, ReadTextInUtf16) {
  const std::string text = "x,y,kind\n1.5,2,\xC3\xA9t\xC3\xA9\n3,4,b\n5,6.5,b\n7,8,\xC3\xA9t\xC3\xA9\n";
  const std::u16string wide = u"x,y,kind\n1.5,2,\u00E9t\u00E9\n3,4,b\n5,6.5,b\n7,8,\u00E9t\u00E9\n";
  for (const bool big : {false, true}) {
    for (const bool mark : {false, true}) {
      std::string bytes = !mark ? "" : big ? "\xFE\xFF" : "\xFF\xFE";
      for (const char16_t unit : wide) {
        const char low = static_cast<char>(unit & 0xFF);
        const char high = static_cast<char>(unit >> 8);
        bytes += big ? std::string{high, low} : std::string{low, high};
      }
      const Dataset set = loadText(bytes);
      EXPECT_EQ(set.values, loadText(text).values);
      EXPECT_THAT(set.classNames, ElementsAre("\xC3\xA9t\xC3\xA9", "b"));
    }
  }
}

TEST_F(TableLayouts, TakeQuotationMarksAsTold) {
  EXPECT_THAT(loadText("n,x,y\n'a, b',1,2\n'c',3,4\n'd, e',5,6\n", "quote=single,label=none,split=0").values,
              ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(loadText("n,x,y\n\"a,1,2\nc\",3,4\n", "quote=none,label=none,split=0").values,
              ElementsAre(1, 2, 3, 4));
}

TEST_F(TableLayouts, KeepAFirstRowWithMarksOfMissingNumbers) {
  std::string text = "Date;Time;power;voltage\n16/12/2006;17:00:00;?;?\n";
  for (int r = 0; r < 30; ++r)
    text += "16/12/2006;17:" + std::to_string(10 + r) + ":00;1." + std::to_string(r) + ";234.5\n";
  EXPECT_EQ(loadText(text, "missing=median,split=0").count(), 31U);
}

TEST_F(TableLayouts, PassOverMarksOfOtherProgramsRoundTheTable) {
  std::string text = "!Series_title\t\"x\"\n!table_begin\n\"ID\"\t\"GSM1\"\t\"GSM2\"\t\"GSM3\"\n";
  for (int r = 0; r < 20; ++r)
    text += "\"P" + std::to_string(r) + "\"\t1." + std::to_string(r) + "\t2.5\t0.5\n";
  EXPECT_EQ(load({write("series.tsv", text + "!table_end\n")}, "transpose=no,split=0").count(), 20U);
}

TEST_F(TableLayouts, TakeYearsAndWavelengthsAmongWordsForNames) {
  std::string years = "Country Name,Code";
  std::string waves = "sample";
  for (int i = 0; i < 12; ++i) {
    years += "," + std::to_string(1990 + i);
    waves += "," + std::to_string(850 + 2 * i) + ".5";
  }
  years += "\n";
  waves += "\n";
  std::string rising = "a0";
  for (int r = 0; r < 30; ++r) {
    years += "Land " + std::to_string(r) + ",L" + std::to_string(r);
    waves += "N" + std::to_string(r);
    for (int i = 0; i < 12; ++i) {
      const std::string cell = "," + std::to_string((r * 7 + i * 5) % 11) + ".25";
      years += cell;
      waves += cell;
      if (r == 0) rising += "," + std::to_string(i + 1);
    }
    years += "\n";
    waves += "\n";
  }
  const Dataset lands = loadText(years, "label=none,split=0");
  EXPECT_EQ(lands.count(), 30U);
  EXPECT_THAT(lands.features, ::testing::Contains("1995"));
  const Dataset spectra = loadText(waves, "label=none,split=0");
  EXPECT_EQ(spectra.count(), 30U);
  EXPECT_THAT(spectra.features, ::testing::Contains("852.5"));
  std::string table = rising + "\n";
  for (int r = 0; r < 5; ++r) table += "b" + rising.substr(1) + "\n";
  EXPECT_EQ(loadText(table, "label=none,split=0").count(), 6U) << "all rows rise: none is a header";
}

}  // namespace
}  // namespace isthmus
