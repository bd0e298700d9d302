#include "core/base/child_process.h"

#include "tests/support/fake_program.h"

#include <gtest/gtest.h>

#include <sys/wait.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace isthmus {
namespace {

using namespace std::chrono_literals;
using Kind = ChildEnd::Kind;

std::string readAll(ChildProcess& child) {
  std::vector<std::uint8_t> bytes(1 << 20);
  bytes.resize(child.read(bytes));
  return {bytes.begin(), bytes.end()};
}

/// None of this process' children is left, not even as a zombie.
bool hasNoChildren() {
  return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

class ChildProcessTest : public testing::Test {
 protected:
  ChildProcess start(const std::string& script, ChildProcess::Patience patience = {},
                     const std::vector<std::string>& words = {}) {
    auto child = ChildProcess::start(test::writeProgram(folder, script), words, std::move(patience));
    EXPECT_TRUE(child);
    return std::move(child).value();
  }
  void TearDown() override { EXPECT_TRUE(hasNoChildren()); }

  test::TempFolder folder;
};

TEST_F(ChildProcessTest, GivesOutputErrorsAndExitCodeOfAProgramWithItsWordsAsTheyAre) {
  ChildProcess child = start("printf '%s' \"$1\"; echo trouble >&2; exit 3", {}, {"a b\n'c' $HOME"});
  EXPECT_EQ(readAll(child), "a b\n'c' $HOME");
  const ChildEnd end = child.finish();
  EXPECT_EQ(end.kind, Kind::Exited);
  EXPECT_EQ(end.code, 3);
  EXPECT_EQ(child.errorText(), "trouble\n");
}

TEST_F(ChildProcessTest, SaysThatAProgramIsMissing) {
  const auto child = ChildProcess::start(folder.path() / "missing", {}, {});
  ASSERT_FALSE(child);
  EXPECT_NE(child.error().text().find("missing: cannot be started"), std::string::npos);
}

TEST_F(ChildProcessTest, TellsACrashByItsSignal) {
  ChildProcess child = start("echo part; kill -SEGV $$");
  EXPECT_EQ(readAll(child), "part\n");
  const ChildEnd end = child.finish();
  EXPECT_EQ(end.kind, Kind::Crashed);
  EXPECT_EQ(end.code, SIGSEGV);
}

TEST_F(ChildProcessTest, EndsAProgramThatHangs) {
  ChildProcess child = start("echo part; exec sleep 1000", {.silence = 50ms});
  EXPECT_EQ(readAll(child), "part\n");
  EXPECT_EQ(child.finish().kind, Kind::Silent);
}

TEST_F(ChildProcessTest, EndsAProgramThatHangsAfterItsOutput) {
  ChildProcess child = start("exec >&- 2>&-; exec sleep 1000", {.silence = 50ms});
  EXPECT_EQ(readAll(child), "");
  EXPECT_EQ(child.finish().kind, Kind::Silent);
}

TEST_F(ChildProcessTest, IsNotKeptByEndlessComplaints) {
  ChildProcess child = start("exec yes >&2", {.silence = 100ms});
  EXPECT_EQ(readAll(child), "");
  EXPECT_EQ(child.finish().kind, Kind::Silent);
  EXPECT_EQ(child.errorText().size(), 4'096U);
}

TEST_F(ChildProcessTest, ACancelEndsTheWaitAndTheProgram) {
  std::stop_source source;
  ChildProcess child = start("exec sleep 1000", {.silence = 100s, .stop = source.get_token()});
  std::atomic<std::chrono::steady_clock::time_point> asked;
  const std::jthread canceller([&] {
    std::this_thread::sleep_for(30ms);
    asked = std::chrono::steady_clock::now();
    source.request_stop();
  });
  EXPECT_EQ(readAll(child), "");
  const auto took = std::chrono::steady_clock::now() - asked.load();
  EXPECT_EQ(child.finish().kind, Kind::Cancelled);
  EXPECT_TRUE(hasNoChildren());
  EXPECT_LT(took, 5s);  // tens of milliseconds; more room for a busy machine
  RecordProperty("cancelMilliseconds",
                 static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
}

TEST_F(ChildProcessTest, LeavesNothingBehindWhenNobodyReadsToTheEnd) {
  { const ChildProcess child = start("exec yes"); }
  EXPECT_TRUE(hasNoChildren());
}

TEST_F(ChildProcessTest, GivesTheProgramNoneOfOurFilesAndNoIgnoredSignals) {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  std::array<int, 20> files = {};
  for (int& file : files)
    file = ::open("/dev/null", O_RDONLY);  // NOLINT: as an inherited file, not closed on exec
  ChildProcess child = start("set -- /proc/$$/fd/*; [ $# -lt 10 ] && echo few || echo $#; kill -PIPE $$");
  for (const int file : files) ::close(file);
  ::signal(SIGPIPE, before);
  EXPECT_EQ(readAll(child), "few\n");  // the standard three and those of the shell itself
  EXPECT_EQ(child.finish().code, SIGPIPE);
}

TEST_F(ChildProcessTest, ManyThreadsCanEachHaveTheirOwn) {
  const auto program = test::writeProgram(folder, "echo $1");
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 25; ++i) {
          const std::string word = std::to_string(thread * 100 + i);
          auto started = ChildProcess::start(program, {word}, {});
          if (!started) continue;
          ChildProcess child = std::move(started).value();
          if (readAll(child) == word + "\n" && child.finish().code == 0) ++right;
        }
      });
    }
  }
  EXPECT_EQ(right, 100);
}

}  // namespace
}  // namespace isthmus
