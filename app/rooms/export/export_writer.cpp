#include "app/rooms/export/export_writer.h"

#include "core/base/guarded.h"

#include <QClipboard>
#include <QGuiApplication>

#include <utility>

namespace isthmus {

ExportWriter::ExportWriter(QObject* parent) : QObject(parent) {}

void ExportWriter::write(std::function<Result<void>()> job, const QString& done) {
  m_queue.run([this, job = std::move(job), done]() -> JobQueue::Then {
    const Result<void> result = guarded(job);
    if (result) return [this, done] { Q_EMIT written(done); };
    return [this, problem = QString::fromStdString(result.error().text())] { Q_EMIT failed(problem); };
  });
}

void ExportWriter::copy(std::function<Result<QImage>()> make, const QString& done) {
  m_queue.run([this, make = std::move(make), done]() -> JobQueue::Then {
    QImage image;
    const Result<void> result = guarded([&]() -> Result<void> {
      Result<QImage> made = make();
      if (!made) return made.error();
      image = std::move(made).value();
      return {};
    });
    if (!result)
      return [this, problem = QString::fromStdString(result.error().text())] { Q_EMIT failed(problem); };
    return [this, done, image] {
      QGuiApplication::clipboard()->setImage(image);
      Q_EMIT written(done);
    };
  });
}

}  // namespace isthmus
