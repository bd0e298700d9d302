#include "app/rooms/pictures/single_probe.h"

#include "app/rooms/pictures/sample_views.h"
#include "core/base/guarded.h"
#include "core/engine/inference.h"
#include "widgets/errors/measure_text.h"

#include <array>
#include <limits>
#include <utility>

namespace isthmus {
namespace {

/// Also tells one that is gone from none.
bool areSame(const std::weak_ptr<const Dataset>& known, const DatasetPtr& dataset) {
  return !known.owner_before(dataset) && !dataset.owner_before(known);
}

}  // namespace

SingleProbe::SingleProbe(QObject* parent)
    : QObject(parent),
      m_job([this](const Request& request,
                   const auto& job) { job.answer(guarded([&] { return examineSample(request); })); },
            [this](const Result<SingleProbeView>& view) {
              if (view)
                Q_EMIT examined(*view);
              else
                Q_EMIT failed(QString::fromStdString(view.error().text()));
            }) {}

void SingleProbe::setSample(DatasetPtr sample) {
  m_sample = std::move(sample);
  m_asked.reset();
  m_job.cancel();
}

void SingleProbe::examine(const ScenePtr& scene) {
  const Asked asked{scene->inputs.model, scene->inputs.dataset, scene->errors};
  if (!m_sample || !asked.model || m_asked == asked) return;
  m_asked = asked;
  m_job.request({m_sample, scene});
}

Result<FittedSample> SingleProbe::fit(const Request& request) {  // worker's thread, as all below
  const ModelSpec& spec = request.scene->inputs.model->spec;
  const bool isSame = areSame(m_fitted.sample, request.sample) &&
                      areSame(m_fitted.like, request.scene->inputs.dataset) &&
                      m_fitted.kind == spec.samples && m_fitted.shape == spec.shape;
  if (isSame && m_fitted.result.dataset) return m_fitted.result;
  m_fitted = {};
  auto fitted = fitSample(*request.sample, spec.samples, spec.shape, request.scene->inputs.dataset.get());
  if (fitted) m_fitted = {request.sample, request.scene->inputs.dataset, spec.samples, spec.shape, *fitted};
  return fitted;
}

Result<SingleProbeView> SingleProbe::examineSample(const Request& request) {
  const ModelSnapshot& model = *request.scene->inputs.model;
  const auto fitted = fit(request);
  if (!fitted) return fitted.error();
  const Dataset& dataset = *fitted->dataset;
  const auto encoding = encodeDataset(model, dataset);
  if (!encoding) return encoding.error();
  const auto rows = reconstruct(model, dataset, std::array{std::size_t{0}});
  if (!rows) return rows.error();
  SingleProbeView view;
  const auto mean = (*encoding)->means.row(0);
  const auto logVariance = (*encoding)->logVariancesOf(0);
  view.mean.assign(mean.begin(), mean.end());
  view.logVariance.assign(logVariance.begin(), logVariance.end());
  view.picture = pickedView(dataset, model.spec, **encoding, 0, rows->row(0));
  view.picture.dropped = QString::fromStdString(request.sample->name);
  view.picture.changes = fitted->changes;
  const SampleErrorsPtr& others = request.scene->errors;
  const ErrorMeasure measure =
      others ? others->measure : measureFor(request.scene->traits(), request.scene->inputs.measure);
  view.picture.errorPercentile = others ? percentileOf(others->values, errorsOf(**encoding, measure).front())
                                        : std::numeric_limits<double>::quiet_NaN();
  view.picture.measureName = measureShortTitle(measure, request.scene->traits());
  return view;
}

}  // namespace isthmus
