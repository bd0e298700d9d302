#pragma once

#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>
#include <stdexcept>
#include <unistd.h>
#include <vector>

namespace isthmus::bench {

/// Processes that spin on the processor as long as the object lives.
class BusyProcesses {
 public:
  explicit BusyProcesses(int count) {
    for (int i = 0; i < count; ++i) {
      const pid_t pid = ::fork();
      if (pid < 0) throw std::runtime_error("no process to spin");
      if (pid == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        volatile bool isOn = true;
        while (isOn) {
        }
      }
      m_pids.push_back(pid);
    }
  }
  ~BusyProcesses() {
    for (const pid_t pid : m_pids) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  }
  BusyProcesses(const BusyProcesses&) = delete;
  BusyProcesses& operator=(const BusyProcesses&) = delete;

 private:
  std::vector<pid_t> m_pids;
};

}  // namespace isthmus::bench
