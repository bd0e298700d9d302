#pragma once

#include "core/base/result.h"
#include "widgets/jobs/job_queue.h"

#include <QImage>
#include <QObject>
#include <QString>

#include <functional>

namespace isthmus {

/// Makes pictures, and makes and writes files, in a thread of its own, one after the other. What was begun is
/// finished, even when the program ends.
class ExportWriter : public QObject {
  Q_OBJECT

 public:
  explicit ExportWriter(QObject* parent = nullptr);

  /// `job` runs in the thread and must not look at widgets; afterwards `done` is said, or what went wrong.
  void write(std::function<Result<void>()> job, const QString& done);
  /// The same for a picture that goes to the clipboard.
  void copy(std::function<Result<QImage>()> make, const QString& done);
  bool isBusy() const { return m_queue.isBusy(); }

 Q_SIGNALS:
  void written(const QString& done);
  void failed(const QString& message);

 private:
  JobQueue m_queue;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
