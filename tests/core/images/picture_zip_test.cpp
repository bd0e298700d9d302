// ZIP files of pictures, good and hostile.
#include "core/data/images/files/picture_zip.h"

#include "core/data/dataset_format.h"
#include "tests/support/picture_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using test::decodePgm;
using test::pgm;
using test::TempFolder;
using test::writeZip;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PictureZipTest : public ::testing::Test {
 protected:
  using Members = std::vector<std::pair<std::string, Bytes>>;

  fs::path zip(const Members& members, const std::string& name = "set.zip") {
    const fs::path file = m_folder.path() / name;
    writeZip(file, members);
    return file;
  }
  static Members someClasses() {
    Members members;
    for (int c = 0; c < 3; ++c)
      for (int i = 0; i < 10; ++i)
        members.emplace_back("set/" + std::to_string(c) + "/" + std::to_string(i) + ".pgm",
                             pgm(16, 16, static_cast<std::uint8_t>(10 * c + i)));
    return members;
  }
  Result<DatasetPtr> load(const fs::path& file, const LoadOptions& options = {}) {
    const auto plan = planLoading(std::vector{file}, options, m_tools);
    if (!plan) return plan.error();
    EXPECT_EQ(plan->format, "ZIP of pictures");
    return loadDataset(*plan, m_tools, {});
  }
  std::string refusal(const fs::path& file) {
    const auto loaded = load(file);
    EXPECT_FALSE(loaded);
    return loaded ? "" : loaded.error().text();
  }
  static Bytes content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Changes bytes of a file where a text stands, at every place.
  fs::path replaced(const fs::path& file, const std::string& from, const std::string& to) {
    Bytes bytes = content(file);
    for (auto at = bytes.begin();
         (at = std::search(at, bytes.end(), from.begin(), from.end())) != bytes.end();)
      at = std::copy(to.begin(), to.end(), at);
    return m_folder.write("changed.zip", bytes);
  }

  LoadTools m_tools = {decodePgm, {}};
  TempFolder m_folder;
};

bool isPictureZip(const fs::path& file) {
  const auto head = readFileHead(file);
  return head && recognisesPictureZip(*head);
}

TEST_F(PictureZipTest, LoadsClassesAndReadsOriginalsAgain) {
  Members members = someClasses();
  members.emplace_back("set/README.md", Bytes{'h', 'i'});
  members.emplace_back("__MACOSX/set/0/._0.pgm", Bytes{'h', 'i'});
  LoadOptions options;
  options.side = 8;
  const auto loaded = load(zip(members), options);
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  EXPECT_EQ(dataset.name, "set");
  EXPECT_EQ(dataset.count(), 30U);
  EXPECT_EQ(dataset.testCount(), 6U);
  EXPECT_THAT(dataset.classNames, ElementsAre("0", "1", "2"));
  EXPECT_THAT(dataset.notes,
              ElementsAre("1 of its members is no picture and was passed over (set/README.md)"));
  ASSERT_TRUE(dataset.original);
  for (std::size_t i = 0; i < dataset.count(); ++i) {
    const auto original = dataset.original(i);
    ASSERT_TRUE(original) << original.error().text();
    EXPECT_EQ(original->shape.height, 16);
    EXPECT_EQ(static_cast<int>(std::lround(original->pixels[1] * 255)), dataset.sample(i)[1]);
    EXPECT_EQ(dataset.className(i), dataset.sampleNames[i].substr(0, 1));
  }
}

TEST_F(PictureZipTest, LeavesArraysToAnotherFormat) {
  EXPECT_FALSE(isPictureZip(zip({{"x.npy", {'h', 'i'}}}, "data.npz")));
  EXPECT_FALSE(isPictureZip(zip({{"word/document.xml", {'h', 'i'}}}, "letter.docx")));
  EXPECT_TRUE(isPictureZip(zip({{"1.PNG", {'h', 'i'}}}, "pictures.cbz")));
}

TEST_F(PictureZipTest, IsKnownByItsFirstMembersAlone) {
  Members comic = {{"pages/", {}}, {"pages/README.md", {'h', 'i'}}, {"pages/1.png", {'h', 'i'}}};
  EXPECT_TRUE(isPictureZip(zip(comic, "comic.cbz")));
  EXPECT_FALSE(isPictureZip(zip({{"README.md", {'h', 'i'}}, {"x.npy", {'h', 'i'}}}, "data.zip")));
  // The list of members, at the end, is not looked at: it may be of a hundred thousand.
  Bytes cut = content(zip(comic, "comic.cbz"));
  cut.erase(cut.end() - 30, cut.end());
  EXPECT_TRUE(isPictureZip(m_folder.write("cut.cbz", cut)));
  for (std::size_t length = 0; length < 100; ++length) {
    cut.resize(std::min(cut.size(), 100 - length));
    isPictureZip(m_folder.write("cut.cbz", cut));
  }
  EXPECT_FALSE(isPictureZip(m_folder.write("cut.cbz", std::span(cut).first(1))));
}

TEST_F(PictureZipTest, RefusesAZipOfSomethingElse) {
  EXPECT_THAT(
      refusal(zip({{"data.csv", {'h', 'i'}}})),
      AllOf(HasSubstr("holds no picture"), HasSubstr("but data.csv; other files are read only when")));
  EXPECT_THAT(refusal(zip({{"inner.zip", content(zip(someClasses(), "inner.zip"))}})),
              AllOf(HasSubstr("holds no picture"), HasSubstr("inner.zip")));
}

TEST_F(PictureZipTest, RefusesNamesThatLeadOutside) {
  for (const char* name : {"../a.pgm", "/etc/a.pgm", "a/../../b.pgm", "..\\a.pgm", "C:\\a.pgm"})
    EXPECT_THAT(refusal(zip({{name, pgm(4, 4, 1)}})), HasSubstr("leads out of the folder")) << name;
}

TEST_F(PictureZipTest, RefusesANameThatIsThereTwice) {
  const fs::path file = zip({{"a.pgm", pgm(8, 8, 1)}, {"b.pgm", pgm(8, 8, 2)}});
  EXPECT_THAT(refusal(replaced(file, "b.pgm", "a.pgm")), HasSubstr("holds a.pgm twice"));
}

TEST_F(PictureZipTest, RefusesEncryptedPictures) {
  const fs::path file = m_folder.path() / "set.zip";
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, nullptr);
  const Bytes bytes = pgm(8, 8, 1);
  const auto index =
      zip_file_add(archive, "a.pgm", zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0);
  ASSERT_EQ(zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, "x"), 0);
  ASSERT_EQ(zip_close(archive), 0);
  EXPECT_THAT(refusal(file), HasSubstr("is encrypted (a.pgm)"));
}

TEST_F(PictureZipTest, RefusesATruncatedOrDamagedZip) {
  const Bytes whole = content(zip(someClasses()));
  for (const std::size_t length : {std::size_t{4}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
    Bytes cut = whole;
    cut.resize(length);
    EXPECT_THAT(refusal(m_folder.write("cut.zip", cut)), HasSubstr("damaged ZIP file")) << length;
  }
  // One damaged member: its checksum tells.
  Bytes flipped = whole;
  flipped[45] ^= 0xFFU;
  const auto loaded = load(m_folder.write("flipped.zip", flipped));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->count(), 29U);
  EXPECT_THAT((*loaded)->notes, Contains(HasSubstr("1 picture was left out")));
}

/// Number of bytes as little-endian text.
std::string little(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i)));
  return text;
}

TEST_F(PictureZipTest, RefusesHeadersThatPromiseMoreThanTheFileHolds) {
  // ZIP64: an end record that claims 2^40 members.
  const std::string body = "PK\3\4" + std::string(26, '\0');
  const std::string directory = "PK\1\2" + std::string(42, '\0');
  const std::uint64_t many = std::uint64_t{1} << 40;
  std::string text = body + directory + "PK\6\6" + little(44, 8) + little(45, 2) + little(45, 2) +
                     little(0, 8) + little(many, 8) + little(many, 8) + little(directory.size(), 8) +
                     little(body.size(), 8);
  text += "PK\6\7" + little(0, 4) + little(body.size() + directory.size(), 8) + little(1, 4);
  text += "PK\5\6" + little(~0ULL, 8) + little(~0ULL, 8) + little(0, 2);
  EXPECT_THAT(refusal(m_folder.write("many.zip", Bytes(text.begin(), text.end()))),
              HasSubstr("damaged ZIP file"));

  // A picture that says that it unpacks to 3 GiB.
  const Bytes bytes = pgm(16, 16, 1);
  const fs::path file = zip({{"a.pgm", bytes}});
  EXPECT_THAT(refusal(replaced(file, little(bytes.size(), 4), little(3ULL << 30, 4))),
              HasSubstr("expected at most 64 MiB of a picture"));
  EXPECT_THAT(refusal(replaced(file, little(bytes.size(), 4), little(60ULL << 20, 4))), HasSubstr("a.pgm: "));
}

TEST_F(PictureZipTest, RefusesMembersThatOverlap) {
  // Many entries of the directory that mean the same bytes of the file.
  Bytes large = pgm(100, 100, 0);
  for (std::size_t i = 40; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * i * 31 >> 3);
  Members members = {{"a0.pgm", large}};
  for (int i = 1; i < 9; ++i) members.emplace_back("a" + std::to_string(i) + ".pgm", Bytes{'x'});
  const fs::path file = zip(members);
  Bytes bytes = content(file);
  const std::string mark = "PK\1\2";
  auto first = std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end());
  const Bytes entry(first + 8, first + 46);  // method, sum, sizes, place, ... of the first
  for (auto at = first + 4; (at = std::search(at, bytes.end(), mark.begin(), mark.end())) != bytes.end();
       at += 4)
    std::copy(entry.begin(), entry.end(), at + 8);
  EXPECT_THAT(refusal(m_folder.write("overlap.zip", bytes)), HasSubstr("its members overlap"));
}

TEST_F(PictureZipTest, NoticesThatItWasChangedMeanwhile) {
  const fs::path file = zip(someClasses());
  LoadOptions options;
  options.side = 8;
  const auto loaded = load(file, options);
  ASSERT_TRUE(loaded);
  zip({{"other.pgm", pgm(8, 8, 1)}});
  const auto original = (*loaded)->original(0);
  ASSERT_FALSE(original);
  EXPECT_THAT(original.error().text(), HasSubstr("was changed"));
  fs::remove(file);
  EXPECT_FALSE((*loaded)->original(0));
}

}  // namespace
}  // namespace isthmus
