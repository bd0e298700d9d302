#include "tests/bench/process.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace isthmus::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

[[noreturn]] void becomeChild(const std::vector<std::string>& command, int in, int out, int stream,
                              const std::vector<std::pair<std::string, std::string>>& environment) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, stream);
  for (const auto& [name, value] : environment)
    if (value.empty())
      ::unsetenv(name.c_str());
    else
      ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words.front(), words.data());
  ::_exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& command,
                 const std::vector<std::pair<std::string, std::string>>& environment, Read read) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe for " + command.front());
  m_pid = ::fork();
  if (m_pid < 0) throw std::runtime_error("no process for " + command.front());
  if (m_pid == 0)
    becomeChild(command, in[0], out[1], read == Read::Output ? STDOUT_FILENO : STDERR_FILENO, environment);
  ::close(in[0]);
  ::close(out[1]);
  m_in = in[1];
  m_out = out[0];
  std::signal(SIGPIPE, SIG_IGN);
}

Process::~Process() {
  ::close(m_in);  // a well-behaved child ends at the end of its input
  if (!wait(milliseconds(300))) {
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
  }
  ::close(m_out);
}

bool Process::writeLine(const std::string& line) {
  const std::string whole = line + '\n';
  return ::write(m_in, whole.data(), whole.size()) == static_cast<ssize_t>(whole.size());
}

std::optional<std::string> Process::readLine(milliseconds patience) {
  const auto end = Clock::now() + patience;
  while (true) {
    if (const auto newline = m_buffer.find('\n'); newline != std::string::npos) {
      std::string line = m_buffer.substr(0, newline);
      m_buffer.erase(0, newline + 1);
      return line;
    }
    const auto left = std::chrono::duration_cast<milliseconds>(end - Clock::now());
    pollfd waiting{m_out, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return std::nullopt;
    std::array<char, 65536> bytes{};
    const ssize_t count = ::read(m_out, bytes.data(), bytes.size());
    if (count <= 0) return std::nullopt;
    m_buffer.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

std::optional<int> Process::wait(milliseconds patience) {
  if (m_ended) return 0;
  const auto end = Clock::now() + patience;
  do {
    int status = 0;
    if (::waitpid(m_pid, &status, WNOHANG) == m_pid) {
      m_ended = true;
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    std::this_thread::sleep_for(milliseconds(1));
  } while (Clock::now() < end);
  return std::nullopt;
}

std::string programFolder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

}  // namespace isthmus::bench
