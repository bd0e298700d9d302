#include "core/data/arrays/formats/npy_reader.h"

#include "core/io/npy.h"
#include "tests/support/array_loading.h"
#include "tests/support/npy_bytes.h"
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
using test::Bytes;
using test::counting;
using test::loaded;
using test::loadedWhole;
using test::npy;
using test::npyHeader;
using test::npyWithHeader;
using test::refusal;
using test::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Bytes reversedElements(Bytes bytes, std::size_t width) {
  for (std::size_t i = 0; i < bytes.size(); i += width)
    std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                 bytes.begin() + static_cast<std::ptrdiff_t>(i + width));
  return bytes;
}

template <typename Value>
void expectReads(const TempFolder& folder, const std::string& type) {
  const std::vector<Value> values = {Value(0), Value(1), Value(2), Value(3), Value(100), Value(5)};
  const auto little = folder.write("l.npy", npy("<" + type, "(3, 2)", values));
  const auto big =
      folder.write("b.npy", npyWithHeader(npyHeader(">" + type, "(3, 2)"),
                                          reversedElements(test::bytesOfValues(values), sizeof(Value))));
  EXPECT_THAT(loadedWhole({little}).values, ElementsAre(0, 1, 2, 3, 100, 5)) << type;
  EXPECT_THAT(loadedWhole({big}).values, ElementsAre(0, 1, 2, 3, 100, 5)) << type;
}

TEST(NpyReader, ReadsEveryNumberInBothByteOrders) {
  const TempFolder folder;
  expectReads<std::int8_t>(folder, "i1");
  expectReads<std::int16_t>(folder, "i2");
  expectReads<std::int32_t>(folder, "i4");
  expectReads<std::int64_t>(folder, "i8");
  expectReads<std::uint8_t>(folder, "u1");
  expectReads<std::uint16_t>(folder, "u2");
  expectReads<std::uint32_t>(folder, "u4");
  expectReads<std::uint64_t>(folder, "u8");
  expectReads<float>(folder, "f4");
  expectReads<double>(folder, "f8");
}

TEST(NpyReader, ReadsHalfPrecisionAndNegativeNumbers) {
  const TempFolder folder;
  const auto half =
      folder.write("h.npy", npy<std::uint16_t>("<f2", "(2, 2)", {0x3C00, 0xC100, 0x0001, 0x7BFF}));
  EXPECT_THAT(loadedWhole({half}).values, ElementsAre(1.0F, -2.5F, 0x1p-24F, 65504.0F));
  const auto ints = folder.write("i.npy", npy<std::int64_t>("<i8", "(1, 2)", {-5, INT64_MIN}));
  EXPECT_THAT(loadedWhole({ints}).values, ElementsAre(-5.0F, -0x1p63F));
}

TEST(NpyReader, ReadsTheLongerHeadersOfVersions2And3AndPython2) {
  const TempFolder folder;
  const Bytes data = {1, 2, 3, 4};
  for (const int major : {1, 2, 3}) {
    const auto file = folder.write("v.npy", npyWithHeader(npyHeader("|u1", "(2, 2)"), data, major));
    EXPECT_THAT(loadedWhole({file}).values, ElementsAre(1, 2, 3, 4)) << major;
  }
  const auto old = folder.write(
      "o.npy", npyWithHeader("{\"shape\": (2L, 2L), \"fortran_order\": False, \"descr\": \"=u1\"}", data));
  EXPECT_THAT(loadedWhole({old}).values, ElementsAre(1, 2, 3, 4));
}

TEST(NpyReader, ReadsWhatThisProgramWrites) {
  const TempFolder folder;
  Matrix matrix(2, 3);
  matrix.values = {1, 2, 3, -4, 5, 6};
  const std::string bytes = encodeNpy(matrix);
  const Dataset set = loadedWhole({folder.write("m.npy", Bytes(bytes.begin(), bytes.end()))});
  EXPECT_EQ(set.values, matrix.values);
  EXPECT_EQ(set.kind, SampleKind::Vector);
  EXPECT_EQ(set.shape, (ImageShape{1, 3, 1}));
  EXPECT_EQ(set.name, "m");
}

TEST(NpyReader, TurnsFortranOrderIntoRows) {
  const TempFolder folder;
  const auto rows = folder.write("r.npy", npy<float>("<f4", "(2, 3)", {1, 4, 2, 5, 3, 6}, true));
  EXPECT_THAT(loadedWhole({rows}).values, ElementsAre(1, 2, 3, 4, 5, 6));
  // Sample i, row y, column x holds 100 i + 10 y + x.
  std::vector<std::uint8_t> values;
  for (const int x : {0, 1, 2})
    for (const int y : {0, 1})
      for (const int i : {0, 1}) values.push_back(static_cast<std::uint8_t>(100 * i + 10 * y + x));
  const auto pictures = folder.write("p.npy", npy("|u1", "(2, 2, 3)", values, true));
  EXPECT_THAT(loadedWhole({pictures}).pixels, ElementsAre(0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112));
}

TEST(NpyReader, TakesSeveralFilesAsNamedArrays) {
  const TempFolder folder;
  const std::vector files = {folder.write("X_test.npy", npy<float>("<f4", "(2, 2)", {7, 8, 9, 10})),
                             folder.write("X_train.npy", npy<float>("<f4", "(3, 2)", {1, 2, 3, 4, 5, 6})),
                             folder.write("y_test.npy", npy<std::int64_t>("<i8", "(2,)", {1, 5})),
                             folder.write("y_train.npy", npy<std::int64_t>("<i8", "(3,)", {5, 1, 1}))};
  for (const auto& paths : {files, std::vector{folder.path()}}) {
    const Dataset set = loaded(paths);
    EXPECT_THAT(set.values, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    EXPECT_EQ(set.trainCount, 3U);
    EXPECT_THAT(set.labels, ElementsAre(1, 0, 0, 0, 1));
    EXPECT_THAT(set.classNames, ElementsAre("1", "5"));
    EXPECT_EQ(set.name, folder.path().filename().string());
  }
}

TEST(NpyReader, ReadsGzip) {
  const TempFolder folder;
  const Bytes plain = npy<float>("<f4", "(2, 2)", {1, 2, 3, 4});
  EXPECT_THAT(loadedWhole({folder.write("a.npy.gz", test::gzipped(plain))}).values, ElementsAre(1, 2, 3, 4));
  Bytes longer = plain;
  longer.push_back(0);
  EXPECT_THAT(refusal({folder.write("b.npy.gz", test::gzipped(longer))}),
              HasSubstr("goes on after the data"));
}

TEST(NpyReader, RefusesWhatItCannotReadWithTheReason) {
  const TempFolder folder;
  const auto refused = [&](const std::string& literal) {
    return refusal({folder.write("x.npy", npyWithHeader(literal, Bytes(64)))});
  };
  EXPECT_THAT(refused(npyHeader("|O", "(2, 2)")), HasSubstr("can run code"));
  EXPECT_THAT(refused("{'descr': [('a', '<f4'), ('b', '<i4', (2,))], 'fortran_order': False, 'shape': (2,)}"),
              HasSubstr("structured dtype"));
  EXPECT_THAT(refused(npyHeader("<c8", "(4, 2)")), HasSubstr("complex"));
  EXPECT_THAT(refused(npyHeader("<M8[ns]", "(4, 2)")), HasSubstr("dates"));
  EXPECT_THAT(refused(npyHeader("<f16", "(2, 2)")), HasSubstr("\"f16\""));
  EXPECT_THAT(refused(npyHeader("<f4", "(16,)")), HasSubstr("no array that could be samples"));
  EXPECT_THAT(refused(npyHeader("<U0", "(1099511627776, 2)")), HasSubstr("\"U0\""));
}

TEST(NpyReader, RefusesHeadersThatAreNotExactlyOne) {
  const TempFolder folder;
  for (const char* literal : {"", "{}", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)",
                              "{'descr': '<f4', 'shape': (2, 2)}",
                              "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
                              "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'more': 1}",
                              "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2)}",
                              "{'descr': '<f4', 'fortran_order': False, 'shape': (4)}",
                              "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -2)}",
                              "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)} import os",
                              "{'descr': [[[[', 'fortran_order': False, 'shape': (2, 2)}"}) {
    EXPECT_THAT(refusal({folder.write("x.npy", npyWithHeader(literal, Bytes(16)))}),
                HasSubstr("damaged header"))
        << literal;
  }
}

TEST(NpyReader, ChecksTheHeaderAgainstTheFile) {
  const TempFolder folder;
  const auto refused = [&](const char* shape, std::size_t bytes) {
    return refusal({folder.write("x.npy", npyWithHeader(npyHeader("<f4", shape), Bytes(bytes)))});
  };
  EXPECT_THAT(refused("(2, 2)", 15), HasSubstr("cut off"));
  EXPECT_THAT(refused("(2, 2)", 17), HasSubstr("1 bytes too many"));
  EXPECT_THAT(refused("(1099511627776, 784)", 64), HasSubstr("cut off or has a wrong header"));
  EXPECT_THAT(refused("(4294967296, 4294967296)", 64), HasSubstr("overflows"));
  EXPECT_THAT(refused("(4611686018427387904, 4)", 0), HasSubstr("overflows"));
  EXPECT_THAT(refused("(0, 4)", 0), HasSubstr("no array that could be samples"));
  Bytes huge = {0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0xFF, 0xFF, 0xFF, 0x7F};
  EXPECT_THAT(refusal({folder.write("h.npy", huge)}), HasSubstr("declares a header of 2,147,483,647 bytes"));
}

TEST(NpyReader, SurvivesEveryTruncationAndEveryFlippedBit) {
  const TempFolder folder;
  for (const Bytes& whole :
       {npy<float>("<f4", "(3, 2)", {1, 2, 3, 4, 5, 6}),
        npyWithHeader(npyHeader("|u1", "(2, 2, 2)", true), counting<std::uint8_t>(8), 2)})
    test::expectSurvivesDamage(folder, "x.npy", whole);
}

TEST(NpyReader, NamesTheFileAsTheSource) {
  const TempFolder folder;
  const fs::path file = folder.write("x.npy", npy<float>("<f4", "(2, 2)", {1, 2, 3, 4}));
  EXPECT_EQ(loaded({file}).source, file.string());
}

TEST(NpyReader, RefusesFoldersPipesAndTwoFilesOfOneName) {
  const TempFolder folder;
  fs::create_directory(folder.path() / "d.npy");
  EXPECT_THAT(refusal({folder.path() / "d.npy"}), HasSubstr("holds no file that can be read"));
  ASSERT_EQ(::mkfifo((folder.path() / "f.npy").c_str(), 0600), 0);
  EXPECT_THAT(refusal({folder.path() / "f.npy"}), HasSubstr("pipe"));
  const Bytes some = npy<float>("<f4", "(2, 2)", {1, 2, 3, 4});
  EXPECT_THAT(refusal({folder.write("a/x.npy", some), folder.write("b/x.npy", some)}),
              HasSubstr("has the name of another"));
}

TEST(NpyReader, NoticesAFileThatChangedAfterThePlan) {
  const TempFolder folder;
  const auto file = folder.write("x.npy", npy<float>("<f4", "(2, 2)", {1, 2, 3, 4}));
  const auto plan = planLoading(std::vector{file});
  ASSERT_TRUE(plan);
  folder.write("x.npy", npy<float>("<f4", "(4,)", {1, 2, 3, 4}));
  const auto dataset = loadDataset(*plan, {}, {});
  ASSERT_FALSE(dataset);
  EXPECT_EQ(dataset.error().where, file.string());
}

/// x_train, y_train, x_test and y_test of 6 and 3 samples of 4 numbers.
void writeFour(const TempFolder& folder) {
  folder.write("x_train.npy", npy("<f4", "(6, 4)", counting<float>(24)));
  folder.write("y_train.npy", npy("|u1", "(6,)", std::vector<std::uint8_t>{0, 1, 0, 1, 0, 1}));
  folder.write("x_test.npy", npy("<f4", "(3, 4)", counting<float>(12)));
  folder.write("y_test.npy", npy("|u1", "(3,)", std::vector<std::uint8_t>{0, 1, 1}));
}

TEST(NpyBeside, OneOfFourFilesBringsTheOthers) {
  const TempFolder folder;
  writeFour(folder);
  folder.write("weights.npy", npy("<f4", "(7, 4)", counting<float>(28)));
  for (const char* name : {"x_train.npy", "y_train.npy"}) {
    const fs::path file = folder.path() / name;
    const auto plan = planLoading(std::vector{file});
    ASSERT_TRUE(plan) << plan.error().text();
    EXPECT_THAT(plan->preview.remarks, ::testing::Contains(HasSubstr("x_test.npy, y_test.npy; \"drop=")));
    const Dataset set = loaded({file});
    EXPECT_EQ(set.count(), 9U) << name;
    EXPECT_EQ(set.trainCount, 6U) << name;
    EXPECT_THAT(set.labels, ElementsAre(0, 1, 0, 1, 0, 1, 0, 1, 1)) << name;
  }
  EXPECT_EQ(loaded({folder.path() / "x_train.npy"}, "drop=x_test+y_test,split=0").count(), 6U);
}

TEST(NpyBeside, ATestPartBringsItsLabelsAlone) {
  const TempFolder folder;
  writeFour(folder);
  const fs::path file = folder.path() / "x_test.npy";
  const auto plan = planLoading(std::vector{file});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_TRUE(plan->isTestPart);
  const Dataset set = loaded({file});
  EXPECT_EQ(set.count(), 3U);
  EXPECT_THAT(set.labels, ElementsAre(0, 1, 1));
}

TEST(NpyBeside, LeavesFilesAloneThatDoNotBelongTogether) {
  const TempFolder folder;
  folder.write("X.npy", npy("<f4", "(6, 4)", counting<float>(24)));
  folder.write("y.npy", npy("|u1", "(5,)", counting<std::uint8_t>(5, 2)));
  folder.write("codes.npy", npy("<f4", "(5, 4)", counting<float>(20)));
  EXPECT_FALSE(loaded({folder.path() / "X.npy"}).hasLabels()) << "one label too few";
  EXPECT_FALSE(loaded({folder.path() / "codes.npy"}).hasLabels()) << "its name says nothing";
}

TEST(NpyBeside, FoldersCalledLikePartsAreParts) {
  const TempFolder folder;
  folder.write("train/X.npy", npy("<f4", "(6, 4)", counting<float>(24)));
  folder.write("train/y.npy", npy("|u1", "(6,)", std::vector<std::uint8_t>{0, 1, 0, 1, 0, 1}));
  folder.write("test/X.npy", npy("<f4", "(3, 4)", counting<float>(12)));
  folder.write("test/y.npy", npy("|u1", "(3,)", std::vector<std::uint8_t>{0, 1, 1}));
  const Dataset set = loaded({folder.path()});
  EXPECT_EQ(set.trainCount, 6U);
  EXPECT_EQ(set.testCount(), 3U);
  EXPECT_EQ(set.name, folder.path().filename().string());
}

TEST(NpyBeside, ArraysOfNoUseAreSaid) {
  const TempFolder folder;
  writeFour(folder);
  folder.write("mean.npy", npy("<f4", "(2, 2)", counting<float>(4)));
  const auto plan = planLoading(std::vector{folder.path()});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_THAT(plan->preview.remarks,
              ::testing::Contains("Another array is not used: mean (2 x 2, float32)."));
}

}  // namespace
}  // namespace isthmus
