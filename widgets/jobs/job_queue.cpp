#include "widgets/jobs/job_queue.h"

#include <utility>

namespace isthmus {

JobQueue::~JobQueue() {
  {
    const std::scoped_lock lock(m_mutex);
    m_isEnding = true;
  }
  m_changed.notify_one();
  if (m_thread.joinable()) m_thread.join();
}

void JobQueue::run(std::function<Then()> job) {
  ++m_pending;
  {
    const std::scoped_lock lock(m_mutex);
    m_jobs.push_back(std::move(job));
  }
  if (!m_thread.joinable()) m_thread = std::thread([this] { work(); });
  m_changed.notify_one();
}

void JobQueue::work() {  // queue's thread
  std::unique_lock lock(m_mutex);
  for (;;) {
    m_changed.wait(lock, [this] { return m_isEnding || !m_jobs.empty(); });
    if (m_jobs.empty()) return;  // all is done
    const std::function<Then()> job = std::move(m_jobs.front());
    m_jobs.pop_front();
    lock.unlock();
    Then then = job();
    lock.lock();
    m_done.push_back(std::move(then));
    QMetaObject::invokeMethod(
        &m_owner, [this] { deliver(); }, Qt::QueuedConnection);
  }
}

void JobQueue::deliver() {
  Then then;
  {
    const std::scoped_lock lock(m_mutex);
    then = std::move(m_done.front());
    m_done.pop_front();
  }
  --m_pending;
  if (then) then();
}

}  // namespace isthmus
