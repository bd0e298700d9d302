#include "core/data/dataset_format.h"
#include "tests/support/table_loading.h"
#include "tests/support/zip_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::TempFolder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class TableTest : public test::TableLoading {};

constexpr std::string_view kSmall = "a,b,kind\n1.5,2,x\n-3e1,4,y\n5,\"6\",x\n7,8,\"y\"\n";

TEST_F(TableTest, ReadsNumbersNamesAndClasses) {
  const Dataset set = loadText(kSmall);
  EXPECT_EQ(set.kind, SampleKind::Vector);
  EXPECT_EQ(set.shape, (ImageShape{1, 2, 1}));
  EXPECT_THAT(set.values, ElementsAre(1.5F, 2, -30, 4, 5, 6, 7, 8));
  EXPECT_THAT(set.features, ElementsAre("a", "b"));
  EXPECT_THAT(set.labels, ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(set.classNames, ElementsAre("x", "y"));
  EXPECT_EQ(set.scaling, Scaling::Standardise);
}

TEST_F(TableTest, ReadsTheSameInAnyDress) {
  for (const std::string text :
       {"a;b;kind\r\n1,5;2;x\r\n-3e1;4;y\r\n5;6;x\r\n7;8;y",
        "a\tb\tkind\n1.5\t2\tx\n-3e1\t4\ty\n5\t6\tx\n7\t8\ty\n",
        "\xEF\xBB\xBF# by hand\na,b,kind\n1.5,2,x\n\n-30.0, 4 ,y\n5,6,x\n7,8,y\n\n",
        "a b kind\n1.5  2 x\n-30 4 y\n5 6  x\n7 8 y\n", "a,b,kind\r1.5,2,x\r-30,4,y\r5,6,x\r7,8,y\r"}) {
    const Dataset set = loadText(text);
    EXPECT_THAT(set.values, ElementsAre(1.5F, 2, -30, 4, 5, 6, 7, 8)) << text;
    EXPECT_THAT(set.labels, ElementsAre(0, 1, 0, 1)) << text;
    EXPECT_THAT(set.features, ElementsAre("a", "b")) << text;
  }
  EXPECT_THAT(load({m_folder.write("t.csv.gz", test::gzipped(test::bytesOfText(kSmall)))}).values,
              ElementsAre(1.5F, 2, -30, 4, 5, 6, 7, 8));
}

TEST_F(TableTest, UnderstandsAFirstLineOfCountsAndClassNames) {
  const Dataset set = loadText("4,2,setosa,virginica\n1,2.5,0\n3,4,1\n5,6,1\n7,8,0\n");
  EXPECT_THAT(set.classNames, ElementsAre("setosa", "virginica"));
  EXPECT_THAT(set.labels, ElementsAre(0, 1, 1, 0));
  EXPECT_EQ(set.shape.size(), 2U);
  EXPECT_THAT(refusal("5,2,setosa,virginica\n1,2.5,0\n3,4,1\n5,6,1\n7,8,0\n"),
              HasSubstr("declares 5 rows in its first line, but holds 4"));
}

TEST_F(TableTest, RefusesALabelThatIsNoneOfTheClassesOfTheFirstLine) {
  std::string rows;
  for (int i = 0; i < 100'000; ++i) rows += "1,2.5,0\n";  // far behind the rows that the dialect is told by
  for (const std::string label : {"setosa", "2", "-1", "0.5"})
    EXPECT_THAT(refusal("100001,2,setosa,virginica\n" + rows + "7,8," + label + "\n"),
                HasSubstr("has the class \"" + label + "\", but its first line names 2 classes"));
}

TEST_F(TableTest, TakesNoNumberOfASingleRowForALabel) {
  const Dataset row = loadText("x,y\n1.5,2\n");
  EXPECT_THAT(row.values, ElementsAre(1.5F, 2));
  EXPECT_FALSE(row.hasLabels());
}

TEST_F(TableTest, LeavesOutRowsThatLackAValueOrFillsThem) {
  const std::string text = "a,b,kind\n1,2,x\nNA,4,y\n3,6,x\n5,?,y\n9,9,x\n9,9,y\n";
  const Dataset dropped = loadText(text, "missing=drop,split=0");
  EXPECT_THAT(dropped.values, ElementsAre(1, 2, 3, 6, 9, 9, 9, 9));
  EXPECT_THAT(dropped.labels, ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(dropped.notes,
              Contains("6 rows: 4 used, 2 left out because a feature lacks a value (2 values: a 1, b 1)."));
  const Dataset filled = loadText(text);  // a third of the rows: too many to leave out unasked
  EXPECT_THAT(filled.values, ElementsAre(1, 2, 5, 4, 3, 6, 5, 6, 9, 9, 9, 9));
  EXPECT_THAT(filled.notes, Contains(HasSubstr("got the median")));
}

TEST_F(TableTest, SaysBeforeLoadingWhatBecomesOfMissingValues) {
  const fs::path table = write("t.csv", "a,b,kind\n1,2,x\nNA,4,y\n3,6,x\n5,?,y\n9,9,x\n9,9,y\n");
  const auto remarks = [&](const std::string& options) {
    return planLoading(std::vector{table}, parseLoadOptions(options).value()).value().preview.remarks;
  };
  EXPECT_THAT(remarks(""),
              Contains("2 values of features are missing; rows that lack one are left out, or the values "
                       "filled if such rows are more than a fifth of all."));
  EXPECT_THAT(remarks("missing=drop"),
              Contains("2 values of features are missing; rows that lack one are left out."));
  EXPECT_THAT(remarks("missing=median"), Contains(HasSubstr("they get the median")));
}

TEST_F(TableTest, FillsByTheTrainingRowsAloneAndKeepsWhatHasNoLabel) {
  const std::string head = "a,b,group,species\n";
  const fs::path train = write("train.csv", head + "1,1,g,x\n2,1,g,y\nNA,1,h,x\n4,1,,y\n5,1,h,NA\n6,1,h,x\n");
  const fs::path test = write("test.csv", head + "NA,1,g,x\n100,1,h,y\n");
  const Dataset set = load({train, test}, "missing=median");
  EXPECT_EQ(set.trainCount, 6U);
  EXPECT_THAT(set.values, ElementsAre(1, 1, 2, 1, 4, 1, 4, 1, 5, 1, 6, 1, 4, 1, 100, 1));
  EXPECT_THAT(set.labels, ElementsAre(0, 1, 0, 1, 2, 0, 0, 1));
  EXPECT_THAT(set.classNames, ElementsAre("x", "y", "no label"));
  EXPECT_THAT(set.rows, ElementsAre(1, 2, 3, 4, 5, 6, 1, 2));
  ASSERT_EQ(set.factors.size(), 1U);
  EXPECT_THAT(set.factors[0].levels, ElementsAre("g", "h", "unknown"));
  EXPECT_EQ(set.factors[0].values[3], 2);
  EXPECT_THAT(set.notes, Contains("1 row has no label; it is the class \"no label\"."));
  EXPECT_THAT(set.notes,
              Contains("Factors lack 1 value: group 1; as text they are called unknown. No row was left out "
                       "for that."));
}

TEST_F(TableTest, SortsColumnsByWhatTheyHold) {
  std::string text = "id,word,group,when,x,y2\n";
  for (int i = 0; i < 40; ++i)
    text += std::to_string(i) + ",w" + std::to_string(i) + ",g" + std::to_string(i % 3) + ",2024-05-0" +
            std::to_string(1 + i % 9) + "," + std::to_string(i * 0.37) + "," + std::to_string(i * 1.7) + "\n";
  const Dataset set = loadText(text, "label=none,split=0");
  EXPECT_THAT(set.features, ElementsAre("x", "y2"));
  EXPECT_THAT(set.labels, IsEmpty());
  ASSERT_EQ(set.factors.size(), 1U);
  EXPECT_EQ(set.factors[0].name, "group");
  EXPECT_THAT(set.factors[0].levels, ElementsAre("g0", "g1", "g2"));
  ASSERT_EQ(set.sampleNames.size(), 40U);
  EXPECT_EQ(set.sampleNames[7], "w7");
  EXPECT_THAT(set.notes, Contains(HasSubstr("\"id\" is left out: it numbers the rows")));
  EXPECT_THAT(set.notes, Contains(HasSubstr("\"when\" is left out: it holds dates")));
}

std::string pictures(int rows, int odd) {
  std::string text = "label";
  for (int p = 0; p < 64; ++p) text += ",pixel" + std::to_string(p);
  for (int r = 0; r < rows; ++r) {
    text += "\n" + std::to_string(r % 2);
    for (int p = 0; p < 64; ++p) text += "," + std::to_string(r == odd ? 300 : (r + p) % 256);
  }
  return text + "\n";
}

TEST_F(TableTest, TakesASquareOfBytesForPictures) {
  const Dataset set = loadText(pictures(50, -1));
  EXPECT_EQ(set.kind, SampleKind::Image);
  EXPECT_EQ(set.shape, (ImageShape{8, 8, 1}));
  ASSERT_EQ(set.pixels.size(), 50U * 64);
  EXPECT_EQ(set.sample(3)[5], 8);
  EXPECT_THAT(set.classNames, ElementsAre("0", "1"));
  EXPECT_EQ(loadText(pictures(50, -1), "shape=vector,split=0").kind, SampleKind::Vector);
}

TEST_F(TableTest, ReadsPicturesAsFloatsWhenALaterNumberIsNoByte) {
  const Dataset set = loadText(pictures(12'000, 11'999));  // far behind what is judged
  EXPECT_FALSE(set.isBytes());
  EXPECT_EQ(set.count(), 12'000U);
  EXPECT_EQ(set.numbers(11'999)[0], 300);
}

TEST_F(TableTest, JoinsATrainingAndATestFile) {
  const fs::path train = write("set/train.csv", kSmall);
  const fs::path test = write("set/test.csv", "a,b,kind\n1,2,y\n");
  for (const auto& paths : {std::vector{at("set")}, std::vector{test, train}}) {
    const Dataset set = load(paths, "");
    EXPECT_EQ(set.trainCount, 4U);
    EXPECT_EQ(set.testCount(), 1U);
    EXPECT_EQ(set.labels.back(), 1);
    EXPECT_EQ(set.name, "set");
  }
  write("set/test.csv", "a,c,kind\n1,2,y\n");
  EXPECT_THAT(tryToLoad({test, train}).error().text(), HasSubstr("test.csv: has other columns"));
  EXPECT_EQ(planLoading(std::vector{at("set")}).value().dataSets.size(), 2U) << "two tables in a folder";
  const fs::path more = write("set/more.csv", kSmall);
  EXPECT_THAT(tryToLoad({train, test, more}).error().text(), HasSubstr("3 tables"));
}

TEST_F(TableTest, NamesTheLineThatIsWrong) {
  EXPECT_THAT(refusal("a,b\n1,2\n3\n4,5\n"), HasSubstr("has 1 field in line 3; expected 2"));
  EXPECT_THAT(refusal("a,b\n1,2\n3,1e999\n"),
              HasSubstr("\"1e999\" in line 3, column \"b\", which is beyond"));
  EXPECT_THAT(refusal("a,b\n1,2\n3,\"4\n5,6\n"), HasSubstr("opens a quotation mark in line 3"));
  std::string late = "a,b\n";
  for (int i = 0; i < 300'000; ++i) late += "1,2\n";
  EXPECT_THAT(refusal(late + "3,4,5\n"), HasSubstr("has 3 fields in line 300,002"));
  EXPECT_THAT(refusal(late + std::string("3,\0\n", 4)), HasSubstr("zero byte in line 300,002"));
}

TEST_F(TableTest, RefusesWhatIsNoTable) {
  EXPECT_THAT(refusal("1\n2\n3\n"), HasSubstr("one column only"));
  EXPECT_THAT(refusal(std::string("1,2\n\0", 5)), HasSubstr("zero bytes"));
  EXPECT_THAT(refusal("<html><body>1,2</body></html>"), HasSubstr("web page"));
  EXPECT_THAT(refusal("{\"a\": [1, 2]}"), HasSubstr("JSON"));
  EXPECT_THAT(refusal("a,b\nx,y\nz,w\n"), HasSubstr("no column of numbers"));
  EXPECT_THAT(refusal(kSmall, "label=nothing"), HasSubstr("no column called \"nothing\""));
  EXPECT_THAT(refusal(kSmall, "shape=2x2"), HasSubstr("pictures of the shape asked for have 4"));
  for (const std::string prose : {"# Title\n\nSome words, and more of them.\nIn 1999, he left.\n",
                                  "numpy==1.2\ntorch==1.13\n", "one two\nthree four\nfive six\n"}) {
    EXPECT_THAT(tryToLoad({write("notes.md", prose)}).error().text(), HasSubstr("in no format")) << prose;
  }
}

TEST_F(TableTest, RefusesWhatIsTooWideLongOrTightlyPacked) {
  std::string wide = "1";
  for (int i = 1; i < 1'000'000; ++i) wide += ",1";
  EXPECT_THAT(refusal(wide + "\n" + wide + "\n"), HasSubstr("more than 131,072 columns"));
  EXPECT_THAT(refusal("a,b\n1,2\n3,4\n5," + std::string(20U << 20, ' ') + "\n"), HasSubstr("line 4"));
  const fs::path bomb = m_folder.write(
      "bomb.csv.gz", test::gzipped(test::bytesOfText("a,b\n1,2\n" + std::string(64U << 20, '\n'))));
  EXPECT_THAT(tryToLoad({bomb}).error().text(), HasSubstr("refused as a bomb"));
}

TEST_F(TableTest, RefusesPipesAndFoldersThatLookLikeTables) {
  ASSERT_EQ(::mkfifo(at("p.csv").c_str(), 0600), 0);
  EXPECT_THAT(tryToLoad({at("p.csv")}).error().text(), HasSubstr("expected a regular file"));
  fs::create_directories(at("d.csv"));
  EXPECT_THAT(tryToLoad({at("d.csv")}).error().text(), HasSubstr("holds no file that can be read"));
}

TEST_F(TableTest, NoticesAFileThatChangesWhileItIsRead) {
  std::string text = "a,b\n";
  for (int i = 0; i < 1'500'000; ++i) text += "1,2\n";
  for (const bool grows : {true, false}) {
    const fs::path file = write("t.csv", text);
    const auto plan = planLoading(std::vector{file});
    ASSERT_TRUE(plan);
    Task task;
    bool done = false;
    task.progress = [&](double) {
      if (done) return;
      done = true;
      fs::resize_file(file, grows ? text.size() + 4 : text.size() / 2);
    };
    const auto loaded = loadDataset(*plan, {}, task);
    ASSERT_FALSE(loaded);
    EXPECT_THAT(loaded.error().text(), HasSubstr("changed while it was read"));
  }
}

TEST_F(TableTest, CanBeCancelled) {
  const auto plan = planLoading(std::vector{write("t.csv", kSmall)});
  ASSERT_TRUE(plan);
  std::stop_source stop;
  stop.request_stop();
  const auto loaded = loadDataset(*plan, {}, {.stop = stop.get_token()});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled);
}

TEST_F(TableTest, SurvivesEveryCutAndEveryFlippedBit) {
  const auto tryOne = [&](std::string_view text) {
    const auto loaded = tryToLoad({write("t.csv", text)});
    if (loaded) {
      const Dataset& set = **loaded;
      EXPECT_EQ(set.values.size() + set.pixels.size(), set.count() * set.shape.size());
      EXPECT_TRUE(set.labels.empty() || set.labels.size() == set.count());
      for (const std::int32_t label : set.labels)
        EXPECT_LT(static_cast<std::size_t>(label), set.classNames.size());
    } else {
      EXPECT_FALSE(loaded.error().message.empty());
    }
  };
  for (std::size_t size = 0; size <= kSmall.size(); ++size) tryOne(kSmall.substr(0, size));
  for (std::size_t bit = 0; bit < 8 * kSmall.size(); ++bit) {
    std::string text(kSmall);
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    tryOne(text);
  }
}

TEST_F(TableTest, PreviewsWhatItGuessed) {
  const auto plan = planLoading(std::vector{write("t.csv", kSmall)});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->summary, "4 rows of 2 numbers, labelled by kind (2 classes)");
  EXPECT_THAT(plan->preview.columns, ElementsAre("a", "b", "kind"));
  EXPECT_EQ(plan->preview.rows.size(), 4U);
  EXPECT_EQ(plan->preview.rows[1][0], "-3e1");
  EXPECT_EQ(plan->options.label, "kind");
  EXPECT_EQ(plan->options.testShare, LoadOptions::kDefaultTestShare);
  EXPECT_TRUE(plan->hasChoices());
}

/// The real tables; null when they are not on this computer.
class RealTables : public TableTest {
 protected:
  void SetUp() override {
    if (!fs::exists(kFolder)) GTEST_SKIP() << kFolder << " is absent";
  }
  const fs::path kFolder = fs::path(ISTHMUS_SOURCE_DIR) / "../shared/data/tabular";
};

TEST_F(RealTables, IrisHas150FlowersOfThreeSpecies) {
  const Dataset set = load({kFolder / "iris.csv"}, "");
  EXPECT_EQ(set.count(), 150U);
  EXPECT_EQ(set.testCount(), 30U);
  EXPECT_EQ(set.shape.size(), 4U);
  EXPECT_THAT(set.classNames, ElementsAre("setosa", "versicolor", "virginica"));
}

TEST_F(RealTables, PenguinsSayWhatBecameOfIncompleteRows) {
  const Dataset set = load({kFolder / "penguins.csv"});
  EXPECT_EQ(set.count(), 342U);
  EXPECT_THAT(set.features,
              ElementsAre("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"));
  EXPECT_THAT(set.classNames, ElementsAre("Adelie", "Gentoo", "Chinstrap"));
  EXPECT_EQ(set.factors.size(), 2U);
  EXPECT_THAT(set.notes, Contains("344 rows: 342 used, 2 left out because a feature lacks a value (8 values: "
                                  "bill_length_mm 2, bill_depth_mm 2, flipper_length_mm 2, body_mass_g 2)."));
  EXPECT_THAT(set.notes, Contains(StartsWith("Factors lack 9 values: sex 9; ")));
}

TEST_F(RealTables, WineHasNoHeaderAndItsQualityLast) {
  const Dataset set = load({kFolder / "winequality-red.csv"});
  EXPECT_EQ(set.count(), 1599U);
  EXPECT_EQ(set.shape.size(), 11U);
  EXPECT_THAT(set.classNames, ElementsAre("3", "4", "5", "6", "7", "8"));
}

TEST_F(TableTest, ATestFileWithoutWhatIsToBeForetoldIsPassedOver) {
  std::string train = "id,a,b,label\n";
  std::string test = "id,a,b\n";
  for (int r = 0; r < 30; ++r) {
    train += std::to_string(r) + ",0." + std::to_string(r) + ",1.5," + (r % 2 == 0 ? "x" : "y") + "\n";
    test += std::to_string(r) + ",0." + std::to_string(r) + ",2.5\n";
  }
  write("kaggle/train.csv", train);
  write("kaggle/test.csv", test);
  const auto plan = planLoading(std::vector{at("kaggle")});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_TRUE(plan->testFiles.empty());
  EXPECT_EQ(plan->name, "kaggle");
  const Dataset set = load({at("kaggle")});
  EXPECT_EQ(set.count(), 30U);
  EXPECT_THAT(set.notes,
              ::testing::Contains(HasSubstr("test.csv was passed over as a test part, for it has no "
                                            "column \"label\"")));
}

}  // namespace
}  // namespace isthmus
