#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace isthmus {

/// A few threads that share out the parts of one job after the other. Which thread takes which part is left
/// to chance, so a thread that gets no processor costs nothing but its own part; jobs whose parts do not
/// depend on each other give the same result with any number of threads.
class Team {
 public:
  using Job = std::function<void(std::size_t part, std::size_t member)>;
  static constexpr std::size_t kMaxParts = 65'535;

  /// `members` threads in all, the caller of run() among them (to be made in its thread); `prepare` runs once
  /// in each of the others.
  explicit Team(std::size_t members, const std::function<void()>& prepare = {});
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  std::size_t members() const { return m_threads.size() + 1; }
  /// Calls job(part, member) for parts 0 to parts - 1 (at most kMaxParts), each once, and returns when all
  /// are done. `member` in [0, members()) tells whose scratch memory to use. Rethrows the first exception of
  /// a part. One thread at a time.
  void run(std::size_t parts, const Job& job);

 private:
  // A job's number, its count of parts and the next part to take in one word: whoever takes a part of job n
  // knows that job n is still there, however late it woke up.
  struct Ticket {
    std::uint32_t job;
    std::uint16_t parts;
    std::uint16_t next;
  };

  void help(std::size_t member);
  void takeParts(std::uint32_t job, std::size_t member);
  void runPart(std::size_t part, std::size_t member);

  std::atomic<Ticket> m_ticket{Ticket{}};
  std::atomic<std::uint32_t> m_begun{0};  // the newest job's number; members wait on it
  std::atomic<std::uint32_t> m_done{0};   // parts of it that are done; run() waits on it
  std::atomic<bool> m_ending{false};
  const Job* m_job = nullptr;  // valid while a part of it is not done
  std::mutex m_problemMutex;
  std::exception_ptr m_problem;  // guarded by m_problemMutex
  std::vector<std::thread> m_threads;
};

/// How many threads a computation in the background should use here: two where there are two processors or
/// more. More would take from the window and from other programs what small batches cannot use.
std::size_t computeThreads();

}  // namespace isthmus
