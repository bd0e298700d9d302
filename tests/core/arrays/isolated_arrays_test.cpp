// What a reader program must not be able to do to us. The true one is tested in isolated_formats_test.cpp.
#include "core/data/arrays/formats/isolated_arrays.h"

#include "tests/support/fake_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

const std::string kGood =
    "printf 'isthmus-arrays 1\\narray\\tu1\\t1\\tC\\t2,3\\t-\\t/x\\nremark\\tHello.\\nend\\n'";

class IsolatedArraysTest : public testing::Test {
 protected:
  Result<std::unique_ptr<IsolatedArrays>> open(const std::string& script) {
    return IsolatedArrays::open("/data/some.h5", "HDF5", test::writeProgram(folder, script),
                                {.silence = 200ms});
  }
  /// The message about a listing by this script.
  std::string listError(const std::string& script) {
    const auto opened = open(script);
    return opened ? "no error" : opened.error().text();
  }
  /// The message about a stream of 6 bytes by this script.
  std::string readError(const std::string& script) {
    auto opened = open("if [ $1 = list ]; then " + kGood + "; exit; fi; " + script);
    if (!opened) return "list: " + opened.error().text();
    auto stream = (*opened)->open(0);
    if (!stream) return stream.error().text();
    std::vector<std::uint8_t> bytes(6);
    const auto read = (*stream)->read(bytes);
    return read ? "no error" : read.error().text();
  }

  test::TempFolder folder;
};

TEST_F(IsolatedArraysTest, TakesWhatASoundReaderSays) {
  const auto opened = open(kGood);
  ASSERT_TRUE(opened) << opened.error().text();
  const IsolatedArrays& file = **opened;
  ASSERT_EQ(file.arrays().size(), 1U);
  EXPECT_EQ(file.arrays()[0].name, "/x");
  EXPECT_EQ(file.arrays()[0].text(), "2 x 3, uint8");
  EXPECT_THAT(file.remarks(), testing::ElementsAre("Hello."));
  EXPECT_EQ(readError("printf abcdef"), "no error");
}

TEST_F(IsolatedArraysTest, ACrashOfTheReaderIsASentence) {
  EXPECT_EQ(listError("kill -SEGV $$"),
            "/data/some.h5: could not be read: the reader of HDF5 files crashed on it; the file is probably "
            "damaged");
  EXPECT_THAT(readError("printf abc; kill -ABRT $$"), HasSubstr("crashed on it"));
  EXPECT_THAT(readError("printf abcdef; kill -ABRT $$"), HasSubstr("crashed on it"));
}

TEST_F(IsolatedArraysTest, AHangOfTheReaderIsASentence) {
  EXPECT_THAT(listError("exec sleep 1000"),
              EndsWith("made no progress for 0.2 seconds; the file is probably damaged"));
  EXPECT_THAT(readError("printf abc; exec sleep 1000"), HasSubstr("made no progress"));
}

TEST_F(IsolatedArraysTest, TheLimitsOnTimeAndMemoryHaveTheirSentences) {
  EXPECT_THAT(listError("kill -XCPU $$"), HasSubstr("took more time than any sound file needs"));
  EXPECT_THAT(listError("kill -KILL $$"), HasSubstr("memory ran out"));
}

TEST_F(IsolatedArraysTest, TheReadersOwnSentenceIsShownWithoutWhatATerminalWouldObey) {
  EXPECT_EQ(listError("printf 'is \\033[2Jbad\\nmore' >&2; exit 1"), "/data/some.h5: is [2Jbad");
  EXPECT_THAT(listError("exit 1"), HasSubstr("ended with code 1 and no reason"));
  EXPECT_THAT(listError("echo usage >&2; exit 2"), HasSubstr("ended with code 2 and no reason"));
}

TEST_F(IsolatedArraysTest, NonsenseIsNoListOfArrays) {
  const auto line = [](const std::string& text) {
    return "printf 'isthmus-arrays 1\\n" + text + "\\nend\\n'";
  };
  EXPECT_EQ(listError(line("array\\tu1\\t1\\tC\\t2\\t-\\t/x")), "no error");
  const std::vector<std::string> scripts = {
      "exit 0",
      "echo hello",
      "head -c 100000 /dev/urandom",
      "exec yes",
      "printf 'isthmus-arrays 1\\n'",
      "printf 'isthmus-arrays 1\\nend'",
      "printf 'isthmus-arrays 2\\nend\\n'",
      line("end"),
      line("other\\tu1"),
      line("array"),
      line("array\\tu1\\t1\\tC\\t2\\t-\\t"),
      line("array\\tu3\\t1\\tC\\t2\\t-\\t/x"),
      line("array\\tu1\\t2\\tC\\t2\\t-\\t/x"),
      line("array\\tS\\t0\\tC\\t2\\t-\\t/x"),
      line("array\\tS\\t99999999999\\tC\\t2\\t-\\t/x"),
      line("array\\tu1\\t1\\tX\\t2\\t-\\t/x"),
      line("array\\tu1\\t1\\tC\\t\\t-\\t/x"),
      line("array\\tu1\\t1\\tC\\t2,\\n\\t-\\t/x"),
      line("array\\tu1\\t1\\tC\\t0,3\\t-\\t/x"),
      line("array\\tu1\\t1\\tC\\t-2\\t-\\t/x"),
      line("array\\tu1\\t1\\tC\\t1,1,1,1,1,1,1,1,1\\t-\\t/x"),
      line("array\\tu1\\t1\\tC\\t18446744073709551616\\t-\\t/x"),
      line("array\\tu1\\t1\\tC\\t2\\tboss\\t/x"),
      line("array\\tu1\\t1\\tC\\t2\\t-\\t/x\\narray\\tu1\\t1\\tC\\t2\\t-\\t/x"),
  };
  for (const std::string& script : scripts)
    EXPECT_THAT(listError(script), HasSubstr("gave no list of arrays that makes sense")) << script;
}

TEST_F(IsolatedArraysTest, AnArrayOfAnImpossibleShapeIsLeftOutAlone) {
  const auto opened = open(
      "printf 'isthmus-arrays 1\\narray\\tf8\\t8\\tC\\t4294967296,4294967296\\t-\\t/x\\n"
      "array\\tu1\\t1\\tC\\t2\\t-\\t/y\\nend\\n'");
  ASSERT_TRUE(opened) << opened.error().text();
  ASSERT_EQ((*opened)->arrays().size(), 1U);
  EXPECT_EQ((*opened)->arrays()[0].name, "/y");
  EXPECT_THAT((*opened)->remarks(), ::testing::ElementsAre(HasSubstr("/x is left out")));
}

TEST_F(IsolatedArraysTest, LargeFilesMayBeReadSilentlyForLonger) {
  EXPECT_EQ(silenceAllowed(0), std::chrono::seconds(20));
  EXPECT_EQ(silenceAllowed(2'000'000'000), std::chrono::seconds(120));
}

TEST_F(IsolatedArraysTest, AStreamIsExactlyAsLongAsTheListSaid) {
  EXPECT_THAT(readError("printf abcde"), HasSubstr("gave less than it announced"));
  EXPECT_THAT(readError("printf abcdefg"), HasSubstr("gave more than it announced"));
  EXPECT_THAT(readError("exec yes"), HasSubstr("gave more than it announced"));
  EXPECT_THAT(readError("printf abcdef; echo 'is cut off' >&2; exit 1"), EndsWith("some.h5: is cut off"));
}

TEST_F(IsolatedArraysTest, AMissingReaderIsASentence) {
  const auto opened = IsolatedArrays::open("/data/some.h5", "HDF5", folder.path() / "none", {});
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().text(),
              testing::StartsWith("/data/some.h5: could not be read: the reader of HDF5"));
}

}  // namespace
}  // namespace isthmus
