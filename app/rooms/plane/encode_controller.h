#pragma once

#include "app/rooms/data/dataset_controller.h"
#include "core/base/result.h"
#include "core/latent/encoding.h"
#include "core/model/model_snapshot.h"
#include "widgets/jobs/latest_job.h"

#include <QObject>
#include <QString>

namespace isthmus {

/// Runs whole data sets through a model off the GUI thread: the data on the screen, and the probe.
class EncodeController : public QObject {
  Q_OBJECT

 public:
  explicit EncodeController(QObject* parent = nullptr);

  /// What the model makes of every sample; gives up an earlier request of the same role.
  void encode(const ModelSnapshotPtr& model, const DatasetPtr& dataset, DatasetRole role);
  void cancel(DatasetRole role) { jobOf(role).cancel(); }
  bool isEncoding() const { return m_main.isBusy() || m_probe.isBusy(); }
  bool isEncoding(DatasetRole role) const { return (role == DatasetRole::Main ? m_main : m_probe).isBusy(); }

 Q_SIGNALS:
  /// For large data sets twice: a preview, then the exact encoding.
  void encoded(const isthmus::EncodingPtr& encoding, isthmus::DatasetRole role);
  void failed(const QString& message);

 private:
  struct Request {
    ModelSnapshotPtr model;
    DatasetPtr dataset;
  };
  using Job = LatestJob<Request, Result<EncodingPtr>>;

  static void work(const Request& request, const Job::Context& job);
  Job& jobOf(DatasetRole role) { return role == DatasetRole::Main ? m_main : m_probe; }
  void deliver(const Result<EncodingPtr>& result, DatasetRole role);

  Job m_main;
  Job m_probe;
};

}  // namespace isthmus
