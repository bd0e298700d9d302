// What is no regular file, under the name of every format, and files that change while they are read.
#include "core/data/dataset_format.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/picture_bytes.h"
#include "tests/support/sparse_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using test::TempFolder;
using testing::AnyOf;
using testing::HasSubstr;

const LoadTools kHostileTools = {.decodeImage = test::decodePgm, .arrayReader = ISTHMUS_ARRAY_READER};

/// One name of every format.
const std::vector<std::string> kNames = {"x-images-idx3-ubyte",
                                         "x-images-idx3-ubyte.gz",
                                         "x.npy",
                                         "x.npz",
                                         "x.safetensors",
                                         "x.h5",
                                         "x.h5ad",
                                         "x.mat",
                                         "x.png",
                                         "x.jpg",
                                         "x.zip",
                                         "x.csv",
                                         "x.tsv.gz",
                                         "x.libsvm.bz2",
                                         "projector_config.json",
                                         "x.bytes",
                                         "x.strange"};

std::string refusal(const fs::path& file) {
  const std::vector<fs::path> files = {file};
  const auto plan = planLoading(files, {}, kHostileTools);
  EXPECT_FALSE(plan) << file;
  return plan ? "" : plan.error().text();
}

TEST(HostileFiles, APipeIsASentenceUnderEveryName) {
  const TempFolder folder;
  for (const std::string& name : kNames) {
    const fs::path file = folder.path() / name;
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    EXPECT_EQ(refusal(file), file.string() + ": is a pipe, device or socket; expected a regular file");
  }
}

TEST(HostileFiles, ASocketIsASentenceUnderEveryName) {
  const TempFolder folder;
  for (const std::string& name : kNames) {
    const fs::path file = folder.path() / name;
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    ASSERT_LT(file.native().size(), sizeof address.sun_path);
    std::strcpy(address.sun_path, file.c_str());
    const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(refusal(file), file.string() + ": is a pipe, device or socket; expected a regular file");
    ::close(server);
  }
}

TEST(HostileFiles, ALinkToItselfIsASentenceUnderEveryName) {
  const TempFolder folder;
  for (const std::string& name : kNames) {
    const fs::path file = folder.path() / name;
    fs::create_symlink(file, file);
    EXPECT_THAT(refusal(file), HasSubstr("cannot be opened: Too many levels of symbolic links")) << name;
  }
  EXPECT_THAT(refusal(folder.path()), HasSubstr("holds no file that can be read"));
}

TEST(HostileFiles, AZipThatWouldUnpackToMoreThan64GiBIsRefusedByItsList) {
  std::vector<test::ZipMember> members;
  for (int i = 0; i < 17; ++i)
    members.push_back({std::to_string(i) + ".png", Bytes(4, 7), false, 0, 0xFFFFFFFE});
  const TempFolder folder;
  EXPECT_THAT(refusal(folder.write("bomb.zip", test::zipped(members))),
              HasSubstr("would unpack to more than 65,536 MiB"));
}

constexpr std::uint32_t kCount = 40'000;
constexpr std::uint64_t kBytes = std::uint64_t{kCount} * 784;

fs::path idx(const TempFolder& folder) {
  return test::writeSparse(folder, "x-images-idx3-ubyte", test::idxHeader({kCount, 28, 28}), kBytes);
}
fs::path npy(const TempFolder& folder) {
  return test::writeSparse(folder, "x.npy", test::npyWithHeader(test::npyHeader("|u1", "(40000, 784)"), {}),
                           kBytes);
}
fs::path npz(const TempFolder& folder) {
  const Bytes data(kBytes, 3);
  return folder.write(
      "x.npz", test::zipped({{"x.npy", test::npyWithHeader(test::npyHeader("|u1", "(40000, 784)"), data)}}));
}
fs::path safetensors(const TempFolder& folder) {
  const std::string header = R"({"x":{"dtype":"U8","shape":[40000,784],"data_offsets":[0,31360000]}})";
  Bytes head;
  test::append(head, header.size(), 8);
  head.insert(head.end(), header.begin(), header.end());
  return test::writeSparse(folder, "x.safetensors", head, kBytes);
}
fs::path hdf5(const TempFolder& folder) {
  const fs::path file = folder.path() / "x.h5";
  fs::copy_file(fs::path(ISTHMUS_SOURCE_DIR) / "tests/fixtures/arrays/large_head.h5", file);
  fs::resize_file(file, 2048 + 150'000 * 784);
  return file;
}

class ShrinkingFile : public testing::TestWithParam<fs::path (*)(const TempFolder&)> {};

TEST_P(ShrinkingFile, IsASentenceAndNoCrash) {
  const TempFolder folder;
  const fs::path file = GetParam()(folder);
  const std::vector<fs::path> files = {file};
  const auto plan = planLoading(files, {}, kHostileTools);
  ASSERT_TRUE(plan) << plan.error().text();
  bool isCut = false;
  const auto loaded = loadDataset(*plan, kHostileTools, {{}, [&](double) {
                                                           if (!isCut) fs::resize_file(file, 10'000);
                                                           isCut = true;
                                                         }});
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().text(), HasSubstr(file.string()));
  EXPECT_THAT(loaded.error().text(), AnyOf(HasSubstr("cut off"), HasSubstr("changed"), HasSubstr("damaged"),
                                           HasSubstr("became shorter")));
}

const std::vector<std::string> kFormats = {"Idx", "Npy", "Npz", "Safetensors", "Hdf5"};
INSTANTIATE_TEST_SUITE_P(Formats, ShrinkingFile, testing::Values(idx, npy, npz, safetensors, hdf5),
                         [](const auto& format) { return kFormats[format.index]; });

}  // namespace
}  // namespace isthmus
