#include "core/data/library/zip_members.h"

#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using test::bytesOfText;
using test::TempFolder;
using test::zipped;
using ::testing::HasSubstr;

std::string contentOf(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::size_t filesIn(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

class ZipMembersTest : public ::testing::Test {
 protected:
  TempFolder m_folder;
  fs::path m_archive = m_folder.write(
      "a.zip", zipped({{"in/one.gz", bytesOfText("first")}, {"two", Bytes(200'000, 'x')}, {"three", {}}}));
  fs::path m_out = m_folder.path() / "out";
  ZipMembersTest() { fs::create_directory(m_out); }
};

TEST_F(ZipMembersTest, TakesOutWhatIsAskedForAndNothingElse) {
  const std::vector<std::string> members = {"two", "in/one.gz"};
  const auto done = extractMembers(m_archive, members, m_out);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(contentOf(m_out / "one.gz"), "first");
  EXPECT_EQ(contentOf(m_out / "two").size(), 200'000U);
  EXPECT_EQ(filesIn(m_out), 2U);
}

TEST_F(ZipMembersTest, LeavesNothingBehindWhenAMemberIsMissing) {
  const std::vector<std::string> members = {"two", "four"};
  const auto done = extractMembers(m_archive, members, m_out);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().text(), HasSubstr("has no member four"));
  EXPECT_EQ(filesIn(m_out), 0U);
}

TEST_F(ZipMembersTest, NoticesDamage) {
  std::string bytes = contentOf(m_archive);
  bytes[bytes.find("first")] = 'F';  // stored, so that only the checksum tells
  const fs::path damaged =
      m_folder.write("b.zip", {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  const std::vector<std::string> members = {"in/one.gz"};
  const auto done = extractMembers(damaged, members, m_out);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().text(), HasSubstr("damaged"));
  EXPECT_EQ(filesIn(m_out), 0U);
}

TEST_F(ZipMembersTest, SaysThatAFileIsNoArchive) {
  const std::vector<std::uint8_t> text = {'n', 'o'};
  const std::vector<std::string> members = {"two"};
  const auto done = extractMembers(m_folder.write("c.zip", text), members, m_out);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().text(), HasSubstr("is a damaged ZIP file"));
  EXPECT_FALSE(extractMembers(m_folder.path() / "absent.zip", members, m_out));
}

TEST_F(ZipMembersTest, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const std::vector<std::string> members = {"two"};
  const auto done = extractMembers(m_archive, members, m_out, {stop.get_token(), {}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(filesIn(m_out), 0U);
}

}  // namespace
}  // namespace isthmus
