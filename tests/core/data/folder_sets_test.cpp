// Folders that hold several data sets, or one in an unusual place.
#include "core/data/dataset_format.h"
#include "core/data/library/known_datasets.h"
#include "tests/support/dataset_invariants.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/picture_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using ::testing::Not;
using ::testing::UnorderedElementsAre;

class FolderSetsTest : public ::testing::Test {
 protected:
  void text(const fs::path& name, std::string_view content) {
    m_folder.write(name, test::Bytes(content.begin(), content.end()));
  }
  void table(const fs::path& name, int rows) {
    std::string content = "length,width,species\n";
    for (int i = 0; i < rows; ++i)
      content += std::to_string(i) + ".5,2." + std::to_string(i % 7) + "," + (i % 2 == 0 ? "a" : "b") + "\n";
    text(name, content);
  }
  void pictures(const fs::path& folder, int count) {
    for (int i = 0; i < count; ++i)
      m_folder.write(folder / (std::to_string(i) + ".pgm"), test::pgm(8, 8, static_cast<std::uint8_t>(i)));
  }
  void array(const fs::path& name, int rows, int width, std::uint8_t value) {
    m_folder.write(name, test::npy("|u1", "(" + std::to_string(rows) + ", " + std::to_string(width) + ")",
                                   std::vector<std::uint8_t>(static_cast<std::size_t>(rows * width), value)));
  }
  fs::path at(const fs::path& name) const { return m_folder.path() / name; }
  LoadPlan plan(const std::vector<fs::path>& paths, const std::string& set = "") {
    LoadOptions options;
    if (!set.empty()) options.set = set;
    auto planned = planLoading(paths, options, m_tools);
    EXPECT_TRUE(planned) << planned.error().text();
    return planned ? *planned : LoadPlan{};
  }
  DatasetPtr load(const LoadPlan& planned) {
    auto loaded = loadDataset(planned, m_tools, {});
    EXPECT_TRUE(loaded) << loaded.error().text();
    if (!loaded) return std::make_shared<const Dataset>();
    EXPECT_EQ(test::faultOf(**loaded), "");
    return *loaded;
  }
  static std::vector<std::string> setsOf(const LoadPlan& planned) {
    std::vector<std::string> names;
    for (const FolderSet& set : planned.dataSets) names.push_back(set.name);
    return names;
  }

  LoadTools m_tools = {test::decodePgm, {}};
  test::TempFolder m_folder;
};

TEST_F(FolderSetsTest, ListsUnrelatedTablesAndTakesTheLargest) {
  table("tables/iris.csv", 30);
  table("tables/wine.csv", 200);
  table("tables/penguins.csv", 60);
  const LoadPlan planned = plan({at("tables")});
  EXPECT_THAT(setsOf(planned), ElementsAre("iris.csv", "penguins.csv", "wine.csv"));
  EXPECT_EQ(planned.options.set, "wine.csv");
  EXPECT_EQ(planned.name, "wine");
  EXPECT_THAT(planned.preview.choices, Contains(LoadChoice::DataSet));
  EXPECT_THAT(
      planned.preview.remarks,
      Contains(AllOf(HasSubstr("holds 3 data sets, of which wine.csv was taken"),
                     HasSubstr("iris.csv (30 rows of 2 numbers"), HasSubstr("\"set=iris.csv\" takes"))));
  EXPECT_EQ(load(planned)->count(), 200U);
  const LoadPlan other = plan({at("tables")}, "iris.csv");
  EXPECT_EQ(load(other)->count(), 30U);
  EXPECT_EQ(setsOf(other).size(), 3U);
}

TEST_F(FolderSetsTest, NamesTheSetsWhereTheOneAskedForIsNotThere) {
  table("tables/iris.csv", 30);
  table("tables/wine.csv", 200);
  LoadOptions options;
  options.set = "digits.csv";
  const auto planned = planLoading(std::vector{at("tables")}, options);
  ASSERT_FALSE(planned);
  EXPECT_THAT(planned.error().text(),
              HasSubstr("holds no data set called \"digits.csv\"; expected one of: iris.csv, wine.csv"));
}

TEST_F(FolderSetsTest, KeepsTheFilesOfOneSetTogether) {
  table("tables/a_train.csv", 30);
  table("tables/a_test.csv", 10);
  table("tables/b.csv", 12);
  const LoadPlan planned = plan({at("tables")});
  EXPECT_EQ(planned.dataSets.size(), 2U);
  const DatasetPtr dataset = load(planned);
  EXPECT_EQ(dataset->trainCount, 30U);
  EXPECT_EQ(dataset->testCount(), 10U);
}

TEST_F(FolderSetsTest, ListsFilesOfSeveralFormats) {
  m_folder.write("set/train-images-idx3-ubyte", test::idxFile({20, 4, 4}));
  m_folder.write("set/train-labels-idx1-ubyte", test::idxFile({20}, 10));
  array("set/vectors.npy", 10, 5, 3);
  const LoadPlan planned = plan({at("set")});
  EXPECT_THAT(setsOf(planned), ElementsAre("IDX", "vectors.npy"));
  EXPECT_EQ(planned.format, "IDX");
  EXPECT_EQ(plan({at("set")}, "vectors.npy").format, "NPY");
}

TEST_F(FolderSetsTest, TellsSetsInSubfoldersApart) {
  for (const char* name : {"MNIST", "KMNIST"}) {
    m_folder.write(fs::path("all") / name / "train-images-idx3-ubyte", test::idxFile({20, 4, 4}));
    m_folder.write(fs::path("all") / name / "train-labels-idx1-ubyte", test::idxFile({20}, 10));
  }
  const LoadPlan planned = plan({at("all")});
  EXPECT_THAT(setsOf(planned), UnorderedElementsAre("MNIST", "KMNIST"));
  EXPECT_EQ(plan({at("all")}, "MNIST").name, "MNIST");
}

TEST_F(FolderSetsTest, SaysWhichOfSeveralTablesCannotBeRead) {
  table("tables/iris.csv", 30);
  table("tables/wine.csv", 20);
  text("tables/broken.csv", "a,b\n1,\"2\n");
  const LoadPlan planned = plan({at("tables")});
  EXPECT_THAT(setsOf(planned), ElementsAre("iris.csv", "wine.csv"));
  EXPECT_THAT(planned.notes, Contains(AllOf(HasSubstr("Not read: "), HasSubstr("broken.csv"))));
}

TEST_F(FolderSetsTest, FindsPicturesInDoublyNestedParts) {
  for (const char* kind : {"cats", "dogs"}) {
    pictures(fs::path("set/training_set/training_set") / kind, 6);
    pictures(fs::path("set/test_set/test_set") / kind, 3);
  }
  const LoadPlan planned = plan({at("set")});
  EXPECT_EQ(planned.summary, "12 + 6 pictures of 8 x 8, in 2 classes");
  EXPECT_THAT(planned.preview.remarks, Contains(HasSubstr("such as test_set/test_set/cats")));
  const DatasetPtr dataset = load(planned);
  EXPECT_THAT(dataset->classNames, ElementsAre("cats", "dogs"));
  EXPECT_EQ(dataset->trainCount, 12U);
}

TEST_F(FolderSetsTest, KnowsTheWordsOfParts) {
  for (const auto& [train, test] :
       std::vector<std::pair<std::string, std::string>>{{"seg_train", "seg_test"},
                                                        {"Training", "Testing"},
                                                        {"train_images", "test_images"},
                                                        {"asl_alphabet_train", "asl_alphabet_test"},
                                                        {"trn", "tst"}}) {
    const fs::path folder = "set_" + train;
    for (const char* kind : {"a", "b"}) {
      pictures(folder / train / kind, 5);
      pictures(folder / test / kind, 2);
    }
    const DatasetPtr dataset = load(plan({at(folder)}));
    EXPECT_EQ(dataset->trainCount, 10U) << train;
    EXPECT_EQ(dataset->count(), 14U) << train;
    EXPECT_THAT(dataset->classNames, ElementsAre("a", "b")) << train;
  }
}

TEST_F(FolderSetsTest, TakesClassesBelowFoldersThatOnlyCount) {
  for (const char* person : {"00", "01", "02"})
    for (const char* sign : {"01_palm", "02_l", "03_fist"}) pictures(fs::path("hands") / person / sign, 2);
  const LoadPlan planned = plan({at("hands")});
  EXPECT_EQ(planned.summary, "18 pictures of 8 x 8, in 3 classes");
  EXPECT_THAT(planned.preview.remarks, Contains(AllOf(HasSubstr("The folders above them have 3 names"),
                                                      HasSubstr("\"label=folder\""))));
  const DatasetPtr dataset = load(planned);
  EXPECT_THAT(dataset->classNames, ElementsAre("01_palm", "02_l", "03_fist"));
  ASSERT_EQ(dataset->factors.size(), 1U);
  EXPECT_THAT(dataset->factors[0].levels, ElementsAre("00", "01", "02"));
}

TEST_F(FolderSetsTest, TakesThePartsThatLieInTheClasses) {
  for (const char* kind : {"cats", "dogs"}) {
    pictures(fs::path("set") / kind / "train", 4);
    pictures(fs::path("set") / kind / "test", 2);
  }
  const DatasetPtr dataset = load(plan({at("set")}));
  EXPECT_THAT(dataset->classNames, ElementsAre("cats", "dogs"));
  EXPECT_EQ(dataset->trainCount, 8U);
  EXPECT_EQ(dataset->testCount(), 4U);
}

TEST_F(FolderSetsTest, CountsWhatElseLiesThereByKind) {
  pictures("set/a", 6);
  pictures("set/b", 6);
  text("set/readme.txt", "hello");
  text("set/a/1.json", "{}");
  text("set/a/2.json", "{}");
  EXPECT_THAT(plan({at("set")}).notes,
              ElementsAre("3 files are no pictures and were passed over (readme.txt, ...): 2 .json, 1 .txt"));
  table("data/iris.csv", 10);
  text("data/LICENSE", "free");
  EXPECT_THAT(plan({at("data")}).notes, ElementsAre("1 other file was passed over (LICENSE)"));
}

TEST_F(FolderSetsTest, KeepsNothingOfATestPartApart) {
  pictures("test/cats", 5);
  pictures("test/dogs", 5);
  const LoadPlan planned = plan({at("test")});
  EXPECT_TRUE(planned.isTestPart);
  EXPECT_EQ(planned.summary,
            "10 pictures of 8 x 8, in 2 classes, a test part of which nothing is kept apart");
  const DatasetPtr dataset = load(planned);
  EXPECT_EQ(dataset->testCount(), 0U);
  EXPECT_THAT(dataset->notes, Contains(HasSubstr("nothing of it was kept apart")));
}

TEST_F(FolderSetsTest, TakesArraysOfOneWidthForClassesByTheirNames) {
  array("draw/cat.npy", 10, 784, 7);
  array("draw/dog.npy", 12, 784, 9);
  for (const std::vector<fs::path>& paths :
       {std::vector{at("draw")}, std::vector{at("draw/dog.npy"), at("draw/cat.npy")}}) {
    LoadPlan planned = plan(paths);
    EXPECT_THAT(planned.summary, HasSubstr("22"));
    EXPECT_EQ(planned.name, "draw");
    EXPECT_THAT(planned.preview.remarks,
                Contains(AllOf(HasSubstr("2 files are 2 classes"), HasSubstr("cat (10"), HasSubstr("45 %"),
                               HasSubstr("55 %"))));
    planned.options.testShare = 0;
    const DatasetPtr dataset = load(planned);
    ASSERT_EQ(dataset->count(), 22U);
    EXPECT_THAT(dataset->classNames, ElementsAre("cat", "dog"));
    EXPECT_EQ(dataset->shape.size(), 784U);
    for (std::size_t i = 0; i < 22; ++i) {
      const bool isBytes = dataset->isBytes();
      const double value = isBytes ? dataset->sample(i)[5] : static_cast<double>(dataset->numbers(i)[5]);
      EXPECT_EQ(value, dataset->className(i) == "cat" ? 7 : 9);
    }
  }
}

TEST_F(FolderSetsTest, TakesNoArraysForClassesThatAreSomethingElse) {
  array("roles/X.npy", 10, 20, 1);
  array("roles/y.npy", 10, 20, 1);
  EXPECT_THAT(plan({at("roles")}).preview.remarks, Not(Contains(HasSubstr("classes by their names"))));
  array("widths/cat.npy", 10, 20, 1);
  array("widths/dog.npy", 10, 21, 1);
  EXPECT_THAT(plan({at("widths")}).preview.remarks, Not(Contains(HasSubstr("classes by their names"))));
}

TEST_F(FolderSetsTest, SaysHowToChooseAnotherSetOnTheCommandLine) {
  table("tables/iris.csv", 30);
  table("tables/wine.csv", 200);
  std::vector<std::string> said;
  const auto listen = [&](const LoadPlan& planned, bool asGuessed) {
    EXPECT_TRUE(asGuessed);
    said.push_back(planned.name);
  };
  EXPECT_EQ((*loadNamedOrFiles({at("tables").string()}, m_tools, {}, listen))->count(), 200U);
  EXPECT_EQ((*loadNamedOrFiles({at("tables").string() + ":set=iris.csv"}, m_tools, {}, listen))->count(),
            30U);
  EXPECT_THAT(said, ElementsAre("wine", "iris"));
}

TEST_F(FolderSetsTest, ListsALargeTextBesideFilesOfKnownNames) {
  std::string vectors;
  std::string words;
  for (int i = 0; i < 400; ++i) {
    vectors += "word" + std::to_string(i);
    for (int k = 0; k < 5; ++k) vectors += " 0." + std::to_string((i * 7 + k * 3) % 10) + "5";
    vectors += "\n";
    words += "word" + std::to_string(i) + "\n";
  }
  text("vectors.txt", vectors);
  text("metadata.tsv", words);
  m_folder.write("tensors.bytes", test::bytesOfValues(std::vector<float>(400 * 5, 0.5F)));
  text("notes.txt", "a 1\nb 2\nc 3\nd 4\n");
  const LoadPlan planned = plan({m_folder.path()});
  EXPECT_EQ(planned.format, "projector") << "files of known names come first";
  ASSERT_EQ(planned.dataSets.size(), 2U) << "small notes in columns are no data";
  EXPECT_EQ(load(plan({m_folder.path()}, "vectors.txt"))->shape, (ImageShape{1, 5, 1}));
}

}  // namespace
}  // namespace isthmus
