#pragma once

#include "core/base/latest_worker.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"

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
  bool isWorking() const { return m_working; }

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
    int number = 0;
  };
  void work(const Request& request, const std::stop_token& stop);
  void finish(int number, const Result<DatasetPtr>& result, const QString& name);

  bool m_working = false;
  int m_number = 0;  // of the newest edit: answers to older ones are stale
  QTimer m_patience;
  LatestWorker<Request> m_worker;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
