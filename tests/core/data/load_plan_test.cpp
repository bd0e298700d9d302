#include "core/data/dataset_format.h"
#include "core/data/files/file_collection.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::gzipped;
using test::idxFile;
using test::TempFolder;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// A folder in which a test lays out the files of a drop.
class LoadPlanTest : public ::testing::Test {
 protected:
  fs::path images(const fs::path& name, std::uint32_t count) { return write(name, idxFile({count, 4, 4})); }
  fs::path labels(const fs::path& name, std::uint32_t count) { return write(name, idxFile({count}, 10)); }
  fs::path write(const fs::path& name, const test::Bytes& bytes) {
    return m_folder.write(name, name.extension() == ".gz" ? gzipped(bytes) : bytes);
  }
  /// The four usual files.
  void wholeSet(const fs::path& folder, const std::string& prefix = "", const std::string& ending = "") {
    images(folder / (prefix + "train-images-idx3-ubyte" + ending), 60);
    labels(folder / (prefix + "train-labels-idx1-ubyte" + ending), 60);
    images(folder / (prefix + "t10k-images-idx3-ubyte" + ending), 10);
    labels(folder / (prefix + "t10k-labels-idx1-ubyte" + ending), 10);
  }
  fs::path at(const fs::path& name) const { return m_folder.path() / name; }

  static LoadPlan planned(std::vector<fs::path> paths) {
    const auto plan = planLoading(paths);
    EXPECT_TRUE(plan) << plan.error().text();
    if (!plan) return {};
    const auto loaded =
        loadDataset(*plan, {}, {});  // a plan that is made must be one that can be carried out
    EXPECT_TRUE(loaded) << loaded.error().text();
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled = loadDataset(*plan, {}, {stop.get_token(), {}});
    EXPECT_TRUE(!cancelled && cancelled.error().code == ErrorCode::Cancelled);
    return *plan;
  }
  static std::string refusal(std::vector<fs::path> paths) {
    const auto plan = planLoading(paths);
    EXPECT_FALSE(plan) << plan->summary;
    return plan ? "" : plan.error().text();
  }

 private:
  TempFolder m_folder;
};

std::vector<std::string> namesOf(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const fs::path& file : files) names.push_back(file.filename().string());
  return names;
}

TEST_F(LoadPlanTest, PairsTheUsualFourFilesOfAFolder) {
  for (const std::string ending : {"", ".gz"}) {
    const fs::path folder = "fashion" + ending;
    wholeSet(folder, "", ending);
    write(folder / "README.txt", {'h', 'i'});
    write(folder / "empty", {});
    const LoadPlan plan = planned({at(folder)});
    EXPECT_EQ(plan.format, "IDX");
    EXPECT_EQ(plan.name, folder);
    EXPECT_THAT(namesOf(plan.trainFiles),
                ElementsAre("train-images-idx3-ubyte" + ending, "train-labels-idx1-ubyte" + ending));
    EXPECT_THAT(namesOf(plan.testFiles),
                ElementsAre("t10k-images-idx3-ubyte" + ending, "t10k-labels-idx1-ubyte" + ending));
    EXPECT_EQ(plan.summary, "60 + 10 images of 4 x 4, labelled");
  }
}

TEST_F(LoadPlanTest, DoesNotMindTheOrderOfADrop) {
  wholeSet("set");
  std::vector<fs::path> files = {at("set/train-images-idx3-ubyte"), at("set/train-labels-idx1-ubyte"),
                                 at("set/t10k-images-idx3-ubyte"), at("set/t10k-labels-idx1-ubyte")};
  std::ranges::sort(files);
  do {
    EXPECT_THAT(namesOf(planned(files).trainFiles),
                ElementsAre("train-images-idx3-ubyte", "train-labels-idx1-ubyte"));
  } while (std::ranges::next_permutation(files).found);
}

TEST_F(LoadPlanTest, TakesTheNameFromTheFilesOrTheFolder) {
  wholeSet("gzip", "emnist-letters-", ".gz");
  EXPECT_EQ(planned({at("gzip")}).name, "emnist-letters");
  EXPECT_EQ(planned({at("gzip")}).summary, "60 + 10 images of 4 x 4 turned upright, labelled");
  wholeSet("FashionMNIST/raw");
  EXPECT_EQ(planned({at("FashionMNIST")}).name, "FashionMNIST");
  EXPECT_EQ(planned({at("FashionMNIST/raw/train-images-idx3-ubyte")}).name, "FashionMNIST");
  images("Shapes/train-images-idx3-ubyte/train-images.idx3-ubyte", 5);
  EXPECT_EQ(planned({at("Shapes")}).name, "Shapes");
}

TEST_F(LoadPlanTest, TakesAFileOnceThatIsThereTwice) {
  wholeSet("raw");
  wholeSet("raw", "", ".gz");
  const LoadPlan plan = planned({at("raw"), at("raw/t10k-images-idx3-ubyte"), at("raw/../raw")});
  EXPECT_THAT(namesOf(plan.trainFiles), ElementsAre("train-images-idx3-ubyte", "train-labels-idx1-ubyte"));
  EXPECT_THAT(namesOf(plan.testFiles), ElementsAre("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"));
}

TEST_F(LoadPlanTest, PairsBySizesWhereNamesDoNotTell) {
  const LoadPlan plan = planned(
      {images("small.idx", 10), labels("one.idx", 60), labels("two.idx", 10), images("large.idx", 60)});
  EXPECT_THAT(namesOf(plan.trainFiles), ElementsAre("large.idx", "one.idx"));
  EXPECT_THAT(namesOf(plan.testFiles), ElementsAre("small.idx", "two.idx"));
}

TEST_F(LoadPlanTest, UnderstandsTrainAndTestFolders) {
  images("set/train/images.idx", 6);
  labels("set/train/labels.idx", 6);
  images("set/test/images.idx", 8);
  labels("set/test/labels.idx", 8);
  const LoadPlan plan = planned({at("set")});
  EXPECT_EQ(plan.name, "set");
  EXPECT_EQ(plan.trainFiles.front(), at("set/train/images.idx"));
  EXPECT_EQ(plan.testFiles.back(), at("set/test/labels.idx"));
}

TEST_F(LoadPlanTest, TakesImagesAlone) {
  const LoadPlan plan = planned({images("t10k-images-idx3-ubyte", 1000)});
  EXPECT_THAT(plan.testFiles, IsEmpty());
  EXPECT_EQ(plan.summary,
            "1,000 images of 4 x 4, without labels, a test part of which nothing is kept apart");
  EXPECT_EQ(planned({write("rows.idx", idxFile({3, 7}))}).summary, "3 rows of 7 numbers, without labels");
  EXPECT_EQ(planned({write("c.idx", idxFile({3, 7, 2, 3}))}).summary,
            "3 images of 2 x 7 in colour, without labels");
}

TEST_F(LoadPlanTest, FindsTheLabelsBesideASingleImagesFile) {
  wholeSet("set");
  const LoadPlan plan = planned({at("set/t10k-images-idx3-ubyte")});
  EXPECT_THAT(namesOf(plan.trainFiles), ElementsAre("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"));
  EXPECT_THAT(plan.testFiles, IsEmpty());
  EXPECT_EQ(plan.summary,
            "10 images of 4 x 4, labelled by t10k-labels-idx1-ubyte beside it, a test part of which nothing "
            "is kept "
            "apart");
  labels("set/t10k-labels-idx1-ubyte", 9);
  EXPECT_EQ(planned({at("set/t10k-images-idx3-ubyte")}).summary,
            "10 images of 4 x 4, without labels, a test part of which nothing is kept apart");
}

TEST_F(LoadPlanTest, SplitsOffATestPartWhereTheFilesBringNone) {
  wholeSet("all");
  EXPECT_FALSE(planned({at("all")}).options.testShare);
  EXPECT_EQ(planned({at("all/train-images-idx3-ubyte")}).options.testShare, 0.2);
  EXPECT_FALSE(planned({at("all/t10k-images-idx3-ubyte")}).options.testShare) << "it is the test part";
  const auto plan = planLoading(std::vector{at("all/train-images-idx3-ubyte")});
  const auto dataset = loadDataset(*plan, {}, {});
  EXPECT_EQ((*dataset)->trainCount, 50U);
  EXPECT_EQ((*dataset)->testCount(), 10U) << "one of the six of each class";
}

TEST_F(LoadPlanTest, KnowsWhatIsATestPartByItsNames) {
  wholeSet("set");
  const auto loaded = [&](const char* file, const LoadOptions& options = {}) {
    const auto dataset = loadDataset(*planLoading(std::vector{at(file)}, options), {}, {});
    EXPECT_TRUE(dataset) << dataset.error().text();
    return *dataset;
  };
  const DatasetPtr test = loaded("set/t10k-images-idx3-ubyte");
  EXPECT_TRUE(test->isTestPart);
  EXPECT_EQ(test->trainCount, 10U) << "on its own it can be learnt from";
  EXPECT_FALSE(loaded("set")->isTestPart);
  EXPECT_FALSE(loaded("set/train-images-idx3-ubyte")->isTestPart);
  LoadOptions parted;
  parted.testShare = 0.9;
  EXPECT_FALSE(loaded("set/t10k-images-idx3-ubyte", parted)->isTestPart) << "a person made two parts of it";

  const std::string table = "a,b,class\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n";
  for (const char* name : {"test.csv", "blood_test.csv"})
    write(name, test::Bytes(table.begin(), table.end()));
  EXPECT_TRUE(loaded("test.csv")->isTestPart);
  EXPECT_EQ(loaded("test.csv")->testCount(), 0U) << "there to be scored as a whole";
  EXPECT_FALSE(loaded("blood_test.csv")->isTestPart);
  const auto remarks = [&](const LoadOptions& options) {
    return planLoading(std::vector{at("test.csv")}, options)->preview.remarks;
  };
  EXPECT_THAT(remarks({}), Contains(HasSubstr("joins their test part")));
  EXPECT_THAT(remarks(parted), Not(Contains(HasSubstr("joins their test part"))));
}

TEST_F(LoadPlanTest, RefusesLabelsWithoutTheirImages) {
  wholeSet("set");
  EXPECT_THAT(refusal({at("set/train-labels-idx1-ubyte")}),
              AllOf(HasSubstr("train-labels-idx1-ubyte: "), HasSubstr("their images are missing; expected")));
  EXPECT_THAT(refusal({at("set/train-images-idx3-ubyte"), at("set/train-labels-idx1-ubyte"),
                       at("set/t10k-labels-idx1-ubyte")}),
              AllOf(HasSubstr("t10k-labels-idx1-ubyte: "), HasSubstr("belong to none of the images files")));
}

TEST_F(LoadPlanTest, RefusesCountsThatDoNotMatch) {
  images("train-images-idx3-ubyte", 60);
  labels("train-labels-idx1-ubyte", 59);
  EXPECT_THAT(
      refusal({at("train-images-idx3-ubyte"), at("train-labels-idx1-ubyte")}),
      HasSubstr("holds 59 labels, but train-images-idx3-ubyte holds 60 images; expected one label for each"));
  EXPECT_THAT(refusal({images("a.idx", 6), labels("b.idx", 7)}),
              HasSubstr("b.idx: holds 7 labels, but a.idx"));
}

TEST_F(LoadPlanTest, RefusesPartsThatDoNotFitTogether) {
  EXPECT_THAT(refusal({images("train-images", 6), write("test-images", idxFile({3, 4, 5}))}),
              AllOf(HasSubstr("images of 5 x 4"), HasSubstr("4 x 4; expected one size")));
  EXPECT_THAT(refusal({images("train-images", 6), labels("train-labels", 6), images("test-images", 3)}),
              HasSubstr("test-images: comes without labels"));
  EXPECT_THAT(refusal({images("a.idx", 6), images("b.idx", 6)}),
              HasSubstr("neither name says which is for training"));
}

TEST_F(LoadPlanTest, RefusesSeveralSetsAtOnce) {
  wholeSet("gzip", "emnist-letters-");
  wholeSet("gzip", "emnist-digits-");
  EXPECT_EQ(planned({at("gzip")}).dataSets.size(), 2U) << "a folder lists them";
  std::vector<fs::path> named;
  for (const auto& entry : fs::directory_iterator(at("gzip"))) named.push_back(entry.path());
  EXPECT_THAT(refusal(named), HasSubstr("expected the files of one data set"));
  wholeSet("MNIST");
  wholeSet("KMNIST");
  EXPECT_THAT(refusal({at("MNIST/train-images-idx3-ubyte"), at("KMNIST/t10k-images-idx3-ubyte")}),
              HasSubstr("expected the files of one data set"));
}

TEST_F(LoadPlanTest, RefusesWhatItCannotReadByName) {
  EXPECT_THAT(refusal({}), HasSubstr("nothing to load"));
  EXPECT_THAT(refusal({at("nowhere")}), HasSubstr("nowhere: does not exist"));
  EXPECT_THAT(refusal({write("notes.txt", {'h', 'i'})}),
              HasSubstr("notes.txt: is in no format that can be read; expected IDX"));
  EXPECT_THAT(refusal({write("void", {})}), HasSubstr("void: is empty"));
  EXPECT_THAT(refusal({write("cut", {0x1F, 0x8B, 8})}), HasSubstr("cut: is cut off"));
  EXPECT_THAT(refusal({write("type.idx", {0, 0, 0x0D, 1, 0, 0, 0, 1, 0, 0, 0, 0})}),
              HasSubstr("holds fractions in one dimension; expected labels"));
  fs::create_directories(at("hollow/below"));
  EXPECT_THAT(refusal({at("hollow")}), HasSubstr("hollow: holds no file that can be read"));
  ASSERT_EQ(::mkfifo(at("fifo").c_str(), 0600), 0);
  EXPECT_THAT(refusal({at("fifo")}), HasSubstr("expected a regular file"));
}

TEST_F(LoadPlanTest, DoesNotPassOverABrokenFileOfTheSet) {
  wholeSet("set");
  write("set/train-images-idx3-ubyte", {'<', 'h', 't', 'm', 'l', '>'});  // a failed download
  EXPECT_THAT(refusal({at("set")}),
              HasSubstr("train-images-idx3-ubyte: is a web page that was saved under this name, not data"));
  wholeSet("cut");
  write("cut/t10k-images-idx3-ubyte", {});
  EXPECT_THAT(refusal({at("cut")}), HasSubstr("t10k-images-idx3-ubyte: is empty"));
}

TEST_F(LoadPlanTest, RefusesAFolderOfTooManyFiles) {
  EXPECT_EQ(FileCollection::kMaxListed, 300'000U);
  for (int i = 0; i < 1'000; ++i) write("home/" + std::to_string(i % 2) + "/" + std::to_string(i), {'?'});
  const auto refused = [&](const char* folder, std::size_t maxListed) {
    const auto added = FileCollection({}, maxListed).addPath(at(folder));
    EXPECT_FALSE(added);
    return added ? "" : added.error().text();
  };
  EXPECT_THAT(refused("home/0", 499),
              HasSubstr("home/0: holds more than 499 files; expected the folder of one"));
  EXPECT_THAT(refused("home/0", 500), HasSubstr("holds no file that can be read"));
  // Its two folders count as well.
  EXPECT_THAT(refused("home", 1'001), HasSubstr("home: holds more than 1,001 files"));
  EXPECT_THAT(refused("home", 1'002), HasSubstr("holds no file that can be read"));
}

TEST_F(LoadPlanTest, KnowsFashionMnistOfThePackage) {
  const fs::path fashion = "/usr/share/datasets/fashion-mnist";
  if (!fs::exists(fashion)) GTEST_SKIP() << fashion << " is absent (package dataset-fashion-mnist)";
  const auto plan = planLoading(std::vector{fashion});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_EQ(plan->name, "fashion-mnist");
  EXPECT_EQ(plan->summary, "60,000 + 10,000 images of 28 x 28, labelled");
}

TEST_F(LoadPlanTest, SaysWhichOptionsSayNothingAboutTheFormat) {
  LoadOptions options;
  options.axis = 1;
  options.names = "id";
  options.testShare = 0.5;  // taken by all
  const auto plan = planLoading(std::vector{images("some-idx3-ubyte", 4)}, options);
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_THAT(plan->notes,
              ElementsAre("The option names= was not used: it says nothing about IDX images and labels",
                          "The option axis= was not used: it says nothing about IDX images and labels"));
  const auto loaded = loadDataset(*plan, {}, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_THAT((*loaded)->notes, Contains(HasSubstr("axis= was not used")));
}

TEST_F(LoadPlanTest, KeepsSilentAboutOptionsThatAFormatTakes) {
  LoadOptions options;
  options.delimiter = ';';
  options.label = "c";
  const std::string text = "a;b;c\n1;2;x\n3;4;y\n5;6;x\n";
  const auto plan = planLoading(std::vector{write("t.csv", {text.begin(), text.end()})}, options);
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_THAT(plan->notes, Not(Contains(HasSubstr("was not used"))));
}

TEST(DatasetFormats, NameOptionsThatThereAre) {
  for (const DatasetFormat& format : datasetFormats()) {
    for (const std::string_view key : format.options) {
      const auto parsed = parseLoadOptions(std::string(key) + "=?");
      if (parsed) continue;
      EXPECT_THAT(parsed.error().text(), Not(HasSubstr("is no option of a data set"))) << key;
    }
  }
}

TEST(DatasetFormats, AreAllComplete) {
  ASSERT_FALSE(datasetFormats().empty());
  for (const DatasetFormat& format : datasetFormats()) {
    EXPECT_FALSE(format.name.empty());
    EXPECT_FALSE(format.description.empty());
    EXPECT_FALSE(format.patterns.empty());
    EXPECT_TRUE(format.recognises && format.plan && format.load);
  }
  EXPECT_FALSE(loadDataset({"no such format", "", {}, {}, ""}, {}, {}));
}

}  // namespace
}  // namespace isthmus
