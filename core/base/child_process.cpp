#include "core/base/child_process.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <unistd.h>
#include <utility>

namespace isthmus {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{20};  // between looks at the stop token
constexpr std::chrono::milliseconds kEndLook{2};
constexpr std::size_t kMaxErrorText = 4'096;
constexpr int kFirstFree = 3;  // after standard input, output and error

void closeFile(int& file) {
  if (file >= 0) ::close(file);
  file = -1;
}

/// Two ends that no other program started meanwhile inherits, and that are none of the standard three.
struct Pipe {
  int readEnd = -1;
  int writeEnd = -1;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
    readEnd = raised(ends[0]);
    writeEnd = raised(ends[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    closeFile(readEnd);
    closeFile(writeEnd);
  }
  bool isOpen() const { return readEnd >= 0 && writeEnd >= 0; }

 private:
  static int raised(int file) {
    if (file >= kFirstFree) return file;
    const int higher = ::fcntl(file, F_DUPFD_CLOEXEC, kFirstFree);
    ::close(file);
    return higher;
  }
};

/// What the new process does before it becomes the program.
class SpawnPlan {
 public:
  SpawnPlan(int output, int errors) {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, kFirstFree);
    ::posix_spawnattr_init(&attributes);
    sigset_t signals;
    ::sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes, &signals);  // a signal ignored here would stay so there
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes, &signals);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }

  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program,
                                         const std::vector<std::string>& arguments, Patience patience) {
  Pipe output;
  Pipe errors;
  const auto cannot = [&](int why) {
    return Error{ErrorCode::Internal, std::string("cannot be started: ") + std::strerror(why),
                 program.string()};
  };
  if (!output.isOpen() || !errors.isOpen()) return cannot(errno);
  const SpawnPlan plan(output.writeEnd, errors.writeEnd);
  std::string name = program.string();
  std::vector<std::string> words = arguments;
  std::vector<char*> argv = {name.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, name.c_str(), &plan.actions, &plan.attributes, argv.data(), environ);
  if (failed != 0) return cannot(failed);
  ChildProcess child(pid, std::exchange(output.readEnd, -1), std::exchange(errors.readEnd, -1),
                     std::move(patience));
  return child;
}

ChildProcess::ChildProcess(pid_t pid, int output, int errors, Patience patience)
    : m_pid(pid), m_output(output), m_errors(errors), m_patience(std::move(patience)) {
  ::fcntl(m_errors, F_SETFL, O_NONBLOCK);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1)),
      m_output(std::exchange(other.m_output, -1)),
      m_errors(std::exchange(other.m_errors, -1)),
      m_patience(std::move(other.m_patience)),
      m_end(other.m_end),
      m_errorText(std::move(other.m_errorText)) {}

ChildProcess::~ChildProcess() {
  kill(ChildEnd::Kind::Cancelled);
  closeFile(m_output);
  closeFile(m_errors);
}

void ChildProcess::kill(ChildEnd::Kind why) {
  if (m_pid < 0) return;
  ::kill(m_pid, SIGKILL);
  while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  m_pid = -1;
  m_end = {why, 0};
}

void ChildProcess::takeErrors() {
  std::array<char, 4'096> bytes{};
  while (m_errors >= 0) {
    const ssize_t count = ::read(m_errors, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return closeFile(m_errors);
    const std::size_t room = kMaxErrorText - m_errorText.size();
    m_errorText.append(bytes.data(), std::min(static_cast<std::size_t>(count), room));
    if (room == 0) return;  // endless complaints must not keep us here
  }
}

/// Ends the child, and says so, when it is time.
bool ChildProcess::isOver(Clock::time_point since) {
  if (m_pid < 0) return true;
  if (m_patience.stop.stop_requested()) {
    kill(ChildEnd::Kind::Cancelled);
  } else if (Clock::now() - since > m_patience.silence) {
    kill(ChildEnd::Kind::Silent);
  }
  return m_pid < 0;
}

/// False when the output has ended, or the child was ended here.
bool ChildProcess::waitForOutput() {
  const auto since = Clock::now();
  while (m_output >= 0 && !isOver(since)) {
    std::array<pollfd, 2> files = {pollfd{m_output, POLLIN, 0}, pollfd{m_errors, POLLIN, 0}};
    ::poll(files.data(), files.size(), static_cast<int>(kLook.count()));  // passes over a negative file
    if (files[1].revents != 0) takeErrors();
    if (files[0].revents != 0) return true;
  }
  return false;
}

std::size_t ChildProcess::read(std::span<std::uint8_t> to) {
  std::size_t filled = 0;
  while (filled < to.size() && waitForOutput()) {
    const ssize_t count = ::read(m_output, to.data() + filled, to.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      closeFile(m_output);
      break;
    }
    filled += static_cast<std::size_t>(count);
  }
  return filled;
}

ChildEnd ChildProcess::finish() {
  closeFile(m_output);
  const auto since = Clock::now();
  for (int status = 0; m_pid >= 0 && !isOver(since);) {
    takeErrors();
    const pid_t ended = ::waitpid(m_pid, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
      ::poll(nullptr, 0, static_cast<int>(kEndLook.count()));
      continue;
    }
    m_pid = -1;
    if (ended > 0 && WIFSIGNALED(status)) m_end = {ChildEnd::Kind::Crashed, WTERMSIG(status)};
    if (ended > 0 && WIFEXITED(status)) m_end = {ChildEnd::Kind::Exited, WEXITSTATUS(status)};
  }
  takeErrors();
  return m_end;
}

}  // namespace isthmus
