// Pictures with tables that name them.
#include "core/data/dataset_format.h"
#include "tests/support/dataset_invariants.h"
#include "tests/support/picture_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
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
using ::testing::IsEmpty;

class PictureLabelsTest : public ::testing::Test {
 protected:
  void text(const fs::path& name, std::string_view content) {
    m_folder.write(name, test::Bytes(content.begin(), content.end()));
  }
  void pictures(const fs::path& folder, int count, const std::string& ending = ".pgm", int first = 0) {
    for (int i = first; i < first + count; ++i)
      m_folder.write(folder / (std::to_string(i) + ending), test::pgm(8, 8, static_cast<std::uint8_t>(i)));
  }
  fs::path at(const fs::path& name) const { return m_folder.path() / name; }
  LoadPlan plan(const std::vector<fs::path>& paths, const LoadOptions& options = {}) {
    auto planned = planLoading(paths, options, m_tools);
    EXPECT_TRUE(planned) << planned.error().text();
    return planned ? *planned : LoadPlan{};
  }
  DatasetPtr load(const std::vector<fs::path>& paths, LoadOptions options = {}) {
    if (!options.testShare) options.testShare = 0;  // in the order of the plan
    auto loaded = loadDataset(plan(paths, options), m_tools, {});
    EXPECT_TRUE(loaded) << loaded.error().text();
    if (!loaded) return std::make_shared<const Dataset>();
    EXPECT_EQ(test::faultOf(**loaded), "");
    return *loaded;
  }
  /// "image,dx" and so on: picture i has the class c<i % classes>.
  static std::string table(const std::string& head, int rows, int classes, const std::string& ending = "") {
    std::string content = head + "\n";
    for (int i = 0; i < rows; ++i)
      content += std::to_string(i) + ending + ",c" + std::to_string(i % classes) + "\n";
    return content;
  }
  static int numberOf(const std::string& name) { return std::stoi(name.substr(name.rfind('/') + 1)); }

  LoadTools m_tools = {test::decodePgm, {}};
  test::TempFolder m_folder;
};

TEST_F(PictureLabelsTest, GivesPicturesTheClassesOfATableThatNamesThem) {
  pictures("set/images", 40);
  text("set/labels.csv", table("image_id,dx", 40, 3));
  const LoadPlan planned = plan({at("set")});
  EXPECT_EQ(planned.format, "Pictures");
  EXPECT_EQ(planned.summary, "40 pictures of 8 x 8, in 3 classes");
  EXPECT_EQ(planned.options.label, "dx");
  EXPECT_THAT(planned.preview.remarks,
              Contains(HasSubstr("All 40 pictures are named in labels.csv (column")));
  EXPECT_THAT(planned.preview.choices, Contains(LoadChoice::Label));
  EXPECT_THAT(planned.dataSets, IsEmpty());
  const DatasetPtr dataset = load({at("set")});
  EXPECT_THAT(dataset->classNames, ElementsAre("c0", "c1", "c2"));
  ASSERT_EQ(dataset->count(), 40U);
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(dataset->className(i), "c" + std::to_string(numberOf(dataset->sampleNames[i]) % 3));
    EXPECT_EQ(dataset->sample(i)[5], numberOf(dataset->sampleNames[i]));
  }
}

TEST_F(PictureLabelsTest, FindsTheTableInTheFolderBesideItAndOneLevelUp) {
  for (const char* place : {"a/set/labels.csv", "a/labels.csv", "labels.csv"}) {
    pictures("a/set", 6);
    text(place, table("filename,label", 6, 2, ".pgm"));
    EXPECT_THAT(load({at("a/set")})->classNames, ElementsAre("c0", "c1")) << place;
    fs::remove(at(place));
  }
}

TEST_F(PictureLabelsTest, KnowsNamesWithAndWithoutEndingFolderZerosAndCapitals) {
  for (const std::string name : {"7", "7.pgm", "images/7.PGM", ".\\images\\7.pgm", "/data/x/7.png", "0007"}) {
    pictures("set/images", 4, ".pgm", 6);
    text("set/l.csv", "file,label\n6,a\n" + name + ",b\n8,a\n9,b\n");
    const DatasetPtr dataset = load({at("set")});
    EXPECT_EQ(dataset->count(), 4U) << name;
    EXPECT_THAT(dataset->classNames, ElementsAre("a", "b")) << name;
  }
}

TEST_F(PictureLabelsTest, TellsPicturesOfOneNameApartByTheirFolders) {
  pictures("set/cat", 5);
  pictures("set/dog", 5);
  std::string content = "path;mood\n";
  for (int i = 0; i < 5; ++i)
    content += "cat/" + std::to_string(i) + ".pgm;calm\ndog/" + std::to_string(i) + ".pgm;wild\n";
  text("set/moods.csv", content);
  const DatasetPtr dataset = load({at("set")});
  EXPECT_THAT(dataset->classNames, ElementsAre("calm", "wild"));
  for (std::size_t i = 0; i < dataset->count(); ++i)
    EXPECT_EQ(dataset->className(i), dataset->sampleNames[i].starts_with("cat") ? "calm" : "wild");
  LoadOptions folders;
  folders.label = "folder";
  EXPECT_THAT(load({at("set")}, folders)->classNames, ElementsAre("cat", "dog"));
}

TEST_F(PictureLabelsTest, CountsPicturesWithoutARowAndRowsWithoutAPicture) {
  pictures("set", 40);
  text("set/labels.csv", table("id,label", 38, 2) + "77,c0\n78,c1\n79,c1\n");
  const LoadPlan planned = plan({at("set")});
  EXPECT_THAT(planned.preview.remarks, Contains(AllOf(HasSubstr("38 of 40 pictures are named in labels.csv"),
                                                      HasSubstr("3 of its rows name no picture"))));
  const DatasetPtr dataset = load({at("set")});
  EXPECT_EQ(dataset->count(), 38U);
  EXPECT_THAT(dataset->notes, Contains(HasSubstr("2 pictures were left out: labels.csv does not name them")));
  LoadOptions none;
  none.label = "none";
  EXPECT_EQ(load({at("set")}, none)->count(), 40U);
}

TEST_F(PictureLabelsTest, LosesNoPicturesToATableThatNamesFew) {
  pictures("set", 40);
  text("set/labels.csv", table("id,label", 10, 2));
  const LoadPlan planned = plan({at("set")});
  EXPECT_THAT(planned.preview.remarks, Contains(HasSubstr("\"label=label\" takes those pictures alone")));
  EXPECT_EQ(load({at("set")})->count(), 40U);
  EXPECT_FALSE(load({at("set")})->hasLabels());
  LoadOptions few;
  few.label = "label";
  EXPECT_EQ(load({at("set")}, few)->count(), 10U);
}

TEST_F(PictureLabelsTest, MakesFactorsOfOtherColumns) {
  pictures("set/HAM_part_1", 5);
  pictures("set/HAM_part_2", 5, ".pgm", 5);
  std::string content = "lesion_id,image_id,dx,age,sex\n";
  for (int i = 0; i < 10; ++i)
    content += "HAM_" + std::to_string(i) + "," + std::to_string(i) + "," + (i % 2 == 0 ? "nv" : "mel") +
               "," + (i == 3 ? std::string() : std::to_string(30 + i)) + "," + (i < 6 ? "male" : "female") +
               "\n";
  text("set/metadata.csv", content);
  const DatasetPtr dataset = load({at("set")});
  EXPECT_THAT(dataset->classNames, ElementsAre("mel", "nv"));
  ASSERT_EQ(dataset->factors.size(), 3U);
  EXPECT_EQ(dataset->factors[0].name, "folder");
  EXPECT_THAT(dataset->factors[0].levels, ElementsAre("HAM_part_1", "HAM_part_2"));
  EXPECT_EQ(dataset->factors[1].name, "age");
  EXPECT_EQ(dataset->factors[2].name, "sex");
  for (std::size_t i = 0; i < dataset->count(); ++i) {
    const int number = numberOf(dataset->sampleNames[i]);
    if (number != 3) {
      EXPECT_EQ(dataset->factors[1].values[i], 30 + number);
    }
    EXPECT_EQ(dataset->factors[2].levels[static_cast<std::size_t>(dataset->factors[2].values[i])],
              number < 6 ? "male" : "female");
  }
  EXPECT_THAT(plan({at("set")}).preview.remarks,
              Contains(HasSubstr("1 column was not used (\"lesion_id\")")));
}

TEST_F(PictureLabelsTest, TakesOneHotColumnsForClasses) {
  pictures("set", 12);
  std::string content = "image,MEL,NV,BCC\n";
  for (int i = 0; i < 12; ++i)
    content += std::to_string(i) + (i % 3 == 0   ? ",1.0,0.0,0.0\n"
                                    : i % 3 == 1 ? ",0.0,1.0,0.0\n"
                                                 : ",0.0,0.0,1.0\n");
  text("set/truth.csv", content);
  const DatasetPtr dataset = load({at("set")});
  EXPECT_THAT(dataset->classNames, ElementsAre("BCC", "MEL", "NV"));
  for (std::size_t i = 0; i < dataset->count(); ++i) {
    const int number = numberOf(dataset->sampleNames[i]);
    EXPECT_EQ(dataset->className(i), number % 3 == 0 ? "MEL" : number % 3 == 1 ? "NV" : "BCC");
  }
}

TEST_F(PictureLabelsTest, TakesThePartsOfSeveralTables) {
  pictures("set/images", 30);
  std::string train = "file,label\n";
  std::string test = "file,label\n";
  for (int i = 0; i < 30; ++i)
    (i < 20 ? train : test) += std::to_string(i) + ".pgm," + (i % 2 == 0 ? "a" : "b") + "\n";
  text("set/train.csv", train);
  text("set/test.csv", test);
  const LoadPlan planned = plan({at("set")});
  EXPECT_EQ(planned.summary, "20 + 10 pictures of 8 x 8, in 2 classes");
  const DatasetPtr dataset = load({at("set")});
  EXPECT_EQ(dataset->trainCount, 20U);
  for (std::size_t i = 0; i < 30; ++i) EXPECT_EQ(numberOf(dataset->sampleNames[i]) < 20, i < 20);
}

TEST_F(PictureLabelsTest, ReadsTablesWithoutAHeader) {
  pictures("set", 8);
  std::string content;
  for (int i = 0; i < 8; ++i) content += std::to_string(i) + ".pgm\t" + (i < 4 ? "cat" : "dog") + "\n";
  text("set/list.tsv", content);
  const DatasetPtr dataset = load({at("set")});
  EXPECT_EQ(dataset->count(), 8U);
  EXPECT_THAT(dataset->classNames, ElementsAre("cat", "dog"));
}

TEST_F(PictureLabelsTest, RefusesALabelThatIsNotThere) {
  pictures("set", 8);
  text("set/labels.csv", table("id,label", 8, 2));
  LoadOptions wrong;
  wrong.label = "dx";
  const auto planned = planLoading(std::vector{at("set")}, wrong, m_tools);
  ASSERT_FALSE(planned);
  EXPECT_THAT(planned.error().text(),
              HasSubstr("there is no label \"dx\" for these pictures; expected one of: none, label"));
}

TEST_F(PictureLabelsTest, ListsATableBesideThatNamesNoPicture) {
  pictures("set", 30);
  std::string content = "length,width,species\n";
  for (int i = 0; i < 20; ++i) content += std::to_string(i) + ".5,2.25," + (i < 10 ? "a" : "b") + "\n";
  text("set/iris.csv", content);
  const LoadPlan planned = plan({at("set")});
  EXPECT_EQ(planned.summary, "30 pictures of 8 x 8, without labels");
  ASSERT_EQ(planned.dataSets.size(), 2U);
  EXPECT_EQ(planned.dataSets[1].name, "iris.csv");
  LoadOptions other;
  other.set = "iris.csv";
  EXPECT_EQ(load({at("set")}, other)->count(), 20U);
}

TEST_F(PictureLabelsTest, StaysQuickWithTenThousandPictures) {
  const fs::path first = m_folder.write("set/images/0.pgm", test::pgm(8, 8, 1));
  for (int i = 1; i < 10'000; ++i)
    fs::create_hard_link(first, first.parent_path() / (std::to_string(i) + ".pgm"));
  text("set/labels.csv", table("image_id,dx", 10'000, 7));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(plan({at("set")}).summary, "10,000 pictures of 8 x 8, in 7 classes");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(took.count(), 5.0) << "a fraction of a second where the machine is not busy";
  RecordProperty("seconds", std::to_string(took.count()));
}

}  // namespace
}  // namespace isthmus
