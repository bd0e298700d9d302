#pragma once

#include "core/base/latest_slot.h"

#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace isthmus {

/// A thread that works on the newest request: one that is overtaken before it was begun is dropped.
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
  void request(Request request) { m_requests.put(std::move(request)); }
  /// What is being worked on is given up for it.
  void replace(Request request) {
    cancel();
    m_requests.put(std::move(request));
  }
  /// Gives up what waits and what is being worked on.
  void cancel() {
    m_requests.tryTake();
    const std::scoped_lock lock(m_mutex);
    m_current.request_stop();
  }

 private:
  void run(const std::stop_token& stop) {
    while (auto request = m_requests.waitTake(stop)) {
      m_work(*std::move(request), begin());
    }
  }
  std::stop_token begin() {
    const std::scoped_lock lock(m_mutex);
    m_current = std::stop_source();
    return m_current.get_token();
  }

  std::function<void(Request, const std::stop_token&)> m_work;
  LatestSlot<Request> m_requests;
  std::mutex m_mutex;
  std::stop_source m_current;  // guarded by m_mutex
  std::jthread m_thread;       // last: joined before what it uses goes away
};

}  // namespace isthmus
