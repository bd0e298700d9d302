#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus::bench {

/// A child process with pipes to its input and from its output; ended, if need be by force, with the object.
class Process {
 public:
  enum class Read { Output, Errors };  ///< which stream comes back; the other one is the parent's own

  /// `environment` comes on top of the present one; an empty value takes a variable away. Throws
  /// std::runtime_error when no process can be made.
  Process(const std::vector<std::string>& command,
          const std::vector<std::pair<std::string, std::string>>& environment = {}, Read read = Read::Output);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return m_pid; }
  /// False when the child does not read any more.
  bool writeLine(const std::string& line);
  /// Nothing at the end of the stream or when the time is over.
  std::optional<std::string> readLine(std::chrono::milliseconds patience);
  /// Waits for its end; the exit code, or nothing when it did not end by itself in time.
  std::optional<int> wait(std::chrono::milliseconds patience);

 private:
  pid_t m_pid = -1;
  int m_in = -1;
  int m_out = -1;
  bool m_ended = false;
  std::string m_buffer;
};

/// The folder in which the running program lies.
std::string programFolder();

}  // namespace isthmus::bench
