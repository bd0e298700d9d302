#pragma once

#include "core/base/result.h"

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace isthmus {

/// How another program ended.
struct ChildEnd {
  enum class Kind {
    Exited,    ///< by itself; `code` is its exit code
    Crashed,   ///< by a signal; `code` is its number
    Silent,    ///< it was ended here, for it said nothing in the time allowed
    Cancelled  ///< it was ended here, as the stop token asked
  };
  Kind kind = Kind::Exited;
  int code = 0;
};

/// Another program, whose output is read here. It gets no input and none of our files; it is ended, and
/// nothing of it is left, when this is destroyed. To be used by one thread at a time; any number may live at
/// once.
class ChildProcess {
 public:
  /// How long it may say nothing, and what cancels every wait.
  struct Patience {
    std::chrono::milliseconds silence{20'000};
    std::stop_token stop = {};
  };

  /// Starts `program` (a path) with arguments. An error when it cannot be started.
  static Result<ChildProcess> start(const std::filesystem::path& program,
                                    const std::vector<std::string>& arguments, Patience patience);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();

  /// Waits for output and fills `to` with it; fewer bytes only when the output ends, or when the child was
  /// ended for its silence or because it was cancelled: finish() tells.
  std::size_t read(std::span<std::uint8_t> to);

  /// Listens no longer, waits until it ends, and tells how it ended.
  ChildEnd finish();

  /// What it said on standard error, at most the first 4,096 bytes; whole after finish().
  const std::string& errorText() const { return m_errorText; }

 private:
  ChildProcess(pid_t pid, int output, int errors, Patience patience);
  bool waitForOutput();
  void takeErrors();
  bool isOver(std::chrono::steady_clock::time_point since);
  void kill(ChildEnd::Kind why);

  pid_t m_pid = -1;  ///< -1: there is none any more
  int m_output = -1;
  int m_errors = -1;
  Patience m_patience;
  ChildEnd m_end;
  std::string m_errorText;
};

}  // namespace isthmus
