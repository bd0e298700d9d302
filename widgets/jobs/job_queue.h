#pragma once

#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace isthmus {

/// Jobs in a thread of their own, one after the other; none is dropped. What was begun is finished, even when
/// the program ends: the destructor waits for it.
class JobQueue {
 public:
  /// Done in the thread that made the queue, when a job has ended.
  using Then = std::function<void()>;

  JobQueue() = default;
  ~JobQueue();
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  /// `job` runs in the queue's thread and must not look at widgets; what it returns is called from the event
  /// loop, unless the queue is gone by then.
  void run(std::function<Then()> job);
  /// Until what the last job returned is being called.
  bool isBusy() const { return m_pending > 0; }

 private:
  void work();
  void deliver();

  QObject m_owner;  // its thread is the receiver's
  int m_pending = 0;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<std::function<Then()>> m_jobs;  // guarded by m_mutex, as those below
  std::deque<Then> m_done;
  bool m_isEnding = false;
  std::thread m_thread;  // begun with the first job
};

}  // namespace isthmus
