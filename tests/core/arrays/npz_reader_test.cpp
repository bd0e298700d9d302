#include "core/data/arrays/formats/npz_reader.h"

#include "tests/support/array_loading.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using test::counting;
using test::loaded;
using test::npy;
using test::npyHeader;
using test::npyWithHeader;
using test::refusal;
using test::TempFolder;
using test::zipped;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Bytes someRows() {
  return npy<float>("<f4", "(3, 2)", {1, 2, 3, 4, 5, 6});
}
Bytes someLabels() {
  return npy<std::int32_t>("<i4", "(3,)", {0, 1, 0});
}

TEST(NpzReader, ReadsStoredAndDeflatedMembers) {
  const TempFolder folder;
  for (const bool isDeflated : {false, true}) {
    const Dataset set = test::loadedWhole({folder.write(
        "set.npz", zipped({{"X.npy", someRows(), isDeflated}, {"y.npy", someLabels(), isDeflated}}))});
    EXPECT_THAT(set.values, ElementsAre(1, 2, 3, 4, 5, 6));
    EXPECT_THAT(set.labels, ElementsAre(0, 1, 0));
    EXPECT_EQ(set.name, "set");
    EXPECT_EQ(set.scaling, Scaling::Standardise);
  }
}

/// Counts and first values as zipfile and struct of Python read them.
TEST(NpzReader, ReadsAdbenchAsItIsKnown) {
  const fs::path folder = fs::path(ISTHMUS_SOURCE_DIR) / "../shared/data/adbench";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const Dataset cardio = test::loadedWhole({folder / "6_cardio.npz"});
  EXPECT_EQ(cardio.count(), 1831U);
  EXPECT_EQ(cardio.shape, (ImageShape{1, 21, 1}));
  EXPECT_EQ(std::ranges::count(cardio.labels, 0), 1655);
  EXPECT_EQ(std::ranges::count(cardio.labels, 1), 176);
  EXPECT_THAT(cardio.classNames, ElementsAre("0", "1"));
  EXPECT_NEAR(cardio.numbers(0)[0], 0.00491231, 1e-8);
  EXPECT_NEAR(cardio.numbers(0)[1], 0.69319077, 1e-7);
  EXPECT_NEAR(cardio.numbers(1830)[20], -0.49329397, 1e-7);
  const Dataset thyroid = test::loadedWhole({folder / "38_thyroid.npz"});
  EXPECT_EQ(thyroid.count(), 3772U);
  EXPECT_EQ(thyroid.shape, (ImageShape{1, 6, 1}));
  EXPECT_EQ(std::ranges::count(thyroid.labels, 1), 93);
}

TEST(NpzReader, LeavesPickledArraysOutAndSaysSo) {
  const TempFolder folder;
  const Bytes pickle = npyWithHeader(npyHeader("|O", "(3,)"), Bytes(40));
  const auto file =
      folder.write("a.npz", zipped({{"X.npy", someRows()}, {"meta.npy", pickle}, {"readme.txt", {65}}}));
  const auto plan = planLoading(std::vector{file});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_THAT(plan->preview.remarks, ::testing::Contains(HasSubstr("\"meta\" holds pickled")));
  EXPECT_THAT(refusal({folder.write("b.npz", zipped({{"X.npy", pickle}}))}), HasSubstr("can run code"));
}

TEST(NpzReader, RefusesHostileZips) {
  const TempFolder folder;
  const auto refused = [&](const std::vector<test::ZipMember>& members) {
    return refusal({folder.write("x.npz", zipped(members))});
  };
  EXPECT_THAT(refused({{"X.npy", someRows()}, {"../../y.npy", someLabels()}}),
              HasSubstr("leads out of its folder"));
  EXPECT_THAT(refused({{"X.npy", someRows()}, {"/etc/y.npy", someLabels()}}),
              HasSubstr("leads out of its folder"));
  EXPECT_THAT(refused({{"X.npy", someRows()}, {"X.npy", someRows()}}), HasSubstr("twice"));
  EXPECT_THAT(refused({{"X.npy", someRows(), false, 1}}), HasSubstr("encrypted"));
  EXPECT_THAT(refused({{"X.npy", someRows(), true, 0, 1 << 30}}), HasSubstr("more than deflate can hold"));
  EXPECT_THAT(refused({{"X.npy", someRows(), false, 0, 1 << 20}}), HasSubstr("damaged or a bomb"));
  EXPECT_THAT(refused({{"X.npy", npyWithHeader(npyHeader("<f4", "(1099511627776, 784)"), Bytes(64)), true}}),
              HasSubstr("cut off or has a wrong header"));
  EXPECT_THAT(refused({{"readme.txt", {65}}}), HasSubstr("holds no array"));
  std::vector<test::ZipMember> many;
  for (int i = 0; i < 1001; ++i) many.push_back({"a" + std::to_string(i) + ".npy", someLabels()});
  EXPECT_THAT(refused(many), HasSubstr("1,001 members"));
}

TEST(NpzReader, RefusesMembersThatOverlap) {
  const TempFolder folder;
  // Each claims the data of the first: a few bytes of directory for as much again.
  std::vector<test::ZipMember> members = {{"a.npy", npy("<f4", "(1000, 2)", counting<float>(2000))}};
  for (int i = 0; i < 20; ++i) members.push_back({"a.npy", members.front().content, false, 0, -1, 0});
  for (std::size_t i = 1; i < members.size(); ++i) members[i].name = "b" + std::to_string(i) + ".npy";
  EXPECT_FALSE(refusal({folder.write("x.npz", zipped(members))}).empty());
}

TEST(NpzReader, RefusesABombBeforeItInflates) {
  const TempFolder folder;
  // 64 MiB of zeros that really deflate to 64 KiB, but the header declares 2^40 numbers.
  const Bytes bomb = npyWithHeader(npyHeader("<f8", "(1099511627776, 1)"), Bytes(std::size_t{64} << 20));
  EXPECT_THAT(refusal({folder.write("x.npz", zipped({{"X.npy", bomb, true}}))}), HasSubstr("wrong header"));
}

TEST(NpzReader, ComparesChecksums) {
  const TempFolder folder;
  Bytes bytes = zipped({{"X.npy", someRows()}});
  const auto data = std::search(bytes.begin(), bytes.end(), std::begin("\n"), std::begin("\n") + 1);
  ASSERT_NE(data, bytes.end());
  *(data + 4) ^= 1;  // within the first number
  EXPECT_THAT(refusal({folder.write("x.npz", bytes)}), HasSubstr("\"X\" is damaged"));
}

TEST(NpzReader, SurvivesEveryTruncationAndEveryFlippedBit) {
  const TempFolder folder;
  const Bytes whole = zipped({{"X.npy", someRows(), true}, {"y.npy", someLabels()}});
  test::expectSurvivesDamage(folder, "x.npz", whole);
}

}  // namespace
}  // namespace isthmus
