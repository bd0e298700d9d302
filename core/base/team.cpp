#include "core/base/team.h"

#include <stdexcept>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace isthmus {
namespace {

void relax() {
#if defined(__x86_64__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

// About a millisecond. Members wait for each other some microseconds at a time, so on an idle machine this is
// never reached; and beside other busy programs a member that sleeps too soon seems to be woken on the
// processor of the one that wakes it, where the two then take turns (measured: an epoch 1.5 to 4 times as
// long, against 1.7 to 2.2 times).
constexpr int kLooks = 20'000;

/// Waits until `value` is no longer `old`.
void waitWhile(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
  for (int look = 0; look < kLooks; ++look) {
    if (value.load(std::memory_order_acquire) != old) return;
    relax();
  }
  value.wait(old, std::memory_order_acquire);
}

}  // namespace

Team::Team(std::size_t members, const std::function<void()>& prepare) {
  for (std::size_t member = 1; member < members; ++member) {
    m_threads.emplace_back([this, member, prepare] {
      if (prepare) prepare();
      help(member);
    });
  }
}

Team::~Team() {
  m_ending = true;
  m_begun.fetch_add(1);
  m_begun.notify_all();
  for (std::thread& thread : m_threads) thread.join();
}

void Team::run(std::size_t parts, const Job& job) {
  if (parts > kMaxParts) throw std::length_error("a team cannot share out so many parts");
  if (parts == 0) return;
  m_job = &job;
  m_done.store(0, std::memory_order_relaxed);
  const std::uint32_t number = m_begun.load(std::memory_order_relaxed) + 1;
  m_ticket.store({number, static_cast<std::uint16_t>(parts), 0}, std::memory_order_release);
  if (parts > 1) {
    m_begun.store(number, std::memory_order_release);
    m_begun.notify_all();
  } else {
    m_begun.store(number, std::memory_order_relaxed);  // nothing to share: nobody is woken for it
  }
  takeParts(number, 0);
  for (std::uint32_t done = m_done.load(std::memory_order_acquire); done != parts;
       done = m_done.load(std::memory_order_acquire))
    waitWhile(m_done, done);
  if (m_problem) std::rethrow_exception(std::exchange(m_problem, nullptr));
}

void Team::help(std::size_t member) {
  for (std::uint32_t seen = 0; !m_ending;) {
    waitWhile(m_begun, seen);
    seen = m_begun.load(std::memory_order_acquire);
    takeParts(seen, member);
  }
}

void Team::takeParts(std::uint32_t job, std::size_t member) {
  Ticket ticket = m_ticket.load(std::memory_order_acquire);
  while (ticket.job == job && ticket.next < ticket.parts) {
    const Ticket taken{job, ticket.parts, static_cast<std::uint16_t>(ticket.next + 1)};
    if (!m_ticket.compare_exchange_weak(ticket, taken, std::memory_order_acq_rel)) continue;
    runPart(ticket.next, member);
    ticket = m_ticket.load(std::memory_order_acquire);
  }
}

void Team::runPart(std::size_t part, std::size_t member) {
  try {
    (*m_job)(part, member);
  } catch (...) {
    const std::scoped_lock lock(m_problemMutex);
    if (!m_problem) m_problem = std::current_exception();
  }
  m_done.fetch_add(1, std::memory_order_acq_rel);
  m_done.notify_one();
}

std::size_t computeThreads() {
  return std::thread::hardware_concurrency() >= 2 ? 2 : 1;
}

}  // namespace isthmus
