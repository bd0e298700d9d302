#pragma once

#include "app/rooms/data/dataset_controller.h"
#include "core/anomaly/error_measure.h"
#include "core/base/latest_slot.h"
#include "core/base/latest_worker.h"
#include "core/base/result.h"
#include "core/latent/encoding.h"
#include "core/latent/latent_plane.h"
#include "core/model/model_snapshot.h"
#include "widgets/plane/plane_choice.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace isthmus {

/// What the plane shows of an encoding.
struct PlaneScene {
  EncodingPtr encoding;
  LatentPlane plane;
  std::shared_ptr<const PlanePoints> points;
  std::shared_ptr<const std::vector<float>> errors;
  ErrorMeasure measure = ErrorMeasure::NegativeLogLikelihood;  ///< by which errors are measured
};

/// Runs whole data sets through a model, and lays encodings out in the plane, off the GUI thread.
class EncodeController : public QObject {
  Q_OBJECT

 public:
  explicit EncodeController(QObject* parent = nullptr);

  /// What the model makes of every sample; gives up an earlier request of the same role.
  void encode(const ModelSnapshotPtr& model, const DatasetPtr& dataset, DatasetRole role);
  void cancel(DatasetRole role);
  void layOut(const EncodingPtr& encoding, const PlaneChoice& choice, ErrorMeasure measure);
  bool isEncoding() const { return m_main.running || m_probe.running; }
  bool isEncoding(DatasetRole role) const { return (role == DatasetRole::Main ? m_main : m_probe).running; }

 Q_SIGNALS:
  /// For large data sets twice: a preview, then the exact encoding.
  void encoded(const isthmus::ModelSnapshotPtr& model, const isthmus::DatasetPtr& dataset,
               const isthmus::EncodingPtr& encoding, isthmus::DatasetRole role);
  void failed(const QString& message);
  void laidOut(const isthmus::PlaneScene& scene);

 private:
  struct EncodeRequest {
    ModelSnapshotPtr model;
    DatasetPtr dataset;
    DatasetRole role = DatasetRole::Main;
    int number = 0;
  };
  struct LayOutRequest {
    EncodingPtr encoding;
    PlaneChoice choice;
    ErrorMeasure measure = ErrorMeasure::NegativeLogLikelihood;
  };
  /// One role's thread and the number of its newest request: answers to older ones are stale.
  struct Encoder {
    int number = 0;
    bool running = false;
    std::unique_ptr<LatestWorker<EncodeRequest>> worker;
  };

  Encoder& encoderOf(DatasetRole role) { return role == DatasetRole::Main ? m_main : m_probe; }
  void work(const EncodeRequest& request, const std::stop_token& stop);
  void deliver(const EncodeRequest& request, const Result<EncodingPtr>& result, bool isLast);
  void lay(const LayOutRequest& request);

  LatestSlot<PlaneScene> m_scene;  // on its way to the GUI thread
  Encoder m_main;                  // these last: their threads end before what they use goes away
  Encoder m_probe;
  LatestWorker<LayOutRequest> m_layOut;
};

}  // namespace isthmus
