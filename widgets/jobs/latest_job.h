#pragma once

#include "core/base/latest_worker.h"
#include "core/base/task.h"
#include "widgets/jobs/progress_relay.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace isthmus {

/// Work in a thread of its own, with answers in the thread that made the job (the GUI's). The newest request
/// wins: one that is overtaken before it was begun is dropped. Answers to what was given up since are stale
/// and are never received. All but the work happens in the job's own thread.
template <typename Request, typename Answer>
class LatestJob {
 public:
  /// What the work is given beside its request.
  class Context {
   public:
    /// When to give up, and whom to tell how far it is.
    const Task& task() const { return m_task; }
    /// May be called several times (a preview, then the exact answer); of answers that come faster than they
    /// are received the newest counts.
    void answer(Answer answer) const { m_job.post(m_given, std::move(answer)); }

   private:
    friend class LatestJob;
    struct Given {
      std::uint64_t number = 0;
      std::uint64_t round = 0;  ///< of giving up: see m_round
    };
    Context(LatestJob& job, Given given, Task task) : m_job(job), m_given(given), m_task(std::move(task)) {}
    LatestJob& m_job;
    Given m_given;
    Task m_task;
  };
  using Work = std::function<void(const Request&, const Context&)>;

  /// `work` runs in the worker's thread; `receive` and `progress` (a fraction in [0, 1]) are called from the
  /// event loop.
  LatestJob(Work work, std::function<void(Answer)> receive, std::function<void(double)> progress = {})
      : m_work(std::move(work)),
        m_receive(std::move(receive)),
        m_progress(std::move(progress)),
        m_worker([this](const Ticket& ticket, const std::stop_token& stop) { run(ticket, stop); }) {}
  LatestJob(const LatestJob&) = delete;
  LatestJob& operator=(const LatestJob&) = delete;

  /// What is being worked on is finished first, and its answer is received.
  void request(Request request) { m_worker.request({std::move(request), {++m_asked, m_round}}); }
  /// What is being worked on is given up for it.
  void replace(Request request) {
    cancel();
    this->request(std::move(request));
  }
  /// Gives up what waits, what is being worked on and what is on its way.
  void cancel() {
    m_worker.cancel();
    ++m_round;
    m_ended = m_asked;
  }
  /// From a request until its work has ended and its last answer is received.
  bool isBusy() const { return m_ended < m_asked; }

 private:
  using Given = typename Context::Given;
  struct Ticket {
    Request request;
    Given given;
  };
  struct Post {
    std::optional<Answer> answer;
    std::uint64_t answerRound = 0;
    std::uint64_t ended = 0;  ///< the last request whose work has ended
    bool isOnItsWay = false;
  };

  void run(const Ticket& ticket, const std::stop_token& stop) {  // worker's thread
    Task task{stop};
    if (m_progress)
      task.progress = relayProgress(&m_owner, [this, given = ticket.given](double fraction) {
        if (given.round == m_round && m_ended < given.number) m_progress(fraction);
      });
    const struct Ending {  // also when memory runs out
      LatestJob& job;
      Given given;
      ~Ending() { job.post(given, std::nullopt, true); }
    } ending{*this, ticket.given};
    m_work(ticket.request, Context(*this, ticket.given, std::move(task)));
  }

  void post(Given given, std::optional<Answer> answer, bool isEnd = false) {  // worker's thread
    const std::scoped_lock lock(m_mutex);
    if (answer) {
      m_post.answer = std::move(answer);
      m_post.answerRound = given.round;
    }
    if (isEnd) m_post.ended = given.number;
    if (std::exchange(m_post.isOnItsWay, true)) return;
    QMetaObject::invokeMethod(
        &m_owner, [this] { deliver(); }, Qt::QueuedConnection);
  }

  void deliver() {
    Post post;
    {
      const std::scoped_lock lock(m_mutex);
      post = std::exchange(m_post, {});
    }
    if (post.ended > m_ended) m_ended = post.ended;
    if (post.answer && post.answerRound == m_round) m_receive(std::move(*post.answer));
  }

  QObject m_owner;  // its thread is the receiver's
  Work m_work;
  std::function<void(Answer)> m_receive;
  std::function<void(double)> m_progress;
  std::uint64_t m_asked = 0;
  std::uint64_t m_ended = 0;
  std::uint64_t m_round = 0;  // counts how often all was given up
  std::mutex m_mutex;
  Post m_post;                    // guarded by m_mutex
  LatestWorker<Ticket> m_worker;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
