#include "core/base/atomic_file.h"
#include "core/base/latest_slot.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Result, CarriesAValueOrAnErrorWithItsPlace) {
  const Result<int> good = 7;
  const Result<int> bad = Error{ErrorCode::BadFormat, "is empty", "a.idx"};
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 7);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().text(), "a.idx: is empty");
}

TEST(QuotedText, IsFitForAMessageWhateverAFileHolds) {
  EXPECT_EQ(quotedText("a\xC3\xA4"), "\"a\xC3\xA4\"");
  EXPECT_EQ(quotedText("\x1B[2J\xFF\x7F"), "\"?[2J??\"");
  EXPECT_EQ(quotedText(std::string(63, 'a') + "\xC3\xA4" + "b"),
            "\"" + std::string(63, 'a') + "\xC3\xA4...\"");
}

TEST(StemOf, LeavesOutWhatSaysHowAFileIsPacked) {
  EXPECT_EQ(stemOf("a/wine.csv.gz"), "wine");
  EXPECT_EQ(stemOf("wine.red.csv"), "wine.red");
  EXPECT_EQ(stemOf(".csv"), ".csv");
}

TEST(LatestSlot, KeepsOnlyTheNewestValue) {
  LatestSlot<int> slot;
  EXPECT_TRUE(slot.put(1));
  EXPECT_FALSE(slot.put(2));
  EXPECT_EQ(slot.tryTake(), 2);
  EXPECT_EQ(slot.tryTake(), std::nullopt);
}

TEST(LatestSlot, AWaitingReaderSeesValuesInOrderAndTheLastOne) {
  LatestSlot<int> slot;
  std::vector<int> seen;
  std::jthread reader([&](const std::stop_token& stop) {
    while (const auto value = slot.waitTake(stop)) {
      seen.push_back(*value);
      if (*value == 1000) return;
    }
  });
  for (int i = 1; i <= 1000; ++i) slot.put(i);
  reader.join();
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.back(), 1000);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

TEST(LatestSlot, StopWakesAWaitingReader) {
  LatestSlot<int> slot;
  std::optional<int> taken = 1;
  std::jthread reader([&](const std::stop_token& stop) { taken = slot.waitTake(stop); });
  reader.request_stop();
  reader.join();
  EXPECT_EQ(taken, std::nullopt);
}

TEST(Random, StreamIsTheStandardsMersenneTwister) {
  Random random(5489);
  std::uint64_t value = 0;
  for (int i = 0; i < 10'000; ++i) value = random.bits();
  EXPECT_EQ(value, 9981545732273789042U);  // [rand.predef] of the C++ standard
}

TEST(Random, NormalHasMeanZeroAndVarianceOne) {
  Random random(3);
  constexpr int kCount = 100'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kCount; ++i) {
    const double x = random.normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kCount, 0, 0.015);
  EXPECT_NEAR(squares / kCount, 1, 0.02);
}

TEST(Random, ShuffleIsAPermutation) {
  std::vector<int> values(1000);
  std::iota(values.begin(), values.end(), 0);
  Random random(11);
  random.shuffle(std::span(values));
  EXPECT_FALSE(std::is_sorted(values.begin(), values.end()));
  std::sort(values.begin(), values.end());
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(values[static_cast<std::size_t>(i)], i);
}

TEST(AtomicFile, ReplacesTheFileAndLeavesNoTemporaryBehind) {
  const test::TempFolder temporary;
  const fs::path& folder = temporary.path();
  const fs::path path = folder / "model.bin";
  ASSERT_TRUE(writeFileAtomically(path, "first"));
  ASSERT_TRUE(writeFileAtomically(path, "second"));
  EXPECT_EQ(contentOf(path), "second");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST(AtomicFile, TellsBeforehandWhetherItCouldWrite) {
  const test::TempFolder temporary;
  const fs::path& folder = temporary.path();
  EXPECT_TRUE(checkWritable(folder / "model.bin"));
  EXPECT_TRUE(fs::is_empty(folder));
  EXPECT_FALSE(checkWritable(folder));
  EXPECT_FALSE(checkWritable("/no/such/folder/model.bin"));
}

TEST(AtomicFile, SaysWhichFileCouldNotBeWritten) {
  const auto result = writeFileAtomically("/no/such/folder/model.bin", "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().where, "/no/such/folder/model.bin");
}

}  // namespace
}  // namespace isthmus
