#pragma once

#include "app/rooms/pictures/fit_sample.h"
#include "app/workspace/scene.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/model/model_snapshot.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/pictures/picture_panel.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

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
  void examine(const ScenePtr& scene);

 Q_SIGNALS:
  void examined(const isthmus::SingleProbeView& view);
  /// The sample does not fit the model.
  void failed(const QString& message);

 private:
  struct Request {
    DatasetPtr sample;
    ScenePtr scene;
  };
  /// What of a scene the answer depends on.
  struct Asked {
    ModelSnapshotPtr model;
    DatasetPtr dataset;
    SampleErrorsPtr errors;
    bool operator==(const Asked&) const = default;
  };
  /// A sample as it was fitted last; its original may be a photograph that takes long to decode.
  struct Fitted {
    std::weak_ptr<const Dataset> sample;  ///< not kept in memory for this alone
    std::weak_ptr<const Dataset> like;
    SampleKind kind = SampleKind::Image;
    ImageShape shape;
    FittedSample result;
  };
  Result<FittedSample> fit(const Request& request);
  Result<SingleProbeView> examineSample(const Request& request);

  DatasetPtr m_sample;
  std::optional<Asked> m_asked;                       // of m_sample, last
  Fitted m_fitted;                                    // the worker's
  LatestJob<Request, Result<SingleProbeView>> m_job;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
