#pragma once

#include "core/base/latest_slot.h"

#include <functional>
#include <mutex>
#include <new>
#include <stop_token>
#include <thread>
#include <utility>

namespace isthmus {

/// A thread that works on the newest request: one that is overtaken before it was begun is dropped. One for
/// which memory runs out is given up, so that the program goes on with what it has; work that can say so
/// catches std::bad_alloc itself.
template <typename Request>
class LatestWorker {
 public:
  /// `work` runs in the worker's thread; its token tells when the answer is no longer wanted.
  explicit LatestWorker(std::function<void(Request, const std::stop_token&)> work)
      : m_work(std::move(work)), m_thread([this](const std::stop_token& stop) { run(stop); }) {}
  ~LatestWorker() { cancel(); }
  LatestWorker(const LatestWorker&) = delete;
  LatestWorker& operator=(const LatestWorker&) = delete;

  /// What is being worked on is finished first.
  void request(Request request) {
    const std::scoped_lock lock(m_mutex);
    m_jobs.put({std::move(request), m_wanted.get_token()});
  }
  /// What is being worked on is given up for it.
  void replace(Request request) {
    cancel();
    this->request(std::move(request));
  }
  /// Gives up what waits and what is being worked on.
  void cancel() {
    const std::scoped_lock lock(m_mutex);
    m_jobs.tryTake();
    m_wanted.request_stop();
    m_wanted = std::stop_source();
  }

 private:
  /// A request carries its token from the start, so that no cancelling falls between its being taken and
  /// begun.
  struct Job {
    Request request;
    std::stop_token stop;
  };
  void run(const std::stop_token& stop) {
    while (auto job = m_jobs.waitTake(stop)) {
      try {
        m_work(std::move(job->request), job->stop);
      } catch (const std::bad_alloc&) {
        continue;
      }
    }
  }

  std::function<void(Request, const std::stop_token&)> m_work;
  LatestSlot<Job> m_jobs;
  std::mutex m_mutex;
  std::stop_source m_wanted;  // guarded by m_mutex; stops every request since the last cancelling
  std::jthread m_thread;      // last: joined before what it uses goes away
};

}  // namespace isthmus
