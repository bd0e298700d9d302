#include "core/data/images/files/picture_layout.h"

#include "core/data/images/files/picture_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> namesOf(const PictureArrangement& layout) {
  std::vector<std::string> names;
  for (const PictureArrangement::Entry& entry : layout.entries) names.push_back(entry.name);
  return names;
}

TEST(PictureArrangementTest, OrdersNumbersAsPeopleDo) {
  EXPECT_TRUE(naturallyBefore("2", "10"));
  EXPECT_FALSE(naturallyBefore("10", "2"));
  EXPECT_TRUE(naturallyBefore("img9.png", "img10.png"));
  EXPECT_TRUE(naturallyBefore("a", "b"));
  EXPECT_TRUE(naturallyBefore("a", "a1"));
  EXPECT_FALSE(naturallyBefore("a", "a"));
  EXPECT_NE(naturallyBefore("1", "01"), naturallyBefore("01", "1"));
  EXPECT_TRUE(naturallyBefore("99999999999999999998", "99999999999999999999"));
}

TEST(PictureArrangementTest, MakesClassesOfFoldersAndLetsThemTakeTurns) {
  const auto layout = arrangePictures(
      std::vector<std::string>{"/d/10/a.png", "/d/2/b.png", "/d/2/a10.png", "/d/2/a9.png", "/d/10/c.png"});
  EXPECT_EQ(layout.root, "/d");
  EXPECT_THAT(layout.classNames, ElementsAre("2", "10"));
  EXPECT_THAT(namesOf(layout), ElementsAre("2/a9.png", "10/a.png", "2/a10.png", "10/c.png", "2/b.png"));
  EXPECT_EQ(layout.entries[1].label, 1);
  EXPECT_EQ(layout.entries[1].file, 0U);
}

TEST(PictureArrangementTest, DoesNotDependOnTheOrderOfThePaths) {
  std::vector<std::string> paths;
  for (const char* part : {"train", "test"})
    for (int c = 0; c < 3; ++c)
      for (int i = 0; i < 12; ++i)
        paths.push_back(std::string("/set/") + part + "/" + std::to_string(c) + "/" + std::to_string(i));
  const auto expected = namesOf(arrangePictures(paths));
  std::mt19937 random(1);
  std::ranges::shuffle(paths, random);
  EXPECT_EQ(namesOf(arrangePictures(paths)), expected);
}

TEST(PictureArrangementTest, ReadsPartsAboveClasses) {
  const auto layout = arrangePictures(std::vector<std::string>{
      "/s/Test/cat/1", "/s/train/cat/2", "/s/train/dog/3", "/s/val/dog/4", "/s/train/dog/5"});
  EXPECT_THAT(layout.classNames, ElementsAre("cat", "dog"));
  EXPECT_EQ(layout.countOf(Part::Train), 3U);
  EXPECT_EQ(layout.countOf(Part::Validation), 1U);
  EXPECT_EQ(layout.countOf(Part::Test), 1U);
  EXPECT_EQ(layout.entries.back().name, "Test/cat/1");
  EXPECT_EQ(layout.entries.back().label, 0);
}

TEST(PictureArrangementTest, TakesAPartsNameForAClassWhereNoOtherPartIsThere) {
  EXPECT_THAT(arrangePictures(std::vector<std::string>{"/s/train/1", "/s/bus/1"}).classNames,
              ElementsAre("bus", "train"));
}

TEST(PictureArrangementTest, KnowsATestPartThatIsAlone) {
  const auto isTestPart = [](const std::string& first, const std::string& second) {
    return arrangePictures(std::vector{first, second}).isTestPart;
  };
  EXPECT_TRUE(isTestPart("/s/test/cat/1", "/s/test/dog/1"));
  EXPECT_TRUE(isTestPart("Testing/cat/1", "Testing/dog/1"));
  EXPECT_FALSE(isTestPart("/s/test/cat/1", "/s/train/cat/1"));
  EXPECT_FALSE(isTestPart("/test/cats/cat/1", "/test/cats/dog/1"));
}

TEST(PictureArrangementTest, HasNoLabelsInAFlatFolderOrWithOneClass) {
  const auto flat = arrangePictures(std::vector<std::string>{"/s/cat_2.png", "/s/cat_1.png"});
  EXPECT_THAT(flat.classNames, IsEmpty());
  EXPECT_THAT(namesOf(flat), ElementsAre("cat_1.png", "cat_2.png"));
  EXPECT_EQ(flat.entries.front().label, -1);
  EXPECT_THAT(arrangePictures(std::vector<std::string>{"/s/train/1", "/s/test/1"}).classNames, IsEmpty());
  EXPECT_THAT(arrangePictures({}).entries, IsEmpty());
}

TEST(PictureArrangementTest, TakesThousandsOfFoldersForNoClasses) {
  std::vector<std::string> paths;
  for (int i = 0; i < 1'001; ++i) paths.push_back("/s/" + std::to_string(i) + "/a.png");
  const auto layout = arrangePictures(paths);
  EXPECT_THAT(layout.classNames, IsEmpty());
  EXPECT_EQ(layout.entries.size(), 1'001U);
  EXPECT_THAT(layout.notes, ElementsAre(HasSubstr("1,001 folders, too many for classes (at most 1,000)")));
}

TEST(PictureArrangementTest, LeavesOutAndNotesWhatIsOutsideOfClassesOrParts) {
  const auto layout = arrangePictures(std::vector<std::string>{"s/train/a/1", "s/train/b/1", "s/test/7",
                                                               "s/test/8", "s/logos/x", "s/test/a/2"});
  EXPECT_THAT(namesOf(layout), ElementsAre("train/a/1", "train/b/1", "test/a/2"));
  EXPECT_THAT(layout.notes, ElementsAre(HasSubstr("1 picture lies in none of the folders of the parts"),
                                        HasSubstr("2 pictures lie in no class's folder")));
}

TEST(PictureArrangementTest, TellsFoldersApartThatBeginAlike) {
  const auto layout = arrangePictures(std::vector<std::string>{"/d/cat/1", "/d/cat-big/1", "/d/cat/x/2"});
  EXPECT_EQ(layout.root, "/d");
  EXPECT_THAT(layout.classNames, ElementsAre("cat", "cat-big"));
}

}  // namespace
}  // namespace isthmus
