#include "core/data/files/byte_source.h"

#include "core/base/random.h"
#include "tests/support/bzip2_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace isthmus {
namespace {

using test::Bytes;
using test::joined;
using test::TempFolder;
using ::testing::HasSubstr;

/// How the tests below pack, and what messages call it.
struct Packing {
  const char* name;
  Bytes (*pack)(std::span<const std::uint8_t>);
};

class PackedSource : public ::testing::TestWithParam<Packing> {
 protected:
  static Bytes content() {
    Random random(3);
    Bytes bytes(2'500'000);  // three of bzip2's blocks
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.bits() & 15U);
    return bytes;
  }
  static Bytes packed(std::span<const std::uint8_t> bytes) { return GetParam().pack(bytes); }

  /// All content, asked for in pieces.
  Result<Bytes> readAll(const Bytes& file, std::size_t piece = 100'003) const {
    Result<ByteSource> opened = ByteSource::open(m_folder.write("x", file));
    if (!opened) return opened.error();
    ByteSource source = std::move(opened).value();
    EXPECT_TRUE(source.isCompressed());
    Bytes all;
    for (Bytes part(piece);;) {
      const auto got = source.read(part);
      if (!got) return got.error();
      all.insert(all.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(*got));
      if (*got < part.size()) break;
    }
    EXPECT_LE(all.size(), source.largestContent());
    return all;
  }
  std::string errorOf(const Bytes& file) const {
    const auto read = readAll(file);
    EXPECT_FALSE(read);
    return read ? "" : read.error().text();
  }

  TempFolder m_folder;
};

TEST_P(PackedSource, GivesTheContentInPiecesOfAnySize) {
  const Bytes bytes = content();
  for (const std::size_t piece : {std::size_t{1'000}, std::size_t{1} << 20, bytes.size(), 2 * bytes.size()}) {
    const auto read = readAll(packed(bytes), piece);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_TRUE(*read == bytes) << piece;
  }
}

TEST_P(PackedSource, ReadsStreamsOneBehindTheOther) {
  const Bytes whole = content();
  const Bytes first(whole.begin(), whole.begin() + 400'000);
  const Bytes second(whole.begin() + 400'000, whole.end());
  const auto read = readAll(joined({packed(first), packed(second)}));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_TRUE(*read == whole);
}

TEST_P(PackedSource, SaysWhenItIsCutOffDamagedOrFollowedByOtherBytes) {
  const std::string name = GetParam().name;
  const Bytes whole = packed(content());
  for (const std::size_t left : {whole.size() - 1, whole.size() / 2, std::size_t{20}})
    EXPECT_THAT(errorOf(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(left))),
                HasSubstr("ends in the middle of its " + name + " data"));
  EXPECT_THAT(errorOf(joined({whole, {'x'}})), HasSubstr("other bytes after its " + name + " data"));
  Bytes damaged = whole;
  damaged[whole.size() / 2] ^= 0x55U;
  EXPECT_THAT(errorOf(damaged), HasSubstr("its " + name + " data cannot be inflated"));
}

TEST_P(PackedSource, RefusesThousandsOfStreamsThatHoldNothing) {
  for (const Bytes& content : {Bytes(), Bytes{7}}) {
    const Bytes stream = packed(content);
    Bytes file;
    while (file.size() < 100'000) file.insert(file.end(), stream.begin(), stream.end());
    EXPECT_THAT(errorOf(file), HasSubstr("holds next to nothing"));
  }
}

TEST_P(PackedSource, SurvivesEveryFlippedBit) {
  const Bytes bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
  const Bytes whole = packed(bytes);
  for (std::size_t bit = 80; bit < 8 * whole.size(); ++bit) {  // not in the magic number
    Bytes damaged = whole;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    const auto read = readAll(damaged, 1'000);
    if (read) {
      EXPECT_TRUE(*read == bytes) << bit;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Packings, PackedSource,
                         ::testing::Values(Packing{"gzip",
                                                   [](std::span<const std::uint8_t> bytes) {
                                                     return test::gzipped(bytes);
                                                   }},
                                           Packing{"bzip2", test::bzipped}),
                         [](const auto& packing) { return std::string(packing.param.name); });

TEST(ByteSource, TakesTextThatBeginsLikeBzip2ForText) {
  const TempFolder folder;
  for (const std::string text : {"BZhang,1\n", "BZh1,second column,third\n1,2,3\n", "BZh9"}) {
    const auto source = ByteSource::open(folder.write("x.csv", Bytes(text.begin(), text.end())));
    ASSERT_TRUE(source);
    EXPECT_FALSE(source->isCompressed()) << text;
  }
}

}  // namespace
}  // namespace isthmus
