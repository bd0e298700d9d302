#include "core/data/dataset_format.h"
#include "core/data/library/known_datasets.h"
#include "tests/support/bzip2_bytes.h"
#include "tests/support/dataset_invariants.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using test::TempFolder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

class LibsvmTest : public ::testing::Test {
 protected:
  fs::path write(const fs::path& name, std::string_view text) { return m_folder.write(name, bytesOf(text)); }

  static Result<DatasetPtr> tryToLoad(const std::vector<fs::path>& paths, std::string_view options = "") {
    const auto parsed = parseLoadOptions(options);
    EXPECT_TRUE(parsed);
    const auto plan = planLoading(paths, *parsed);
    if (!plan) return plan.error();
    EXPECT_EQ(plan->format, "LIBSVM");
    return loadDataset(*plan, {}, {});
  }
  Dataset load(std::string_view text, std::string_view options = "split=0") {
    const auto loaded = tryToLoad({write("some.txt", text)}, options);
    EXPECT_TRUE(loaded) << loaded.error().text();
    if (!loaded) return {};
    EXPECT_EQ(test::faultOf(**loaded), "");
    return **loaded;
  }
  std::string refusal(std::string_view text, std::string_view options = "split=0") {
    const auto loaded = tryToLoad({write("some.libsvm", text)}, options);
    EXPECT_FALSE(loaded);
    return loaded ? "" : loaded.error().text();
  }

  TempFolder m_folder;
};

/// Pictures of `side` x `side` numbers, all written: a soft spot that moves, with -1 in the first pixel and 1
/// in the last; labelled 1 to 10 in turn.
std::string pictureRows(int side, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += std::to_string(i % 10 + 1);
    for (int p = 0; p < side * side; ++p) {
      const double far = std::hypot(p % side - side * (0.5 + 0.4 * std::sin(2.1 * i)),
                                    p / side - side * (0.5 + 0.4 * std::cos(3.7 * i)));
      const double spot = std::max(0.0, 1 - 3 * far / side);
      text += " " + std::to_string(p + 1) + ":" +
              (p == 0                 ? "-1"
               : p + 1 == side * side ? "1"
                                      : std::to_string(spot));
    }
    text += " \n";
  }
  return text;
}

TEST_F(LibsvmTest, FillsWhatIsNotWrittenWithZeros) {
  const Dataset set = load("+1 1:0.5 3:-2e1\n-1 2:7\n\n# a remark\n+1 qid:4 1:1 # another\n-1\n");
  EXPECT_EQ(set.kind, SampleKind::Vector);
  EXPECT_EQ(set.shape, (ImageShape{1, 3, 1}));
  EXPECT_THAT(set.values, ElementsAre(0.5F, 0, -20, 0, 7, 0, 1, 0, 0, 0, 0, 0));
  EXPECT_THAT(set.classNames, ElementsAre("-1", "1"));
  EXPECT_THAT(set.labels, ElementsAre(1, 0, 1, 0));
  EXPECT_EQ(set.scaling, Scaling::Standardise);
}

TEST_F(LibsvmTest, CountsFeaturesFromZeroWhereAnyIsNumberedSo) {
  const Dataset set = load("0 1:5 2:6\n1 0:4\n");
  EXPECT_THAT(set.values, ElementsAre(0, 5, 6, 4, 0, 0));
}

TEST_F(LibsvmTest, ReadsWindowsLinesAndALastLineWithoutEnd) {
  EXPECT_THAT(load("3 1:5 2:6\r\n2 1:4").values, ElementsAre(5, 6, 4, 0));
}

TEST_F(LibsvmTest, TreatsMissingValues) {
  const Dataset set = load("0 1:1 2:nan\n1 1:2 2:4\n1 1:3 2:6\n", "split=0,missing=median");
  EXPECT_THAT(set.values, ElementsAre(1, 5, 2, 4, 3, 6));
  EXPECT_THAT(set.notes, Contains(HasSubstr("median")));
}

TEST_F(LibsvmTest, KeepsLabelsThatAreNoClassesAsAFactor) {
  const Dataset set = load("0.5 1:1\n2.25 1:2\n");
  EXPECT_FALSE(set.hasLabels());
  ASSERT_THAT(set.factors, SizeIs(1));
  EXPECT_EQ(set.factors[0].name, "target");
  EXPECT_THAT(set.factors[0].values, ElementsAre(0.5F, 2.25F));
  EXPECT_THAT(set.notes, Contains(HasSubstr("factor \"target\"")));
}

TEST_F(LibsvmTest, LeavesTheLabelsOutWhenAsked) {
  const Dataset set = load("0 1:1\n1 1:2\n", "split=0,label=none");
  EXPECT_FALSE(set.hasLabels());
  EXPECT_THAT(set.factors, IsEmpty());
  EXPECT_THAT(refusal("0 1:1\n1 1:2\n", "label=species"), HasSubstr("expected \"label\" or \"none\""));
}

TEST_F(LibsvmTest, JoinsATestFileThatEndsWithT) {
  const fs::path train = m_folder.write("set/a.bz2", test::bzipped(bytesOf("1 1:1 2:2\n2 1:3\n")));
  const fs::path test = m_folder.write("set/a.t.bz2", test::bzipped(bytesOf("1 4:9\n")));
  for (const std::vector<fs::path>& files : {std::vector{test, train}, std::vector{train.parent_path()}}) {
    const auto set = tryToLoad(files);
    ASSERT_TRUE(set) << set.error().text();
    EXPECT_EQ((*set)->name, "a");
    EXPECT_EQ((*set)->trainCount, 2U);
    EXPECT_THAT((*set)->values, ElementsAre(1, 2, 0, 0, 3, 0, 0, 0, 0, 0, 0, 9)) << "one width for both";
  }
}

TEST_F(LibsvmTest, TakesSquaresInThePictureRangesForPictures) {
  const Dataset set = load(pictureRows(16, 20));
  EXPECT_EQ(set.kind, SampleKind::Image);
  EXPECT_EQ(set.shape, (ImageShape{16, 16, 1}));
  EXPECT_EQ(set.scaling, Scaling::UnitRange);
  EXPECT_FLOAT_EQ(set.image(0).pixels.front(), 0);
  EXPECT_FLOAT_EQ(set.image(0).pixels.back(), 1);
  EXPECT_EQ(load(pictureRows(16, 20), "split=0,shape=vector").kind, SampleKind::Vector);
  const std::string words = "1 1:0.5 64:-0.25\n2 3:0.75\n";
  EXPECT_EQ(load(words).kind, SampleKind::Vector) << "a range that pictures do not have";
  EXPECT_EQ(load(pictureRows(4, 20)).kind, SampleKind::Vector) << "so small a square may be chance";
}

TEST_F(LibsvmTest, FillsPicturesUpWhoseLastPixelsAreNeverWritten) {
  const Dataset set = load("1 5:9 40:255\n2 3:100\n", "split=0,shape=8x8");
  EXPECT_EQ(set.shape, (ImageShape{8, 8, 1}));
  EXPECT_EQ(set.pixels.size(), 128U);
  EXPECT_THAT(refusal("1 5:9 65:255\n2 3:100\n", "shape=8x8"),
              HasSubstr("has 65 features; pictures of 8 x 8 have only 64 numbers"));
}

TEST_F(LibsvmTest, GuessesNoPicturesOfUnlikeNumbersButSaysThatTheyMayBe) {
  const auto plan = planLoading(std::vector{write("m.libsvm", "1 5:9 780:255\n2 3:100\n")});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_FALSE(plan->options.shape);
  EXPECT_THAT(plan->preview.remarks, Contains(HasSubstr("\"shape=28x28\" makes pictures of them")));
}

TEST_F(LibsvmTest, SeesPicturesWhoseBlankPixelsAreNotWritten) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += std::to_string(i % 3);
    for (int p = 0; p < 24 * 28; ++p) {  // the last four lines are blank in all
      const double far = std::hypot(p % 28 - 14 - 6 * std::sin(2.1 * i), p / 28 - 12 - 6 * std::cos(3.7 * i));
      const int level = static_cast<int>(std::lround(255 * std::clamp(6 - far, 0.0, 1.0)));
      if (level > 0) text += " " + std::to_string(p + 1) + ":" + std::to_string(level);
    }
    text += "\n";
  }
  const Dataset set = load(text + "0 760:1\n");
  EXPECT_EQ(set.shape, (ImageShape{28, 28, 1}));
  EXPECT_TRUE(set.isPlainBytes()) << "whole numbers become bytes as in every other format";
}

TEST_F(LibsvmTest, PreviewsNoSamplesThatAreTooLargeForIt) {
  const auto plan = planLoading(std::vector{write("m.libsvm", "1 5:9 7:255\n2 3:100\n")},
                                *parseLoadOptions("shape=4096x4096x3"));
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_THAT(plan->preview.pictures, IsEmpty());
}

TEST_F(LibsvmTest, PreviewsRowsOrPictures) {
  const auto vectors = planLoading(std::vector{write("v.libsvm", "1 1:5 3:6\n2 2:7\n")});
  ASSERT_TRUE(vectors) << vectors.error().text();
  EXPECT_EQ(vectors->summary, "2 rows of 3 numbers, labelled (2 classes)");
  EXPECT_THAT(vectors->preview.columns, ElementsAre("label", "1", "2", "3"));
  EXPECT_THAT(vectors->preview.rows,
              ElementsAre(ElementsAre("1", "5", "0", "6"), ElementsAre("2", "0", "7", "0")));
  EXPECT_EQ(vectors->options.testShare, 0.2);
  const auto pictures = planLoading(std::vector{write("p.libsvm", pictureRows(8, 3))});
  ASSERT_TRUE(pictures) << pictures.error().text();
  EXPECT_EQ(pictures->summary, "3 pictures of 8 x 8, with a target to colour by (no classes)");
  EXPECT_THAT(pictures->preview.pictures, SizeIs(3));
  EXPECT_THAT(pictures->preview.remarks, Contains(HasSubstr("taken for pictures of 8 x 8")));
}

TEST_F(LibsvmTest, NamesTheLineThatIsWrong) {
  const std::string good = "1 1:1\n1 2:1\n1 1:1\n1 1:1\n1 1:1\n1 1:1\n1 1:1\n1 1:1\n1 1:1\n1 1:1\n1 1:1\n";
  EXPECT_THAT(refusal(good + "1 2:1 2:3\n"),
              HasSubstr("feature 2 behind feature 2; expected them in ascending "
                        "order (line 12)"));
  EXPECT_THAT(refusal(good + "1 two:1\n"),
              HasSubstr("has \"two:1\"; expected a pair such as 3:0.5 (line 12)"));
  EXPECT_THAT(refusal(good + "1 3:x\n"), HasSubstr("expected a finite number behind the colon (line 12)"));
  EXPECT_THAT(refusal(good + "1 3:1e99\n"), HasSubstr("expected a finite number"));
  EXPECT_THAT(refusal(good + "1,2 3:1\n"), HasSubstr("several labels (\"1,2\")"));
  EXPECT_THAT(refusal(good + "cat 3:1\n"), HasSubstr("begins with \"cat\"; expected a label, a number"));
  EXPECT_THAT(refusal(good + "1 4000000000:1\n"), HasSubstr("no more than 131,072 can be loaded"));
}

TEST_F(LibsvmTest, RefusesWhatIsTooLargeBeforeMemoryIsTaken) {
  std::string sparse;
  for (int i = 0; i < 600'000; ++i) sparse += "1 131072:1\n";
  EXPECT_THAT(refusal(sparse), HasSubstr("of memory"));
  EXPECT_THAT(refusal("1 1:1" + std::string(50U << 20, ' ')), HasSubstr("a row of more than 16 MiB"));
  const fs::path bomb =
      m_folder.write("b.libsvm.bz2", test::bzipped(bytesOf("1 1:1\n" + std::string(64U << 20, '\n'))));
  EXPECT_THAT(tryToLoad({bomb}).error().text(), HasSubstr("refused as a bomb"));
}

TEST_F(LibsvmTest, IsKnownBehindCommentsBlankLinesAndAByteOrderMark) {
  std::string comments;
  for (int i = 0; i < 30; ++i) comments += i % 3 == 0 ? "\n" : "# a remark on the data\n";
  for (const std::string& begin : {comments, std::string("\xEF\xBB\xBF"), std::string(20, '\n')})
    EXPECT_THAT(load(begin + "1 1:5 2:6\n2 1:7\n").values, ElementsAre(5, 6, 7, 0)) << begin;
}

TEST_F(LibsvmTest, CountsFromZeroWhereScikitLearnSaysSo) {
  const Dataset set = load(
      "# Generated by dump_svmlight_file from scikit-learn 1.2.1\n# Column indices are zero-based\n1 1:5\n2 "
      "2:6\n");
  EXPECT_THAT(set.values, ElementsAre(0, 5, 0, 0, 0, 6));
}

TEST_F(LibsvmTest, PassesOverWhatSvmlightAllowsBeforeThePairs) {
  EXPECT_THAT(load("1 cost:2 qid:3 sid:1 1:5\n2 2:6\n").values, ElementsAre(5, 0, 0, 6));
}

TEST_F(LibsvmTest, SaysWhatIsWrongInTheFirstLine) {
  EXPECT_THAT(refusal("1,7 1:5\n2 2:6\n"), HasSubstr("has several labels (\"1,7\")"));
  EXPECT_THAT(refusal(" 1:5 2:3\n2 2:6\n"), HasSubstr("begins with \"1:5\"; expected a label"));
  EXPECT_THAT(refusal("1 2:1 1:3\n2 2:6\n"), HasSubstr("expected them in ascending order (line 1)"));
  EXPECT_THAT(refusal("1 2:x 3:3\n2 2:6\n"), HasSubstr("expected a finite number behind the colon (line 1)"));
  EXPECT_THAT(refusal("1 2:\n2 2:6\n"), HasSubstr("expected a finite number behind the colon (line 1)"));
  EXPECT_THAT(refusal("1e300 1:1\n0.5 1:2\n"), HasSubstr("begins with \"1e300\""));
}

TEST_F(LibsvmTest, TakesManyWholeLabelsOfFewRowsForATarget) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += std::to_string(400 + 7 * i) + " 1:" + std::to_string(i) + "\n";
  const Dataset set = load(text);
  EXPECT_FALSE(set.hasLabels());
  EXPECT_THAT(set.factors, SizeIs(1));
}

TEST_F(LibsvmTest, TellsThePartsByTheirNames) {
  const std::string rows = "1 1:5 2:6\n2 1:7\n";
  const auto planned = [&](const std::vector<std::string>& names) {
    std::vector<fs::path> files;
    for (const std::string& name : names) files.push_back(write("parts/" + name, rows));
    return planLoading(files);
  };
  const auto test = planned({"E2006.test", "E2006.train"});
  ASSERT_TRUE(test) << test.error().text();
  EXPECT_EQ(test->trainFiles.front().filename(), "E2006.train");
  EXPECT_THAT(test->testFiles, SizeIs(1));
  EXPECT_THAT(planned({"USPS.T", "USPS"})->testFiles, SizeIs(1));
  const auto halves = planned({"letter.scale", "letter.scale.t", "letter.scale.tr", "letter.scale.val"});
  ASSERT_TRUE(halves) << halves.error().text();
  EXPECT_EQ(halves->trainFiles.front().filename(), "letter.scale");
  EXPECT_THAT(halves->notes, Contains(HasSubstr("letter.scale.val was passed over")));
  const auto alone = planned({"letter.scale.t"});
  ASSERT_TRUE(alone) << alone.error().text();
  EXPECT_TRUE(alone->isTestPart);
  EXPECT_FALSE(alone->options.testShare) << "it stays whole";
  EXPECT_THAT(planned({"a9a", "w8a.t"}).error().text(), HasSubstr("cannot be one data set"));
  const fs::path packed = m_folder.write("parts/a9a.bz2", test::bzipped(bytesOf(rows)));
  const auto once = planLoading(std::vector{packed, m_folder.path() / "parts/a9a"});
  ASSERT_TRUE(once) << once.error().text();
  EXPECT_EQ(once->trainFiles.front().filename(), "a9a");
}

TEST_F(LibsvmTest, LeavesTablesAndProseToOthers) {
  for (const std::string text : {"a,b\n1,2\n3,4\n", "1 2 3\n4 5 6\n", "20\t12:30\n21\t13:05\n22\t13:10\n"}) {
    const auto plan = planLoading(std::vector{write("t.txt", text)});
    EXPECT_TRUE(!plan || plan->format != "LIBSVM") << text;
  }
  EXPECT_FALSE(planLoading(std::vector{write("notes.txt", "3 apples: 2 of them red\n")}));
}

TEST_F(LibsvmTest, CanBeCancelledAtEachReport) {
  const auto plan = planLoading(std::vector{write("t.libsvm", pictureRows(32, 400))});
  ASSERT_TRUE(plan);
  int reports = 0;
  const auto count = loadDataset(*plan, {}, {.stop = {}, .progress = [&](double) { ++reports; }});
  ASSERT_TRUE(count);
  ASSERT_GT(reports, 2);
  for (int last = 1; last <= reports; ++last) {
    std::stop_source stop;
    int told = 0;
    const auto progress = [&](double) {
      if (++told == last) stop.request_stop();
    };
    const auto loaded = loadDataset(*plan, {}, {stop.get_token(), progress});
    ASSERT_FALSE(loaded) << last;
    EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled);
  }
}

TEST_F(LibsvmTest, SurvivesEveryCutAndEveryFlippedBit) {
  const std::string small = "+1 1:0.5 3:-2e1\n-1 qid:3 2:7 # x\n2 1:nan\n";
  const auto tryOne = [&](std::string_view text) {
    const auto plan = planLoading(std::vector{write("t.libsvm", text)});
    if (!plan) return;
    const auto loaded = loadDataset(*plan, {}, {});
    EXPECT_TRUE(!loaded || test::faultOf(**loaded).empty()) << text;
    EXPECT_TRUE(loaded || !loaded.error().message.empty());
  };
  for (std::size_t size = 0; size <= small.size(); ++size) tryOne(std::string_view(small).substr(0, size));
  for (std::size_t bit = 0; bit < 8 * small.size(); ++bit) {
    std::string text = small;
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    tryOne(text);
  }
}

/// As LIBSVM publishes it and torchvision keeps it.
TEST_F(LibsvmTest, FindsUspsAndNamesItsDigits) {
  std::string shifted = pictureRows(16, 40);  // pictures by the name alone
  for (std::size_t at = 0; (at = shifted.find(" 1:-1 ", at)) != std::string::npos;)
    shifted.replace(at, 6, " 1:-.9 ");
  m_folder.write("data/usps.bz2", test::bzipped(bytesOf(shifted)));
  m_folder.write("data/usps.t.bz2", test::bzipped(bytesOf(pictureRows(16, 10))));
  const test::ScopedVariable data("ISTHMUS_DATA", (m_folder.path() / "data").string());
  const test::ScopedVariable home("HOME", m_folder.path().string());
  EXPECT_THAT(knownDatasets(), Contains(Field(&KnownDataset::id, "usps")));
  const auto loaded = loadNamedOrFiles({"usps"}, {}, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->name, "USPS");
  EXPECT_EQ((*loaded)->kind, SampleKind::Image);
  EXPECT_EQ((*loaded)->trainCount, 40U);
  EXPECT_EQ((*loaded)->testCount(), 10U);
  EXPECT_EQ((*loaded)->shape, (ImageShape{16, 16, 1}));
  EXPECT_EQ((*loaded)->className(0), "0") << "the label 1";
  EXPECT_EQ((*loaded)->className(9), "9") << "the label 10";
  fs::remove(m_folder.path() / "data/usps.t.bz2");
  EXPECT_THAT(knownDatasets(), ::testing::Not(Contains(Field(&KnownDataset::id, "usps"))));
}

}  // namespace
}  // namespace isthmus
