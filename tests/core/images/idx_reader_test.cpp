#include "core/data/idx/idx_reader.h"

#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <unistd.h>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using test::gzipped;
using test::idxFile;
using test::idxHeader;
using test::joined;
using test::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

const fs::path kFashion = "/usr/share/datasets/fashion-mnist";

LoadPlan planOf(std::vector<fs::path> train, std::vector<fs::path> test = {}) {
  return {"IDX", "some set", std::move(train), std::move(test), ""};
}

Result<DatasetPtr> load(const LoadPlan& plan, const Task& task) {
  return loadDataset(plan, {}, task);
}

/// The error's text; "" and a failure when it loads.
std::string errorOf(const LoadPlan& plan) {
  const auto loaded = load(plan, {});
  EXPECT_FALSE(loaded) << "loaded " << plan.trainFiles.front();
  return loaded ? "" : loaded.error().text();
}

/// Either an error that names the file, or a data set that is whole in itself.
void expectErrorOrWhole(const Result<DatasetPtr>& loaded, const fs::path& file) {
  if (!loaded) {
    EXPECT_EQ(loaded.error().where, file.string());
    EXPECT_FALSE(loaded.error().message.empty());
    return;
  }
  const Dataset& set = **loaded;
  EXPECT_GT(set.count(), 0U);
  EXPECT_EQ(set.count() * set.shape.size(), set.pixels.size() + set.values.size());
  EXPECT_EQ(set.trainCount, set.count());
}

/// Peak memory of this process in MiB.
long peakMebibytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

TEST(IdxReader, ReadsFashionMnistAsItIsKnown) {
  if (!fs::exists(kFashion)) GTEST_SKIP() << kFashion << " is absent (package dataset-fashion-mnist)";
  const auto loaded =
      load(planOf({kFashion / "train-images-idx3-ubyte.gz", kFashion / "train-labels-idx1-ubyte.gz"},
                  {kFashion / "t10k-images-idx3-ubyte.gz", kFashion / "t10k-labels-idx1-ubyte.gz"}),
           {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& set = **loaded;
  EXPECT_EQ(set.trainCount, 60'000U);
  EXPECT_EQ(set.testCount(), 10'000U);
  EXPECT_EQ(set.shape, (ImageShape{28, 28, 1}));
  EXPECT_EQ(set.source, kFashion.string());
  EXPECT_THAT(std::vector(set.labels.begin(), set.labels.begin() + 10),
              ::testing::ElementsAre(9, 0, 0, 3, 0, 2, 7, 2, 5, 5));
  EXPECT_THAT(std::vector(set.labels.begin() + 60'000, set.labels.begin() + 60'010),
              ::testing::ElementsAre(9, 2, 1, 1, 6, 1, 4, 6, 5, 7));
  for (int label = 0; label < 10; ++label) {
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.begin() + 60'000, label), 6000);
    EXPECT_EQ(std::count(set.labels.begin() + 60'000, set.labels.end(), label), 1000);
  }
  double sum = 0;
  for (std::size_t i = 0; i < std::size_t{60'000} * 784; ++i) sum += set.pixels[i];
  EXPECT_NEAR(sum / (60'000.0 * 784.0) / 255.0, 0.2860, 0.00005);  // the mean that everybody normalises with
}

TEST(IdxReader, ReadsImagesAndLabelsOfBothParts) {
  const TempFolder folder;
  const auto plan =
      planOf({folder.write("a", idxFile({6, 2, 3})), folder.write("al", idxFile({6}, 3))},
             {folder.write("b", gzipped(idxFile({2, 2, 3}))), folder.write("bl", gzipped(idxFile({2})))});
  const auto loaded = load(plan, {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& set = **loaded;
  EXPECT_EQ(set.name, "some set");
  EXPECT_EQ(set.trainCount, 6U);
  EXPECT_EQ(set.testCount(), 2U);
  EXPECT_THAT(set.labels, ::testing::ElementsAre(0, 1, 2, 0, 1, 2, 0, 1));
  EXPECT_THAT(set.classNames, ::testing::ElementsAre("0", "1", "2"));
  EXPECT_THAT(set.sample(5), ::testing::ElementsAre(30, 31, 32, 33, 34, 35));
  EXPECT_THAT(set.sample(7), ::testing::ElementsAre(6, 7, 8, 9, 10, 11));
}

TEST(IdxReader, ReadsColourImagesAndRows) {
  const TempFolder folder;
  const auto colour = load(planOf({folder.write("c", idxFile({4, 5, 2, 3}))}), {});
  ASSERT_TRUE(colour) << colour.error().text();
  EXPECT_EQ((*colour)->shape, (ImageShape{5, 2, 3}));
  EXPECT_FALSE((*colour)->hasLabels());
  const auto rows = load(planOf({folder.write("r", idxFile({3, 7}))}), {});
  ASSERT_TRUE(rows) << rows.error().text();
  EXPECT_EQ((*rows)->shape, (ImageShape{1, 7, 1}));
  EXPECT_EQ((*rows)->kind, SampleKind::Vector);
  EXPECT_EQ((*rows)->count(), 3U);
}

TEST(IdxReader, ReadsNumbersOfEveryType) {
  const TempFolder folder;
  const auto tryOne = [&](std::uint8_t type, const Bytes& data) {
    const auto set = load(planOf({folder.write("n", joined({idxHeader({2, 1, 2}, type), data}))}), {});
    EXPECT_TRUE(set) << set.error().text();
    return set ? (*set)->values : std::vector<float>();
  };
  EXPECT_TRUE(tryOne(0x09, {0, 16, 4, 8}).empty()) << "whole numbers from 0 are bytes";
  EXPECT_EQ(tryOne(0x09, {0xFF, 1, 2, 3}), (std::vector<float>{-1, 1, 2, 3}));
  EXPECT_EQ(tryOne(0x0B, {0, 1, 1, 0, 0x0F, 0xFF, 0, 2}), (std::vector<float>{1, 256, 4095, 2}));
  EXPECT_EQ(tryOne(0x0C, {0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3}),
            (std::vector<float>{1, 65'536, 2, 3}));
  EXPECT_EQ(tryOne(0x0D, {0x3F, 0, 0, 0, 0x3F, 0x80, 0, 0, 0, 0, 0, 0, 0x3E, 0x80, 0, 0}),
            (std::vector<float>{0.5F, 1, 0, 0.25F}));
  const auto labelled = load(planOf({folder.write("i", idxFile({2, 1, 2})),
                                     folder.write("l", joined({idxHeader({2}, 0x0B), Bytes{0, 1, 0, 0}}))}),
                             {});
  ASSERT_TRUE(labelled) << labelled.error().text();
  EXPECT_EQ((*labelled)->labels, (std::vector<std::int32_t>{1, 0}));
}

TEST(IdxReader, SaysWhatIsWhiteInBytesOfASmallerRange) {
  const TempFolder folder;
  const auto set = load(planOf({folder.write("n", joined({idxHeader({2, 1, 2}), Bytes{0, 16, 4, 8}}))}), {});
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_EQ((*set)->white, 16);
  EXPECT_EQ((*set)->image(1).pixels, (std::vector<float>{0.25F, 0.5F}));
}

TEST(IdxReader, TakesRowsThatLookLikePicturesForPictures) {
  const TempFolder folder;
  Bytes rows;
  for (int i = 0; i < 30; ++i)
    for (int p = 0; p < 64; ++p) {
      const double far =
          std::hypot(p % 8 - 3.5 - 2.5 * std::sin(2.1 * i), p / 8 - 3.5 - 2.5 * std::cos(3.7 * i));
      rows.push_back(static_cast<std::uint8_t>(std::lround(255 * std::max(0.0, 1 - far / 4))));
    }
  const auto plan = planLoading(std::vector{folder.write("rows.idx", joined({idxHeader({30, 64}), rows}))});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_EQ(plan->summary, "30 images of 8 x 8, without labels");
  const auto set = loadDataset(*plan, {}, {});
  ASSERT_TRUE(set) << set.error().text();
  EXPECT_EQ((*set)->shape, (ImageShape{8, 8, 1}));
}

TEST(IdxReader, ReadsGzipOfSeveralMembers) {
  const TempFolder folder;
  const Bytes whole = idxFile({4, 3, 3});
  const auto half = whole.begin() + 20;
  const fs::path file =
      folder.write("two", joined({gzipped(Bytes(whole.begin(), half)), gzipped(Bytes(half, whole.end()))}));
  const auto loaded = load(planOf({file}), {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_TRUE(std::equal((*loaded)->pixels.begin(), (*loaded)->pixels.end(), whole.begin() + 16));
}

TEST(IdxReader, NamesTheClassesOfKnownSets) {
  const TempFolder folder;
  LoadPlan plan = planOf({folder.write("i", idxFile({10, 2, 2})), folder.write("l", idxFile({10}))});
  plan.name = "Fashion-MNIST";
  const auto fashion = load(plan, {});
  ASSERT_TRUE(fashion);
  EXPECT_EQ((*fashion)->className(0), "T-shirt/top");
  EXPECT_EQ((*fashion)->className(9), "Ankle boot");

  Bytes letters = idxFile({3});
  std::copy_n("\x01\x1A\x02", 3, letters.end() - 3);
  plan = planOf({folder.write("i3", idxFile({3, 2, 2})), folder.write("l3", letters)});
  plan.name = "emnist-letters";
  const auto alphabet = load(plan, {});
  ASSERT_TRUE(alphabet);
  EXPECT_EQ((*alphabet)->className(0), "A");
  EXPECT_EQ((*alphabet)->className(1), "Z");
  EXPECT_EQ((*alphabet)->labels[2], 1);
}

TEST(IdxReader, TurnsTheImagesOfEmnistUpright) {
  const TempFolder folder;
  const auto loaded =
      load(planOf({folder.write("emnist-letters-train-images-idx3-ubyte", idxFile({2, 2, 2}))}), {});
  ASSERT_TRUE(loaded);
  EXPECT_THAT((*loaded)->pixels, ::testing::ElementsAre(0, 2, 1, 3, 4, 6, 5, 7));
}

TEST(IdxReader, RefusesEveryTruncation) {
  const TempFolder folder;
  const Bytes plain = idxFile({3, 4, 5});
  for (const Bytes& whole : {plain, gzipped(plain)}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const fs::path file = folder.write("cut", std::span(whole).first(length));
      const auto loaded = load(planOf({file}), {});
      ASSERT_FALSE(loaded) << "loaded the first " << length << " of " << whole.size() << " bytes";
      EXPECT_EQ(loaded.error().where, file.string());
      EXPECT_EQ(loaded.error().code, ErrorCode::BadFormat) << loaded.error().text();
    }
  }
}

TEST(IdxReader, SurvivesEveryFlippedBit) {
  const TempFolder folder;
  const Bytes plain = idxFile({3, 4, 5});
  for (const Bytes& whole : {plain, gzipped(plain)}) {
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
      Bytes damaged = whole;
      damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1U << bit % 8));
      const fs::path file = folder.write("flipped", damaged);
      expectErrorOrWhole(load(planOf({file}), {}), file);
    }
  }
}

TEST(IdxReader, SurvivesADamagedHeaderInsideSoundGzip) {
  const TempFolder folder;
  const Bytes plain = idxFile({3, 4, 5});
  for (std::size_t bit = 0; bit < std::size_t{16} * 8; ++bit) {
    Bytes damaged = plain;
    damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1U << bit % 8));
    const fs::path file = folder.write("flipped.gz", gzipped(damaged));
    const auto loaded = load(planOf({file}), {});
    if (bit == 16) continue;                // makes signed bytes of unsigned ones, which nothing contradicts
    ASSERT_FALSE(loaded) << "bit " << bit;  // every other bit of the header matters
    EXPECT_EQ(loaded.error().where, file.string());
  }
}

TEST(IdxReader, SaysWhatIsWrongWithAHeader) {
  const TempFolder folder;
  const auto errorFor = [&](const Bytes& bytes) { return errorOf(planOf({folder.write("f", bytes)})); };
  EXPECT_THAT(errorFor({}), HasSubstr("f: is empty"));
  EXPECT_THAT(errorFor({'P', 'K', 3, 4, 5}), HasSubstr("f: is not an IDX file; expected"));
  EXPECT_THAT(errorFor(joined({idxHeader({2}, 0x0D), Bytes(8)})),
              HasSubstr("holds fractions in one dimension; expected labels"));
  EXPECT_THAT(errorFor(joined({idxHeader({2, 2, 2}, 0x0D), Bytes(31)})), HasSubstr("is cut off"));
  EXPECT_THAT(errorFor(idxHeader({1, 1, 1, 1, 1})), HasSubstr("has 5 dimensions; expected 1"));
  EXPECT_THAT(errorFor({0, 0, 8, 0}), HasSubstr("has 0 dimensions"));
  EXPECT_THAT(errorFor({0, 0, 8, 3, 0, 0}), HasSubstr("cut off within its header"));
  EXPECT_THAT(errorFor(idxHeader({0, 28, 28})), HasSubstr("expected at least one sample"));
  EXPECT_THAT(errorFor(idxHeader({5, 0, 28})), HasSubstr("expected at least one sample"));
  EXPECT_THAT(errorFor(joined({idxHeader({1, 2, 2, 4}), Bytes(16)})), HasSubstr("4 channels"));
  EXPECT_THAT(errorFor(idxHeader({1U << 31, 28, 28})), HasSubstr("2,147,483,648 samples; at most"));
  EXPECT_THAT(errorFor(idxHeader({2, 1U << 31, 1U << 31})), HasSubstr("a sample may have at most"));
  EXPECT_THAT(errorFor(idxHeader({1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF})),
              HasSubstr("a sample may have at most"));
  EXPECT_THAT(errorFor(idxHeader({50'000'000, 4096, 4096})), HasSubstr("can be loaded on this computer"));
  EXPECT_THAT(errorFor(joined({idxHeader({60'000, 28, 28}), Bytes(100)})),
              AllOf(HasSubstr("47,040,016 bytes"), HasSubstr("but 116 bytes are there")));
  EXPECT_THAT(errorFor(joined({idxFile({3, 2, 2}), Bytes(5)})), HasSubstr("5 bytes too many"));
  EXPECT_THAT(errorFor(idxFile({3})), HasSubstr("holds labels; expected images"));
}

TEST(IdxReader, SaysWhatIsWrongWithGzip) {
  const TempFolder folder;
  const auto errorFor = [&](const Bytes& bytes) { return errorOf(planOf({folder.write("f", bytes)})); };
  Bytes damaged = gzipped(idxFile({40, 9, 9}));
  EXPECT_THAT(errorFor(Bytes(damaged.begin(), damaged.end() - 4)),
              HasSubstr("ends in the middle of its gzip data"));
  damaged[damaged.size() - 6] ^= 1;  // in the checksum
  EXPECT_THAT(errorFor(damaged), AllOf(HasSubstr("is damaged"), HasSubstr("incorrect data check")));
  EXPECT_THAT(errorFor(joined({gzipped(idxFile({3, 2, 2})), {'x'}})),
              HasSubstr("other bytes after its gzip data"));
  EXPECT_THAT(errorFor(gzipped(joined({idxFile({3, 2, 2}), {0}}))),
              HasSubstr("goes on after its last sample"));
  EXPECT_THAT(errorFor(gzipped(joined({idxHeader({30, 2, 2}), Bytes(100)}))),
              HasSubstr("20 of the 120 bytes"));
  EXPECT_THAT(errorFor(gzipped(idxHeader({60'000, 28, 28}))), HasSubstr("packed bytes cannot hold them"));
}

TEST(IdxReader, RefusesMismatchedFiles) {
  const TempFolder folder;
  const fs::path images = folder.write("images", idxFile({6, 2, 3}));
  const fs::path labels = folder.write("labels", idxFile({6}));
  EXPECT_THAT(errorOf(planOf({images, folder.write("five", idxFile({5}))})),
              HasSubstr("five: holds 5 labels; expected 6, one for each image of images"));
  EXPECT_THAT(errorOf(planOf({images}, {folder.write("wide", idxFile({6, 3, 2}))})),
              HasSubstr("wide: has images of another size"));
  EXPECT_THAT(errorOf(planOf({images, labels}, {folder.write("bare", idxFile({2, 2, 3}))})),
              HasSubstr("bare: comes without labels"));
  EXPECT_THAT(errorOf(planOf({images, images})), HasSubstr("images: holds images; expected labels"));
  EXPECT_THAT(errorOf(planOf({folder.path() / "nowhere"})), HasSubstr("nowhere: does not exist"));
}

TEST(IdxReader, RefusesWhatIsNoRegularFileWithoutWaiting) {
  const TempFolder folder;
  EXPECT_THAT(errorOf(planOf({folder.path()})), HasSubstr("is a folder; expected a file"));
  const fs::path fifo = folder.path() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(errorOf(planOf({fifo})), HasSubstr("expected a regular file"));
  EXPECT_THAT(errorOf(planOf({"/dev/zero"})), HasSubstr("expected a regular file"));
}

TEST(IdxReader, SaysThatAFileMayNotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TempFolder folder;
  const fs::path file = folder.write("secret", idxFile({3, 2, 2}));
  fs::permissions(file, fs::perms::none);
  EXPECT_THAT(errorOf(planOf({file})), HasSubstr("secret: cannot be opened: Permission denied"));
}

TEST(IdxReader, RefusesGzipBombsAtOnceAndWithoutMemory) {
  const TempFolder folder;
  constexpr std::uint32_t kMebibyte = 1 << 20;
  const Bytes zeros = gzipped(Bytes(kMebibyte), 9);
  const auto bombWith = [&](const Bytes& header) {  // the header, then 1 GiB of zeros in about 1 MiB
    Bytes bomb = gzipped(header);
    for (int i = 0; i < 1024; ++i) bomb.insert(bomb.end(), zeros.begin(), zeros.end());
    return bomb;
  };
  const fs::path declared = folder.write("declared.gz", bombWith(idxHeader({kMebibyte, 32, 32})));
  const fs::path silent = folder.write("silent.gz", bombWith(idxHeader({10, 32, 32})));
  const fs::path nothing = folder.write("nothing.gz", bombWith({}));
  const fs::path label = folder.write("label.gz", bombWith(idxHeader({50'000'000})));
  const long before = peakMebibytes();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(errorOf(planOf({declared})), HasSubstr("refused as a bomb"));
  EXPECT_THAT(errorOf(planOf({silent})), HasSubstr("goes on after its last sample"));
  EXPECT_THAT(errorOf(planOf({nothing})), HasSubstr("not an IDX file"));
  EXPECT_THAT(errorOf(planOf({folder.write("i", idxFile({10, 2, 2})), label})), HasSubstr("expected 10"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_LT(peakMebibytes() - before, 64);
}

TEST(IdxReader, CanBeCancelledAndReportsItsProgress) {
  const TempFolder folder;
  const fs::path file = folder.write("big", idxFile({5000, 32, 32}));
  std::stop_source stop;
  std::vector<double> fractions;
  const auto whole =
      load(planOf({file}), {stop.get_token(), [&](double fraction) { fractions.push_back(fraction); }});
  ASSERT_TRUE(whole);
  EXPECT_GE(fractions.size(), 4U);
  EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
  EXPECT_EQ(fractions.back(), 1.0);

  int reports = 0;
  const auto cut = load(planOf({file}), {stop.get_token(), [&](double) {
                                           ++reports;
                                           stop.request_stop();
                                         }});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(reports, 1);
}

}  // namespace
}  // namespace isthmus
