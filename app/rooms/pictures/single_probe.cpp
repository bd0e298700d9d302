#include "app/rooms/pictures/single_probe.h"

#include "app/rooms/pictures/sample_views.h"
#include "core/base/guarded.h"
#include "core/engine/inference.h"

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
    : QObject(parent), m_worker([this](const Request& request, const std::stop_token&) { work(request); }) {}

void SingleProbe::setSample(DatasetPtr sample) {
  m_sample = std::move(sample);
  m_asked.reset();
  m_worker.cancel();
}

void SingleProbe::examine(const SingleProbeScene& scene) {
  if (!m_sample || !scene.model || m_asked == scene) return;
  m_asked = scene;
  m_worker.request({m_sample, scene});
}

Result<FittedSample> SingleProbe::fit(const Request& request) {  // worker's thread, as all below
  const ModelSpec& spec = request.scene.model->spec;
  const bool isSame = areSame(m_fitted.sample, request.sample) &&
                      areSame(m_fitted.like, request.scene.dataset) && m_fitted.kind == spec.samples &&
                      m_fitted.shape == spec.shape;
  if (isSame && m_fitted.result.dataset) return m_fitted.result;
  m_fitted = {};
  auto fitted = fitSample(*request.sample, spec.samples, spec.shape, request.scene.dataset.get());
  if (fitted) m_fitted = {request.sample, request.scene.dataset, spec.samples, spec.shape, *fitted};
  return fitted;
}

Result<SingleProbeView> SingleProbe::examineSample(const Request& request) {
  const SingleProbeScene& scene = request.scene;
  const auto fitted = fit(request);
  if (!fitted) return fitted.error();
  const Dataset& dataset = *fitted->dataset;
  const auto encoding = encodeDataset(*scene.model, dataset);
  if (!encoding) return encoding.error();
  const auto rows = reconstruct(*scene.model, dataset, std::array{std::size_t{0}});
  if (!rows) return rows.error();
  SingleProbeView view;
  const auto mean = (*encoding)->means.row(0);
  const auto logVariance = (*encoding)->logVariancesOf(0);
  view.mean.assign(mean.begin(), mean.end());
  view.logVariance.assign(logVariance.begin(), logVariance.end());
  view.picture = pickedView(dataset, scene.model->spec, **encoding, 0, rows->row(0));
  view.picture.dropped = QString::fromStdString(request.sample->name);
  view.picture.changes = fitted->changes;
  const float error = errorsOf(**encoding, scene.measure).front();
  view.picture.errorPercentile =
      scene.errors ? percentileOf(*scene.errors, error) : std::numeric_limits<double>::quiet_NaN();
  view.picture.measureName = scene.measureName;
  return view;
}

void SingleProbe::work(const Request& request) {
  const Result<SingleProbeView> view = guarded([&] { return examineSample(request); });
  QMetaObject::invokeMethod(
      this,
      [this, view, sample = request.sample] {
        if (sample != m_sample) return;  // another one, or none, by now
        if (view)
          Q_EMIT examined(*view);
        else
          Q_EMIT failed(QString::fromStdString(view.error().text()));
      },
      Qt::QueuedConnection);
}

}  // namespace isthmus
