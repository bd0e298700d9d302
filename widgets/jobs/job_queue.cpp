#include "widgets/jobs/job_queue.h"

#include <utility>

namespace isthmus {

JobQueue::JobQueue() {
  m_pool.setMaxThreadCount(1);
}

void JobQueue::run(std::function<Then()> job) {
  ++m_pending;
  m_pool.start([this, job = std::move(job)] {
    QMetaObject::invokeMethod(
        &m_owner,
        [this, then = job()] {
          --m_pending;
          if (then) then();
        },
        Qt::QueuedConnection);
  });
}

}  // namespace isthmus
