#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>

namespace isthmus {

/// Jobs in a thread of their own, one after the other; none is dropped. What was begun is finished, even when
/// the program ends.
class JobQueue {
 public:
  /// Done in the thread that made the queue, when a job has ended.
  using Then = std::function<void()>;

  JobQueue();

  /// `job` runs in the queue's thread and must not look at widgets; what it returns is called from the event
  /// loop, unless the queue is gone by then.
  void run(std::function<Then()> job);
  /// Until what the last job returned is being called.
  bool isBusy() const { return m_pending > 0; }

 private:
  QObject m_owner;  // its thread is the receiver's
  int m_pending = 0;
  QThreadPool m_pool;  // of one thread; last: it ends before what it uses goes away
};

}  // namespace isthmus
