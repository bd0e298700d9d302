#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "widgets/jobs/latest_job.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

namespace isthmus {

/// What a person does to the data set, with the name under which it is undone: "remove 12 samples".
struct DatasetEdit {
  QString name;
  /// Called in a thread of its own.
  std::function<Result<Dataset>(const Dataset&, const Task&)> make;
};

/// Makes edited data sets in a thread of its own, one at a time.
class EditController : public QObject {
  Q_OBJECT

 public:
  explicit EditController(QObject* parent = nullptr);

  /// Does nothing while an edit is under way.
  void make(const DatasetPtr& from, const DatasetEdit& edit);
  /// The answer is no longer wanted: work on it ends soon, and another edit may begin at once.
  void cancel();
  bool isWorking() const { return m_job.isBusy(); }

 Q_SIGNALS:
  /// An edit takes so long that a person should be told. ended() follows.
  void tookLong(const QString& name);
  /// How far such a one is, in [0, 1].
  void progressed(const QString& name, double fraction);
  /// Comes before made() and failed().
  void ended();
  void made(const isthmus::DatasetPtr& edited, const QString& name);
  void failed(const QString& message);

 private:
  struct Request {
    DatasetPtr from;
    DatasetEdit edit;
  };
  void finish(const Result<DatasetPtr>& result);

  QString m_name;  // of the edit under way
  QTimer m_patience;
  LatestJob<Request, Result<DatasetPtr>> m_job;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
