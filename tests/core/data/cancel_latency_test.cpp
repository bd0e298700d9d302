// How soon loading ends when it is cancelled. The goal is 100 ms on an idle computer; the bound here is so
// generous that a busy one keeps it. The figures are properties of the test ("slowest, ms").
#include "core/base/random.h"
#include "core/data/dataset_format.h"
#include "tests/support/bzip2_bytes.h"
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

/// Little to read of each row, but much to sort.
fs::path csvOfShortRows(const TempFolder& folder) {
  std::string text = "a,b,c,d,kind\n";
  for (int i = 0; i < 1'500'000; ++i) {
    text += "1.25,3.5,-7,";
    text += std::to_string(i % 1000) + (i % 3 == 0 ? ",one\n" : ",other\n");
  }
  return folder.write("short.csv", test::bytesOfText(text));
}

/// A word for each vector.
void writeWords(const TempFolder& folder, const std::string& name, int count) {
  std::string words;
  for (int i = 0; i < count; ++i) words += "word number " + std::to_string(i) + "\n";
  folder.write(name, test::bytesOfText(words));
}

fs::path projectorText(const TempFolder& folder) {
  constexpr int kVectors = 30'000;
  std::string row = "0.5";
  for (int i = 1; i < 200; ++i) row += "\t" + std::to_string(i % 10) + ".25";
  row += '\n';
  std::string text;
  for (int i = 0; i < kVectors; ++i) text += row;
  writeWords(folder, "metadata.tsv", kVectors);
  return folder.write("vectors.tsv", test::bytesOfText(text));
}

fs::path projectorTensors(const TempFolder& folder) {
  constexpr int kVectors = 200'000;
  writeWords(folder, "big_labels.tsv", kVectors);
  return test::writeSparse(folder, "big_tensors.bytes", {}, std::uint64_t{kVectors} * 200 * 4);
}

/// Some blocks of bzip2, and first rows so wide that the first megabyte holds none.
fs::path packedLibsvm(const TempFolder& folder) {
  Random random(1);
  std::string text;
  for (int row = 0; row < 8; ++row) {
    text += std::to_string(row % 2);
    for (int i = 1; i < 120'000; ++i)
      text += " " + std::to_string(i) + ":" + std::to_string(random.uniform());
    text += '\n';
  }
  return folder.write("wide.svm.bz2", test::bzipped(test::bytesOfText(text)));
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

fs::path zipOfManyPictures(const TempFolder& folder) {
  std::vector<test::ZipMember> members;
  for (int i = 0; i < 70'000; ++i)
    members.push_back(
        {"class " + std::to_string(i % 5) + "/" + std::to_string(i) + ".pgm", test::pgm(4, 4, 7)});
  return folder.write("many.zip", test::zipped(members));
}

/// An array x of kCount x 784 bytes, as MATLAB wrote it before 7.3: elements of a type and a size each.
fs::path matlab(const TempFolder& folder) {
  constexpr std::uint64_t kInt8 = 1, kUint8 = 2, kInt32 = 5, kUint32 = 6, kMatrix = 14, kClassUint8 = 9;
  Bytes bytes = test::bytesOfText("MATLAB 5.0 MAT-file, written by a test");
  bytes.resize(124, ' ');
  test::append(bytes, 0x0100, 2);
  bytes.insert(bytes.end(), {'I', 'M'});
  const auto begin = [&](std::uint64_t type, std::uint64_t size) {
    test::append(bytes, type, 4);
    test::append(bytes, size, 4);
  };
  begin(kMatrix, 48 + 8 + kBytes);
  begin(kUint32, 8);
  test::append(bytes, kClassUint8, 8);
  begin(kInt32, 8);
  test::append(bytes, kCount, 4);
  test::append(bytes, 784, 4);
  begin(kInt8, 1);
  test::append(bytes, 'x', 8);
  begin(kUint8, kBytes);
  return test::writeSparse(folder, "big.mat", bytes, kBytes);
}

fs::path hdf5(const TempFolder& folder) {
  const fs::path file = folder.path() / "big.h5";
  fs::copy_file(fs::path(ISTHMUS_SOURCE_DIR) / "tests/fixtures/arrays/large_head.h5", file);
  fs::resize_file(file, 2048 + 150'000 * 784);
  return file;
}

struct Input {
  const char* name;
  const char* format;
  fs::path (*make)(const TempFolder&);
  const char* options = "";
};

class CancelLatency : public testing::TestWithParam<Input> {
 protected:
  /// Runs work(task), which plans or loads; the stop is requested `after` so long, or when the progress has
  /// come to `fraction`. How long the work went on then; nothing when it had ended.
  template <typename Work>
  static Milliseconds cancelled(const Work& work, Milliseconds after, double fraction = -1) {
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
    const Result<void> done = work({source.get_token(), progress});
    const Clock::time_point ended = Clock::now();
    if (other.joinable()) other.join();
    if (done) return Milliseconds(0);
    EXPECT_EQ(done.error().code, ErrorCode::Cancelled) << done.error().text();
    return ended - asked;
  }

  /// The longest that the work went on after it was cancelled at one of some moments.
  template <typename Work>
  Milliseconds slowest(const char* name, const Work& work) {
    const Clock::time_point begin = Clock::now();
    const Result<void> whole = work({});
    EXPECT_TRUE(whole) << whole.error().text();
    const Milliseconds time = Clock::now() - begin;
    Milliseconds result{0};
    for (const double fraction : {0.0, 0.5, 0.9}) result = std::max(result, cancelled(work, {}, fraction));
    Random random(1);
    for (int i = 0; i < 3; ++i) result = std::max(result, cancelled(work, time * random.uniform()));
    RecordProperty(std::string(name) + " whole, ms", std::to_string(time.count()));
    RecordProperty(std::string(name) + " slowest, ms", std::to_string(result.count()));
    return result;
  }
};

TEST_P(CancelLatency, PlanningAndLoadingEndSoon) {
  const TempFolder folder;
  const LoadTools tools = {.decodeImage = test::decodePgm, .arrayReader = ISTHMUS_ARRAY_READER};
  const std::vector<fs::path> files = {GetParam().make(folder)};
  const LoadOptions options = *parseLoadOptions(GetParam().options);
  const auto planned = planLoading(files, options, tools);
  ASSERT_TRUE(planned) << planned.error().text();
  EXPECT_EQ(planned->format, GetParam().format);
  const auto plan = [&](const Task& task) -> Result<void> {
    const auto again = planLoading(files, options, tools, task);
    return again ? Result<void>() : again.error();
  };
  const auto load = [&](const Task& task) -> Result<void> {
    const auto loaded = loadDataset(*planned, tools, task);
    return loaded ? Result<void>() : loaded.error();
  };
  EXPECT_LT(slowest("planning", plan), kBound);
  EXPECT_LT(slowest("loading", load), kBound);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, CancelLatency,
    testing::Values(Input{"Idx", "IDX", idx}, Input{"IdxSideways", "IDX", idxSideways},
                    Input{"GzippedIdx", "IDX", gzippedIdx}, Input{"Npy", "NPY", npy},
                    Input{"NpyWithAMissingValue", "NPY", npyWithAMissingValue, "missing=drop"},
                    Input{"DeflatedNpz", "NPZ", deflatedNpz}, Input{"Csv", "table", csv},
                    Input{"CsvOfShortRows", "table", csvOfShortRows},
                    Input{"ProjectorText", "projector", projectorText},
                    Input{"ProjectorTensors", "projector", projectorTensors},
                    Input{"PackedLibsvm", "LIBSVM", packedLibsvm},
                    Input{"Safetensors", "safetensors", safetensors},
                    Input{"PictureFolder", "Pictures", pictureFolder, "size=128,colour=rgb"},
                    Input{"PictureZip", "ZIP of pictures", pictureZip, "size=128,colour=rgb"},
                    Input{"ZipOfManyPictures", "ZIP of pictures", zipOfManyPictures},
                    Input{"Hdf5", "HDF5", hdf5}, Input{"Matlab", "MATLAB", matlab}),
    [](const auto& input) { return std::string(input.param.name); });

}  // namespace
}  // namespace isthmus
