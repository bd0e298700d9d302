#include "app/rooms/export/export_writer.h"

#include "core/base/guarded.h"

namespace isthmus {

ExportWriter::ExportWriter(QObject* parent) : QObject(parent) {
  m_pool.setMaxThreadCount(1);
}

void ExportWriter::write(std::function<Result<void>()> job, const QString& done) {
  ++m_pending;
  m_pool.start([this, job = std::move(job), done] {
    const Result<void> result = guarded(job);
    const QString problem = result ? QString() : QString::fromStdString(result.error().text());
    QMetaObject::invokeMethod(
        this,
        [this, problem, done] {
          --m_pending;
          if (problem.isEmpty())
            Q_EMIT written(done);
          else
            Q_EMIT failed(problem);
        },
        Qt::QueuedConnection);
  });
}

}  // namespace isthmus
