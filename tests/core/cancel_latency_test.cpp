// How soon loading ends when it is cancelled. The goal is 100 ms on an idle computer; the bound here is so
// generous that a busy one keeps it. The figures are properties of the test ("slowest, ms").
#include "core/base/random.h"
#include "core/data/dataset_format.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/picture_bytes.h"
#include "tests/support/sparse_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using test::Bytes;
using test::TempFolder;

constexpr Milliseconds kBound{1'000};
constexpr std::uint32_t kCount = 120'000;
constexpr std::uint64_t kBytes = std::uint64_t{kCount} * 784;
constexpr int kPictures = 1'000;

fs::path idx(const TempFolder& folder) {
  return test::writeSparse(folder, "big-images-idx3-ubyte", test::idxHeader({kCount, 28, 28}), kBytes);
}

/// Turned upright after it was read.
fs::path idxSideways(const TempFolder& folder) {
  return test::writeSparse(folder, "emnist-big-images-idx3-ubyte", test::idxHeader({kCount, 28, 28}), kBytes);
}

/// As bgzip writes it: one member after the other.
fs::path gzippedIdx(const TempFolder& folder) {
  constexpr std::size_t kMembers = 40;
  Random random(1);
  Bytes block(std::size_t{1} << 20);
  for (std::uint8_t& byte : block) byte = static_cast<std::uint8_t>(random.bits() & 15U);
  const Bytes member = test::gzipped(block, 1);
  const auto count = static_cast<std::uint32_t>(kMembers * block.size() / 1024);
  Bytes bytes = test::gzipped(test::idxHeader({count, 32, 32}));
  for (std::size_t i = 0; i < kMembers; ++i) bytes.insert(bytes.end(), member.begin(), member.end());
  return folder.write("big-images-idx3-ubyte.gz", bytes);
}

fs::path npy(const TempFolder& folder) {
  return test::writeSparse(folder, "big.npy",
                           test::npyWithHeader(test::npyHeader("|u1", "(120000, 28, 28)"), {}), kBytes);
}

/// One NaN in the first row: all others move.
fs::path npyWithAMissingValue(const TempFolder& folder) {
  const Bytes nan = test::bytesOfValues<float>({std::numeric_limits<float>::quiet_NaN()});
  return test::writeSparse(folder, "missing.npy",
                           test::npyWithHeader(test::npyHeader("<f4", "(60000, 784)"), nan),
                           std::uint64_t{60'000} * 784 * 4 - 4);
}

fs::path deflatedNpz(const TempFolder& folder) {
  Bytes data(std::size_t{30'000} * 784);
  for (std::size_t i = 0; i < data.size(); i += 50) data[i] = static_cast<std::uint8_t>(i / 50);
  test::writeZip(folder.path() / "big.npz",
                 {{"x.npy", test::npyWithHeader(test::npyHeader("|u1", "(30000, 28, 28)"), data)}});
  return folder.path() / "big.npz";
}

fs::path csv(const TempFolder& folder) {
  std::string row;
  for (int i = 0; i < 400; ++i) row += (i == 0 ? "" : ",") + std::to_string(i * 37 % 1000) + ".25";
  row += '\n';
  std::string text;
  while (text.size() < 60'000'000) text += row;
  return folder.write("big.csv", test::bytesOfText(text));
}

fs::path safetensors(const TempFolder& folder) {
  const std::string header = R"({"x":{"dtype":"F32","shape":[60000,784],"data_offsets":[0,188160000]}})";
  Bytes head;
  test::append(head, header.size(), 8);
  head.insert(head.end(), header.begin(), header.end());
  return test::writeSparse(folder, "big.safetensors", head, 188'160'000);
}

fs::path pictureFolder(const TempFolder& folder) {
  const Bytes picture = test::pgm(4, 4, 7);
  fs::create_directories(folder.path() / "set");
  const fs::path first = folder.write("first", picture);
  for (int i = 0; i < kPictures; ++i)
    fs::create_hard_link(first, folder.path() / "set" / ("picture " + std::to_string(i) + ".pgm"));
  return folder.path() / "set";
}

fs::path pictureZip(const TempFolder& folder) {
  std::vector<test::ZipMember> members;
  for (int i = 0; i < kPictures; ++i)
    members.push_back(
        {"class " + std::to_string(i % 5) + "/" + std::to_string(i) + ".pgm", test::pgm(4, 4, 7)});
  return folder.write("set.zip", test::zipped(members));
}

fs::path hdf5(const TempFolder& folder) {
  const fs::path file = folder.path() / "big.h5";
  fs::copy_file(fs::path(ISTHMUS_SOURCE_DIR) / "tests/fixtures/arrays/large_head.h5", file);
  fs::resize_file(file, 2048 + 150'000 * 784);
  return file;
}

struct Input {
  const char* name;
  fs::path (*make)(const TempFolder&);
  const char* options = "";
};

class CancelLatency : public testing::TestWithParam<Input> {
 protected:
  /// Loads; the stop is requested `after` so long, or when the progress has come to `fraction`. How long
  /// loading went on then; nothing when it had ended.
  Milliseconds cancelled(const LoadPlan& plan, const LoadTools& tools, Milliseconds after, double fraction) {
    std::stop_source source;
    Clock::time_point asked = Clock::time_point::max();
    std::jthread other;
    if (fraction < 0) {
      other = std::jthread([&] {
        std::this_thread::sleep_for(after);
        asked = Clock::now();
        source.request_stop();
      });
    }
    const auto progress = [&](double done) {
      if (fraction < 0 || done < fraction || source.stop_requested()) return;
      asked = Clock::now();
      source.request_stop();
    };
    const auto loaded = loadDataset(plan, tools, {source.get_token(), progress});
    const Clock::time_point ended = Clock::now();
    if (other.joinable()) other.join();
    if (loaded) return Milliseconds(0);
    EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled) << loaded.error().text();
    return ended - asked;
  }
};

TEST_P(CancelLatency, LoadingEndsSoon) {
  const TempFolder folder;
  const LoadTools tools = {.decodeImage = test::decodePgm, .arrayReader = ISTHMUS_ARRAY_READER};
  const std::vector<fs::path> files = {GetParam().make(folder)};
  const auto plan = planLoading(files, *parseLoadOptions(GetParam().options), tools);
  ASSERT_TRUE(plan) << plan.error().text();
  const Clock::time_point begin = Clock::now();
  const auto whole = loadDataset(*plan, tools, {});
  ASSERT_TRUE(whole) << whole.error().text();
  const Milliseconds time = Clock::now() - begin;

  Milliseconds slowest{0};
  for (const double fraction : {0.0, 0.5, 0.9})
    slowest = std::max(slowest, cancelled(*plan, tools, {}, fraction));
  Random random(1);
  for (int i = 0; i < 3; ++i)
    slowest = std::max(slowest, cancelled(*plan, tools, time * random.uniform(), -1));
  RecordProperty("whole, ms", std::to_string(time.count()));
  RecordProperty("slowest, ms", std::to_string(slowest.count()));
  EXPECT_LT(slowest, kBound);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, CancelLatency,
    testing::Values(Input{"Idx", idx}, Input{"IdxSideways", idxSideways}, Input{"GzippedIdx", gzippedIdx},
                    Input{"Npy", npy}, Input{"NpyWithAMissingValue", npyWithAMissingValue, "missing=drop"},
                    Input{"DeflatedNpz", deflatedNpz}, Input{"Csv", csv}, Input{"Safetensors", safetensors},
                    Input{"PictureFolder", pictureFolder, "size=128,colour=rgb"},
                    Input{"PictureZip", pictureZip, "size=128,colour=rgb"}, Input{"Hdf5", hdf5}),
    [](const auto& input) { return std::string(input.param.name); });

}  // namespace
}  // namespace isthmus
