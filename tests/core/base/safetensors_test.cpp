#include "core/io/safetensors.h"

#include "core/base/random.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<std::byte> rawBytes(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// The eight bytes of a length, little-endian.
std::string prefixOf(std::uint64_t length) {
  std::string text;
  for (unsigned i = 0; i < 8; ++i) text += static_cast<char>(length >> (8 * i) & 0xFFU);
  return text;
}

std::string fileOf(const std::string& header, std::string_view data) {
  return prefixOf(header.size()) + header + std::string(data);
}

std::string errorOf(std::string_view file) {
  const auto content = decodeSafetensors(rawBytes(file));
  return content ? "accepted" : content.error().message;
}

std::string errorOf(const std::string& header, std::string_view data) {
  return errorOf(fileOf(header, data));
}

/// Eight bytes of data, as two float32.
const std::string kEight(8, '\0');

Safetensors sample() {
  Safetensors content;
  content.metadata = {{"format", "test"}, {"data", "caf\xC3\xA9 \"quoted\" \\ \n"}};
  content.tensors = {{"weight", {2, 3}, {1, -2, 0.5F, 1e-30F, 3e38F, -0.0F}},
                     {"empty", {0, 5}, {}},
                     {"scalar", {}, {std::numeric_limits<float>::infinity()}}};
  return content;
}

TEST(Safetensors, ReadsBackWhatItWrote) {
  const Safetensors written = sample();
  const auto read = decodeSafetensors(encodeSafetensors(written));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->metadata, written.metadata);
  ASSERT_EQ(read->tensors.size(), written.tensors.size());
  for (std::size_t i = 0; i < written.tensors.size(); ++i) {
    EXPECT_EQ(read->tensors[i].name, written.tensors[i].name);
    EXPECT_EQ(read->tensors[i].shape, written.tensors[i].shape);
    EXPECT_EQ(read->tensors[i].values, written.tensors[i].values);
  }
  EXPECT_TRUE(std::signbit(read->tensors[0].values[5]));
}

TEST(Safetensors, AnEmptyFileOfTensorsIsValid) {
  const auto read = decodeSafetensors(encodeSafetensors({}));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_TRUE(read->tensors.empty());
  EXPECT_TRUE(read->metadata.empty());
}

TEST(Safetensors, BytesAreThoseOfTheFormat) {
  const Safetensors content{{{"k", "v"}}, {{"b", {1}, {1.0F}}, {"a", {2}, {-2.0F, 0.0F}}}};
  const std::string header =
      R"({"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
      R"("a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})";
  ASSERT_EQ(header.size(), 133U);
  const std::string expected = prefixOf(136) + header + std::string(3, ' ') +
                               std::string("\x00\x00\x80\x3F\x00\x00\x00\xC0\x00\x00\x00\x00", 12);
  EXPECT_EQ(encodeSafetensors(content), rawBytes(expected));
}

TEST(Safetensors, DataBeginAtAMultipleOfEightWhateverTheHeader) {
  for (std::size_t length = 1; length < 20; ++length) {
    const auto bytes = encodeSafetensors({{}, {{std::string(length, 'n'), {1}, {1.0F}}}});
    EXPECT_EQ((bytes.size() - sizeof(float)) % 8, 0U);
    EXPECT_TRUE(decodeSafetensors(bytes));
  }
}

TEST(Safetensors, TextThatIsNotUtf8IsReplacedNotThrown) {
  const auto read = decodeSafetensors(encodeSafetensors({{{"data",
                                                           "a\xFF"
                                                           "b"}},
                                                         {}}));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->metadata.at("data"),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Safetensors, ConvertsTheOtherFloatingTypes) {
  // 1, -2, the smallest subnormal, the largest and an infinite half; then bfloat16 1.5; then a double.
  const std::string half("\x00\x3C\x00\xC0\x01\x00\xFF\x7B\x00\x7C\x00\x80", 12);
  const std::string bfloat("\xC0\x3F", 2);
  const double number = -0.1;
  std::string wide(sizeof(number), '\0');
  std::memcpy(wide.data(), &number, sizeof(number));
  const auto read = decodeSafetensors(rawBytes(fileOf(
      R"({"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},"b":{"dtype":"BF16","shape":[],"data_offsets":[12,14]},)"
      R"("d":{"dtype":"F64","shape":[1,1],"data_offsets":[14,22]}})",
      half + bfloat + wide)));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->tensors[0].values,
            (std::vector<float>{1, -2, 0x1p-24F, 65504, std::numeric_limits<float>::infinity(), -0.0F}));
  EXPECT_TRUE(std::signbit(read->tensors[0].values[5]));
  EXPECT_EQ(read->tensors[1].values, std::vector<float>{1.5F});
  EXPECT_EQ(read->tensors[2].values, std::vector<float>{-0.1F});
}

TEST(Safetensors, TensorsMayStandInAnyOrderInTheHeader) {
  const std::string data("\x00\x00\x80\x3F\x00\x00\x00\x40", 8);
  const auto read =
      decodeSafetensors(rawBytes(fileOf(R"({"second":{"data_offsets":[4,8],"shape":[1],"dtype":"F32"},)"
                                        R"("first":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   )",
                                        data)));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->tensors[0].name, "first");
  EXPECT_EQ(read->tensors[1].values, std::vector<float>{2});
}

TEST(Safetensors, RefusesEveryTruncation) {
  const auto whole = encodeSafetensors(sample());
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(decodeSafetensors(std::span(whole).first(length))) << length;
}

TEST(Safetensors, RefusesBytesBehindTheData) {
  auto bytes = encodeSafetensors(sample());
  bytes.push_back(std::byte{0});
  EXPECT_FALSE(decodeSafetensors(bytes));
}

/// A flipped bit in a name or in metadata makes another valid file; no flip may change what the numbers are.
TEST(Safetensors, NoFlippedBitOfTheHeaderChangesAShapeOrANumber) {
  const Safetensors original{
      {{"format", "test"}},
      {{"weight", {2, 3}, {1, 2, 3, 4, 5, 6}}, {"bias", {10}, std::vector<float>(10, 7)}}};
  const auto whole = encodeSafetensors(original);
  const std::size_t header = whole.size() - 16 * sizeof(float);
  std::size_t refused = 0;
  for (std::size_t bit = 0; bit < header * 8; ++bit) {
    auto damaged = whole;
    damaged[bit / 8] ^= std::byte{1} << (bit % 8);
    const auto read = decodeSafetensors(damaged);
    if (!read) {
      EXPECT_FALSE(read.error().message.empty());
      ++refused;
      continue;
    }
    ASSERT_GE(bit, 64U) << "a damaged length was accepted";
    ASSERT_EQ(read->tensors.size(), 2U) << bit;
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(read->tensors[i].shape, original.tensors[i].shape) << bit;
      EXPECT_EQ(read->tensors[i].values, original.tensors[i].values) << bit;
    }
    EXPECT_TRUE(read->metadata != original.metadata || read->tensors[0].name != "weight" ||
                read->tensors[1].name != "bias")
        << bit;
  }
  EXPECT_GT(refused, header * 8 / 2);
}

TEST(Safetensors, SurvivesRandomDamage) {
  const auto whole = encodeSafetensors(sample());
  Random random(5);
  for (int round = 0; round < 20'000; ++round) {
    auto damaged = whole;
    const auto hits = 1 + random.below(6);
    for (std::uint64_t i = 0; i < hits; ++i)
      damaged[random.below(damaged.size())] = static_cast<std::byte>(random.below(256));
    const auto read = decodeSafetensors(damaged);
    if (!read) continue;
    for (const NamedTensor& tensor : read->tensors) {
      std::int64_t count = 1;
      for (const std::int64_t extent : tensor.shape) count *= extent;
      ASSERT_EQ(static_cast<std::size_t>(count), tensor.values.size());
    }
  }
}

TEST(Safetensors, RefusesAHeaderLongerThanTheFileOrTheCap) {
  EXPECT_THAT(errorOf(prefixOf(std::uint64_t{1} << 63U) + "{}"),
              HasSubstr("9223372036854775808 bytes, at most 524288"));
  EXPECT_THAT(errorOf(prefixOf(UINT64_MAX) + "{}"), HasSubstr("at most 524288"));
  EXPECT_THAT(errorOf(prefixOf(kMaxSafetensorsHeader + 1) + "{}"), HasSubstr("at most 524288"));
  EXPECT_THAT(errorOf(prefixOf(3) + "{}"), HasSubstr("truncated"));
  EXPECT_THAT(errorOf(prefixOf(0)), HasSubstr("must begin with '{'"));
  EXPECT_THAT(errorOf(""), HasSubstr("too short"));
  EXPECT_EQ(errorOf(fileOf("{" + std::string(kMaxSafetensorsHeader - 2, ' ') + "}", "")), "accepted");
}

TEST(Safetensors, RefusesWhatIsNotOneJsonObject) {
  EXPECT_THAT(errorOf(" {}", ""), HasSubstr("must begin with '{'"));
  EXPECT_THAT(errorOf("[]", ""), HasSubstr("must begin with '{'"));
  EXPECT_THAT(errorOf("{", ""), HasSubstr("not valid JSON"));
  EXPECT_THAT(errorOf("{}x", ""), HasSubstr("not valid JSON"));
  EXPECT_THAT(errorOf("{}{}", ""), HasSubstr("not valid JSON"));
  EXPECT_THAT(errorOf("{}\n", ""), HasSubstr("padded with spaces"));
  EXPECT_THAT(errorOf(std::string("{}\0}", 4), ""), HasSubstr("control character"));
  EXPECT_THAT(errorOf("{\"a\xFF\":1}", ""), HasSubstr("not valid JSON"));
  EXPECT_THAT(errorOf(R"({"a":1e999})", ""), HasSubstr("not valid JSON"));
  EXPECT_THAT(errorOf(R"({"a":7})", ""), HasSubstr("\"a\" in the header must be an object, not a number"));
}

TEST(Safetensors, RefusesNestingBombsAtTheFirstBracketTooMany) {
  const std::string brackets(100'000, '[');
  EXPECT_THAT(errorOf("{\"a\":" + brackets, ""), HasSubstr("must be an object, not an array"));
  EXPECT_THAT(errorOf(R"({"a":{"shape":)" + brackets, ""),
              HasSubstr("must hold whole numbers, not an array"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"":)";
  EXPECT_NE(errorOf(objects, ""), "accepted");
}

TEST(Safetensors, RefusesWhatAppearsTwice) {
  const std::string a = R"("a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
  EXPECT_EQ(errorOf("{" + a + "," + a + "}", ""), "the header has \"a\" twice");
  EXPECT_EQ(errorOf(R"({"__metadata__":{},"__metadata__":{}})", ""), "the header has \"__metadata__\" twice");
  EXPECT_EQ(errorOf(R"({"__metadata__":{"k":"1","k":"1"}})", ""), "the metadata has \"k\" twice");
  EXPECT_EQ(errorOf(R"({"a":{"dtype":"F32","dtype":"F32"}})", ""), "tensor \"a\" has \"dtype\" twice");
  EXPECT_EQ(errorOf(R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\u0061":{}})", ""),
            "the header has \"a\" twice");
}

TEST(Safetensors, RefusesFieldsThatAreMissingUnknownOrOfAnotherKind) {
  EXPECT_EQ(errorOf(R"({"a":{"shape":[0],"data_offsets":[0,0]}})", ""), "tensor \"a\" has no dtype");
  EXPECT_EQ(errorOf(R"({"a":{"dtype":"F32","data_offsets":[0,0]}})", ""), "tensor \"a\" has no shape");
  EXPECT_EQ(errorOf(R"({"a":{"dtype":"F32","shape":[0]}})", ""), "tensor \"a\" has no data_offsets");
  EXPECT_EQ(errorOf(R"({"a":{"size":1}})", ""), "tensor \"a\" has the unknown field \"size\"");
  EXPECT_EQ(errorOf(R"({"a":{"dtype":1}})", ""), "dtype of tensor \"a\" must be a string, not a number");
  EXPECT_EQ(errorOf(R"({"a":{"shape":"1"}})", ""), "shape of tensor \"a\" must be an array, not a string");
  EXPECT_EQ(errorOf(R"({"a":{"shape":[-1]}})", ""),
            "shape of tensor \"a\" must hold whole numbers, not a negative number");
  EXPECT_THAT(errorOf(R"({"a":{"shape":[1.0]}})", ""), HasSubstr("must hold whole numbers"));
  EXPECT_THAT(errorOf(R"({"a":{"shape":[18446744073709551616]}})", ""), HasSubstr("must hold whole numbers"));
  EXPECT_THAT(errorOf(R"({"a":{"shape":[9223372036854775808]}})", ""), HasSubstr("too large"));
  EXPECT_EQ(errorOf(R"({"a":{"data_offsets":[0]}})", ""),
            "data_offsets of tensor \"a\" must be two numbers, not 1");
  EXPECT_THAT(errorOf(R"({"a":{"data_offsets":[0,1,2]}})", ""), HasSubstr("must be two numbers, not more"));
  EXPECT_EQ(errorOf(R"({"__metadata__":{"k":null}})", ""), "the metadata \"k\" must be a string, not null");
  EXPECT_EQ(errorOf(R"({"__metadata__":{"k":{}}})", ""),
            "the metadata \"k\" must be a string, not an object");
  EXPECT_THAT(errorOf(R"({"__metadata__":[]})", ""), HasSubstr("must be an object, not an array"));
}

TEST(Safetensors, RefusesOtherTypesByName) {
  for (const std::string type : {"I64", "U8", "BOOL", "F8_E4M3", "f32", ""}) {
    EXPECT_EQ(errorOf(R"({"a":{"dtype":")" + type + R"(","shape":[1],"data_offsets":[0,8]}})", kEight),
              "tensor \"a\" has the type \"" + type + "\"; only F32, F64, F16 and BF16 can be read");
  }
}

std::string tensor(const char* name, const char* shape, const char* offsets) {
  return std::string("\"") + name + R"(":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":)" + offsets +
         "}";
}

std::string object(const std::string& members) {
  return std::string("{").append(members).append("}");
}

TEST(Safetensors, RefusesOffsetsThatDoNotFit) {
  const auto error = [](const std::string& tensors) { return errorOf(object(tensors), kEight); };
  EXPECT_EQ(error(tensor("a", "[2]", "[0,8]")), "accepted");
  EXPECT_THAT(error(tensor("a", "[3]", "[0,12]")),
              HasSubstr("claims the bytes 0 to 12 of the data, but there are 8"));
  EXPECT_THAT(error(tensor("a", "[2]", "[8,0]")), HasSubstr("claims the bytes 8 to 0"));
  EXPECT_THAT(error(tensor("a", "[1]", "[0,8]")),
              HasSubstr("has a shape of 4 bytes, but its data_offsets span 8"));
  EXPECT_THAT(error(tensor("a", "[2]", "[18446744073709551612,4]")), HasSubstr("claims the bytes"));
  EXPECT_THAT(error(tensor("a", "[1]", "[0,4]")),
              HasSubstr("the last 4 bytes of the data belong to no tensor"));
  EXPECT_THAT(error(tensor("a", "[1]", "[4,8]")),
              HasSubstr("the bytes 0 to 4 of the data, before tensor \"a\""));
  EXPECT_THAT(error(tensor("a", "[2]", "[0,8]") + "," + tensor("b", "[1]", "[4,8]")), HasSubstr("overlaps"));
  EXPECT_THAT(error(tensor("a", "[2]", "[0,8]") + "," + tensor("b", "[2]", "[0,8]")), HasSubstr("overlaps"));
  EXPECT_THAT(error(tensor("a", "[2]", "[0,8]") + "," + tensor("b", "[0]", "[4,4]")), HasSubstr("overlaps"));
  EXPECT_THAT(error(""), HasSubstr("the last 8 bytes"));
}

TEST(Safetensors, RefusesShapesWhoseSizeOverflows) {
  const auto error = [](const char* shape) { return errorOf(object(tensor("a", shape, "[0,8]")), kEight); };
  EXPECT_THAT(error("[4294967296,4294967296]"), HasSubstr("overflows"));  // 2^64, which wraps to 0
  EXPECT_THAT(error("[4611686018427387906]"), HasSubstr("overflows"));    // times 4 bytes wraps to 8
  EXPECT_THAT(error("[9223372036854775807,9223372036854775807,0]"), HasSubstr("overflows"));
}

TEST(Safetensors, NamesInMessagesAreShortAndPrintable) {
  const std::string message = errorOf("{\"" + std::string(50'000, 'x') + R"(\n":7})", "");
  EXPECT_LT(message.size(), 200U);
  EXPECT_THAT(errorOf(R"({"a\u0007b":7})", ""), HasSubstr("\"a?b\""));
}

class SafetensorsFile : public testing::Test {
 protected:
  fs::path write(const std::string& content) const {
    std::ofstream(m_folder / "a.safetensors", std::ios::binary) << content;
    return m_folder / "a.safetensors";
  }
  test::TempFolder m_temporary;
  const fs::path m_folder = m_temporary.path();
};

TEST_F(SafetensorsFile, ReadsBackWhatItWrote) {
  const fs::path path = m_folder / "model.safetensors";
  ASSERT_TRUE(writeSafetensors(path, sample()));
  const auto read = readSafetensors(path);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(encodeSafetensors(*read), encodeSafetensors(sample()));
}

TEST_F(SafetensorsFile, ReadsAndRefusesTheSameFilesAsFromMemory) {
  for (const std::string& file :
       {fileOf(R"({"b":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}})", kEight), std::string(),
        std::string("{}"), fileOf("{}", "x"), fileOf(object(tensor("a", "[3]", "[0,12]")), kEight),
        prefixOf(1U << 31U) + "{}"}) {
    const auto fromFile = readSafetensors(write(file));
    const auto fromMemory = decodeSafetensors(rawBytes(file));
    ASSERT_EQ(static_cast<bool>(fromFile), static_cast<bool>(fromMemory));
    if (fromFile) {
      EXPECT_EQ(encodeSafetensors(*fromFile), encodeSafetensors(*fromMemory));
    } else {
      EXPECT_EQ(fromFile.error().message, fromMemory.error().message);
      EXPECT_EQ(fromFile.error().where, (m_folder / "a.safetensors").string());
    }
  }
}

TEST_F(SafetensorsFile, RefusesWhatIsNoRegularFile) {
  EXPECT_EQ(readSafetensors(m_folder / "absent").error().code, ErrorCode::NotFound);
  EXPECT_THAT(readSafetensors(m_folder).error().message, HasSubstr("not a regular file"));
  const fs::path pipe = m_folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(readSafetensors(pipe).error().message, HasSubstr("not a regular file"));  // and does not wait
}

TEST_F(SafetensorsFile, RefusesAFileAboveTheCapWithoutReadingIt) {
  const fs::path path = write(fileOf("{}", ""));
  fs::resize_file(path, kMaxSafetensorsFile + 1);  // sparse
  EXPECT_EQ(readSafetensors(path).error().code, ErrorCode::TooLarge);
}

TEST_F(SafetensorsFile, DoesNotWriteWhatItCouldNotRead) {
  const fs::path path = m_folder / "long.safetensors";
  const auto result = writeSafetensors(path, {{{"data", std::string(kMaxSafetensorsHeader, 'x')}}, {}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::TooLarge);
  EXPECT_FALSE(fs::exists(path));
}

}  // namespace
}  // namespace isthmus
