#include "app/rooms/export/export_writer.h"

#include "core/base/guarded.h"

namespace isthmus {

ExportWriter::ExportWriter(QObject* parent) : QObject(parent) {}

void ExportWriter::write(std::function<Result<void>()> job, const QString& done) {
  m_queue.run([this, job = std::move(job), done]() -> JobQueue::Then {
    const Result<void> result = guarded(job);
    if (result) return [this, done] { Q_EMIT written(done); };
    return [this, problem = QString::fromStdString(result.error().text())] { Q_EMIT failed(problem); };
  });
}

}  // namespace isthmus
