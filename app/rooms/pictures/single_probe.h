#pragma once

#include "app/rooms/pictures/fit_sample.h"
#include "core/anomaly/error_measure.h"
#include "core/base/latest_worker.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/model/model_snapshot.h"
#include "widgets/pictures/picture_panel.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

/// What a sample from outside the data set is held against.
struct SingleProbeScene {
  ModelSnapshotPtr model;
  DatasetPtr dataset;                                ///< null: no data are shown
  std::shared_ptr<const std::vector<float>> errors;  ///< of the data set's samples; may be null
  ErrorMeasure measure = ErrorMeasure::NegativeLogLikelihood;
  QString measureName;

  bool operator==(const SingleProbeScene&) const = default;
};

/// What a model makes of one sample from outside the data set.
struct SingleProbeView {
  PickedView picture;              ///< its name in `dropped`
  std::vector<float> mean;         ///< the code, or the posterior's mean
  std::vector<float> logVariance;  ///< of the posterior; empty without one
};

/// One sample from outside the data set (a picture that was dropped): fits it to a model, encodes and
/// reconstructs it, in a thread of its own. The newest request wins.
class SingleProbe : public QObject {
  Q_OBJECT

 public:
  explicit SingleProbe(QObject* parent = nullptr);

  /// A data set of one sample; null: none.
  void setSample(DatasetPtr sample);
  const DatasetPtr& sample() const { return m_sample; }
  /// Answers with examined() or failed(); nothing where there is no sample or no model, or when the same was
  /// asked last.
  void examine(const SingleProbeScene& scene);

 Q_SIGNALS:
  void examined(const isthmus::SingleProbeView& view);
  /// The sample does not fit the model.
  void failed(const QString& message);

 private:
  struct Request {
    DatasetPtr sample;
    SingleProbeScene scene;
  };
  /// A sample as it was fitted last; its original may be a photograph that takes long to decode.
  struct Fitted {
    std::weak_ptr<const Dataset> sample;  ///< not kept in memory for this alone
    std::weak_ptr<const Dataset> like;
    SampleKind kind = SampleKind::Image;
    ImageShape shape;
    FittedSample result;
  };
  void work(const Request& request);
  Result<FittedSample> fit(const Request& request);
  Result<SingleProbeView> examineSample(const Request& request);

  DatasetPtr m_sample;
  std::optional<SingleProbeScene> m_asked;  // of m_sample, last
  Fitted m_fitted;                          // the worker's
  LatestWorker<Request> m_worker;           // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
