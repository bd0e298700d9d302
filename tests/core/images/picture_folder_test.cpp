// Folders of pictures as data sets, with a decoder of the test's own.
#include "core/data/dataset_format.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/picture_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::decodePgm;
using test::pgm;
using test::TempFolder;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PictureFolderTest : public ::testing::Test {
 protected:
  fs::path write(const fs::path& name, const test::Bytes& bytes) { return m_folder.write(name, bytes); }
  fs::path at(const fs::path& name) const { return m_folder.path() / name; }
  /// `count` pictures: class c holds intensity 10 c + 1 and so on.
  void classes(const fs::path& folder, int classCount, int each, int side = 8) {
    for (int c = 0; c < classCount; ++c)
      for (int i = 0; i < each; ++i)
        write(folder / std::to_string(c) / (std::to_string(i) + ".pgm"),
              pgm(side, side, static_cast<std::uint8_t>(10 * c + i)));
  }
  LoadPlan plan(const std::vector<fs::path>& paths, const LoadOptions& options = {}) {
    auto planned = planLoading(paths, options, m_tools);
    EXPECT_TRUE(planned) << planned.error().text();
    return planned ? *planned : LoadPlan{};
  }
  DatasetPtr load(const std::vector<fs::path>& paths, const LoadOptions& options = {}) {
    auto loaded = loadDataset(plan(paths, options), m_tools, {});
    EXPECT_TRUE(loaded) << loaded.error().text();
    return loaded ? *loaded : std::make_shared<const Dataset>();
  }
  std::string refusal(const std::vector<fs::path>& paths) {
    const auto planned = planLoading(paths, {}, m_tools);
    if (!planned) return planned.error().text();
    const auto loaded = loadDataset(*planned, m_tools, {});
    EXPECT_FALSE(loaded) << planned->summary;
    return loaded ? "" : loaded.error().text();
  }

  LoadTools m_tools = {decodePgm, {}};
  TempFolder m_folder;
};

TEST_F(PictureFolderTest, LoadsPartsAndClassesTwoLevelsDeep) {
  classes("set/train", 3, 5);
  classes("set/test", 3, 2);
  const LoadPlan planned = plan({at("set")});
  EXPECT_EQ(planned.format, "Pictures");
  EXPECT_EQ(planned.summary, "15 + 6 pictures of 8 x 8, in 3 classes");
  EXPECT_EQ(planned.trainFiles.size(), 15U);
  EXPECT_EQ(planned.testFiles.size(), 6U);
  EXPECT_EQ(loadOptionsText(planned.options), "size=8,colour=grey");
  EXPECT_THAT(planned.preview.remarks, Contains("3 classes from the names of the folders."));
  EXPECT_EQ(planned.preview.pictures.size(), 21U);

  const DatasetPtr dataset = load({at("set")});
  EXPECT_EQ(dataset->name, "set");
  EXPECT_EQ(dataset->kind, SampleKind::Image);
  EXPECT_EQ(dataset->shape, (ImageShape{8, 8, 1}));
  EXPECT_EQ(dataset->trainCount, 15U);
  EXPECT_EQ(dataset->testCount(), 6U);
  ASSERT_EQ(dataset->sampleNames.size(), 21U);
  for (std::size_t i = 0; i < dataset->count(); ++i) {
    const std::string& name = dataset->sampleNames[i];
    const std::string tail = name.substr(name.find('/') + 1);  // "1/4.pgm"
    EXPECT_EQ(dataset->className(i), tail.substr(0, 1));
    EXPECT_EQ(dataset->sample(i)[5], 10 * (tail[0] - '0') + (tail[2] - '0')) << name;
  }
  EXPECT_FALSE(dataset->original);  // samples are as they came
  EXPECT_THAT(dataset->notes, IsEmpty());
}

TEST_F(PictureFolderTest, SplitsATestPartOffWhereThereIsNone) {
  classes("set", 2, 10);
  const DatasetPtr dataset = load({at("set")});
  EXPECT_EQ(dataset->trainCount, 16U);
  EXPECT_EQ(dataset->testCount(), 4U);
  LoadOptions whole;
  whole.testShare = 0;
  EXPECT_EQ(load({at("set")}, whole)->testCount(), 0U);
}

TEST_F(PictureFolderTest, ResizesToTheLargestOfferedSizeBelowTheMedianAndKeepsTheOriginals) {
  write("flat/1.pgm", pgm(30, 20, 5));
  write("flat/2.pgm", pgm(70, 90, 6));
  write("flat/3.pgm", pgm(200, 300, 7));
  const DatasetPtr dataset = load({at("flat")});
  EXPECT_EQ(dataset->shape, (ImageShape{64, 64, 1}));
  EXPECT_FALSE(dataset->hasLabels());
  ASSERT_TRUE(dataset->original);
  for (std::size_t i = 0; i < dataset->count(); ++i) {
    const auto original = dataset->original(i);
    ASSERT_TRUE(original) << original.error().text();
    EXPECT_EQ(original->shape.height, dataset->sampleNames[i] == "1.pgm"   ? 30
                                      : dataset->sampleNames[i] == "2.pgm" ? 70
                                                                           : 200);
    EXPECT_FLOAT_EQ(original->pixels[0] * 255, 255.0F - original->pixels[1] * 255);
  }
  fs::remove(at("flat/1.pgm"));
  for (std::size_t i = 0; i < dataset->count(); ++i)
    EXPECT_EQ(static_cast<bool>(dataset->original(i)), dataset->sampleNames[i] != "1.pgm");
}

TEST_F(PictureFolderTest, ObeysSizeShapeAndColour) {
  classes("set", 2, 3);
  write("set/0/colour.ppm", pgm(8, 8, 9, 3));
  EXPECT_EQ(plan({at("set")}).options.channels, 3);
  LoadOptions options;
  options.side = 32;
  options.channels = 1;
  EXPECT_EQ(load({at("set")}, options)->shape, (ImageShape{32, 32, 1}));
  LoadOptions shaped;
  shaped.shape = ImageShape{4, 6, 1};
  EXPECT_EQ(load({at("set")}, shaped)->shape, (ImageShape{4, 6, 3}));
  shaped.side = 16;
  EXPECT_EQ(load({at("set")}, shaped)->shape, (ImageShape{16, 16, 3}));
}

TEST_F(PictureFolderTest, KeepsOneSizeThatIsNotSquare) {
  write("set/1.pgm", pgm(24, 12, 1));
  write("set/2.pgm", pgm(24, 12, 2));
  EXPECT_EQ(loadOptionsText(plan({at("set")}).options), "split=0.2,colour=grey,shape=24x12");
  EXPECT_EQ(load({at("set")})->shape, (ImageShape{24, 12, 1}));
  EXPECT_EQ(load({at("set")}, plan({at("set")}).options)->shape, (ImageShape{24, 12, 1}));
}

TEST_F(PictureFolderTest, PassesOverAndCountsOtherFilesAmongPictures) {
  classes("set", 2, 4);
  write("set/0/notes.txt", {'h', 'i'});
  write("set/1/index.html", {'h', 'i'});
  ASSERT_EQ(::mkfifo(at("set/1/pipe.png").c_str(), 0600), 0);
  fs::create_directory(at("set/folder.png"));
  fs::create_symlink(at("nowhere"), at("set/1/dangling.png"));
  const DatasetPtr dataset = load({at("set")});
  EXPECT_EQ(dataset->count(), 8U);
  EXPECT_THAT(dataset->notes,
              ElementsAre(HasSubstr("2 files are no pictures and were passed over (notes.txt, ...)")));
}

TEST_F(PictureFolderTest, LeavesFewPicturesToTheDataTheyLieBeside) {
  write("set/train-images-idx3-ubyte", test::idxFile({20, 4, 4}));
  write("set/figure.pgm", pgm(8, 8, 1));
  EXPECT_EQ(plan({at("set")}).format, "IDX");
  for (int i = 0; i < 10; ++i) write("many/" + std::to_string(i) + ".pgm", pgm(8, 8, 1));
  write("many/extra.idx", test::idxFile({20, 4, 4}));
  EXPECT_EQ(plan({at("many")}).format, "Pictures");
}

TEST_F(PictureFolderTest, KnowsPicturesWithoutAnEndingByTheirContent) {
  write("set/one", pgm(8, 8, 1));
  write("set/two", pgm(8, 8, 2));
  EXPECT_EQ(plan({at("set")}).summary, "2 pictures of 8 x 8, without labels");
}

TEST_F(PictureFolderTest, LeavesOutAFewBrokenPicturesAndNamesTheFirst) {
  classes("set", 2, 10);
  test::Bytes cut = pgm(8, 8, 1);
  cut.pop_back();
  write("set/1/3.pgm", cut);
  write("set/1/5.pgm", {});
  const DatasetPtr dataset = load({at("set")});
  EXPECT_EQ(dataset->count(), 18U);
  EXPECT_THAT(
      dataset->notes,
      ElementsAre(AllOf(HasSubstr("2 pictures were left out because they cannot be read, the first: "),
                        HasSubstr("set/1/3.pgm: is cut off"))));
  for (std::size_t i = 0; i < dataset->count(); ++i)
    EXPECT_EQ(dataset->sample(i)[5],
              10 * (dataset->sampleNames[i][0] - '0') + (dataset->sampleNames[i][2] - '0'));
  write("set/0/3.pgm", cut);
  EXPECT_THAT(refusal({at("set")}),
              AllOf(HasSubstr("set/0/3.pgm: is cut off; with it 3 of 20 pictures cannot be read")));
}

TEST_F(PictureFolderTest, RefusesABrokenPictureThatWasNamed) {
  std::vector<fs::path> files;
  for (int i = 0; i < 30; ++i) files.push_back(write(std::to_string(i) + ".pgm", pgm(8, 8, 1)));
  EXPECT_EQ(load(files)->count(), 30U);
  test::Bytes cut = pgm(8, 8, 1);
  cut.pop_back();
  write("12.pgm", cut);
  EXPECT_THAT(refusal(files), HasSubstr("12.pgm: is cut off"));
  write("12.pgm", {'h', 'i'});
  EXPECT_THAT(refusal(files), HasSubstr("12.pgm: is not what its name says"));
  m_tools = {};
  EXPECT_THAT(refusal({files.front()}), HasSubstr("cannot be decoded here"));
}

TEST_F(PictureFolderTest, FollowsNoLoopsOfLinksAndPassesOverWhatIsForbidden) {
  classes("set/train", 2, 3);
  classes("set/test", 2, 3);
  fs::create_directory_symlink(at("set"), at("set/train/again"));
  fs::create_directory_symlink(at("set/self"), at("set/self"));
  fs::create_directory_symlink(at("set/train"), at("set/zzz"));
  fs::create_directory(at("set/train/9"));
  fs::permissions(at("set/train/9"), fs::perms::none);
  EXPECT_EQ(load({at("set")})->count(), 12U);
  fs::permissions(at("set/train/9"), fs::perms::owner_all);
}

TEST_F(PictureFolderTest, JoinsFoldersThatAreDroppedTogether) {
  classes("set", 3, 2);
  const DatasetPtr dataset = load({at("set/0"), at("set/2")});
  EXPECT_THAT(dataset->classNames, ElementsAre("0", "2"));
  EXPECT_EQ(dataset->count(), 4U);
}

TEST_F(PictureFolderTest, DecodesInSeveralThreadsWithoutMixingAnything) {
  for (int i = 0; i < 600; ++i)
    write("set/" + std::to_string(i) + ".pgm", pgm(9, 9, static_cast<std::uint8_t>(i % 251)));
  double last = 0;
  const Task task{{}, [&](double fraction) {
                    EXPECT_GE(fraction, last);
                    last = fraction;
                  }};
  const auto loaded = loadDataset(plan({at("set")}), m_tools, task);
  ASSERT_TRUE(loaded);
  EXPECT_GT(last, 0);
  for (std::size_t i = 0; i < 600; ++i)
    EXPECT_EQ((*loaded)->sample(i)[1], std::stoi((*loaded)->sampleNames[i]) % 251);
}

TEST_F(PictureFolderTest, StopsWhenAsked) {
  classes("set", 2, 100);
  std::stop_source stop;
  const LoadPlan planned = plan({at("set")});
  int decoded = 0;
  m_tools.decodeImage = [&](std::span<const std::uint8_t> file, const ImageTarget& target) {
    if (++decoded == 5) stop.request_stop();
    return decodePgm(file, target);
  };
  const auto loaded = loadDataset(planned, m_tools, {stop.get_token(), {}});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled);
  EXPECT_LT(decoded, 20);
}

TEST_F(PictureFolderTest, StopsLookingWhenAsked) {
  classes("set", 2, 100);
  std::stop_source stop;
  int decoded = 0;
  m_tools.decodeImage = [&](std::span<const std::uint8_t> file, const ImageTarget& target) {
    if (++decoded == 5) stop.request_stop();
    return decodePgm(file, target);
  };
  for (int time = 0; time < 2; ++time) {  // under way, and before the folder was listed
    const auto planned = planLoading(std::vector{at("set")}, {}, m_tools, {stop.get_token(), {}});
    ASSERT_FALSE(planned);
    EXPECT_EQ(planned.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(decoded, 5);
  }
}

TEST_F(PictureFolderTest, RefusesWhatWouldNotFitIntoMemory) {
  classes("set", 2, 2);
  LoadPlan planned = plan({at("set")});
  planned.options.side.reset();
  planned.options.shape = ImageShape{65'536, 65'536, 1};
  const auto loaded = loadDataset(planned, m_tools, {});
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().text(), HasSubstr("of memory"));
}

TEST_F(PictureFolderTest, PlansManyFilesByTheirNamesAlone) {
  for (int c = 0; c < 10; ++c) {
    const fs::path first = write("set/train/" + std::to_string(c) + "/0.pgm", pgm(8, 8, 1));
    // Links to nothing readable would not count; hard links are files that cost no room.
    for (int i = 1; i < 500; ++i)
      fs::create_hard_link(first, first.parent_path() / (std::to_string(i) + ".pgm"));
  }
  int decoded = 0;
  m_tools.decodeImage = [&](std::span<const std::uint8_t> file, const ImageTarget& target) {
    ++decoded;
    return decodePgm(file, target);
  };
  EXPECT_EQ(plan({at("set")}).summary, "5,000 pictures of 8 x 8, in 10 classes");
  EXPECT_LE(decoded, 100);
}

}  // namespace
}  // namespace isthmus
