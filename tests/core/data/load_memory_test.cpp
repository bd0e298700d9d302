// 1,000,000 x 784 bytes load in at most 1.2 GiB, each time in a process of its own.
#include "core/data/dataset_format.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/sparse_file.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::TempFolder;

constexpr std::uint64_t kMillionBytes = 784'000'000;
constexpr double kMostMiB = 1.2 * 1024;

fs::path millionIdx(const TempFolder& folder) {
  return test::writeSparse(folder, "million-images-idx3-ubyte", test::idxHeader({1'000'000, 28, 28}),
                           kMillionBytes);
}

fs::path millionNpy(const TempFolder& folder) {
  return test::writeSparse(folder, "million.npy",
                           test::npyWithHeader(test::npyHeader("|u1", "(1000000, 28, 28)"), {}),
                           kMillionBytes);
}

/// The most memory that this process had, in MiB.
double peak() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

/// Ends the process: 0 where all went well, and says how much memory it took.
[[noreturn]] void loadAndExit(fs::path (*make)(const TempFolder&)) {
  bool isGood = false;
  {
    const TempFolder folder;
    const std::vector<fs::path> files = {make(folder)};
    const auto plan = planLoading(files);
    const auto loaded = plan ? loadDataset(*plan, {}, {}) : plan.error();
    if (loaded) {
      isGood = (*loaded)->count() == 1'000'000 && peak() <= kMostMiB;
      std::fprintf(stderr, "loaded; the peak was %.0f MiB\n", peak());
    } else {
      isGood = loaded.error().code == ErrorCode::TooLarge;  // this computer has not so much now
      std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
    }
  }
  std::_Exit(isGood ? 0 : 1);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

class LoadMemory : public testing::Test {
 protected:
  LoadMemory() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }  // a process that has loaded nothing yet
  ~LoadMemory() override { GTEST_FLAG_SET(death_test_style, "fast"); }
  void SetUp() override {
    if (kIsSanitized) GTEST_SKIP() << "sanitizers take memory of their own";
  }
};

TEST_F(LoadMemory, AMillionPicturesOfIdxTakeLittleMoreThanTheirBytes) {
  EXPECT_EXIT(loadAndExit(millionIdx), testing::ExitedWithCode(0), "");
}

TEST_F(LoadMemory, AMillionPicturesOfNpyTakeLittleMoreThanTheirBytes) {
  EXPECT_EXIT(loadAndExit(millionNpy), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace isthmus
