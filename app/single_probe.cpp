#include "app/single_probe.h"

#include "app/fit_sample.h"
#include "app/sample_views.h"
#include "core/engine/inference.h"

#include <array>
#include <limits>
#include <utility>

namespace isthmus {
namespace {

Result<SingleProbeView> examineSample(const Dataset& sample, const SingleProbeScene& scene) {
  const VaeSpec& spec = scene.model->spec;
  const auto fitted = fitSample(sample, spec.kind, spec.shape, scene.dataset.get());
  if (!fitted) return fitted.error();
  const auto encoding = encodeDataset(*scene.model, **fitted);
  if (!encoding) return encoding.error();
  const auto rows = reconstruct(*scene.model, **fitted, std::array{std::size_t{0}});
  if (!rows) return rows.error();
  SingleProbeView view;
  const auto mean = (*encoding)->means.row(0);
  const auto logVariance = (*encoding)->logVariances.row(0);
  view.mean.assign(mean.begin(), mean.end());
  view.logVariance.assign(logVariance.begin(), logVariance.end());
  view.picture = pickedView(**fitted, **encoding, 0, rows->row(0));
  view.picture.dropped = QString::fromStdString(sample.name);
  const float error = errorsOf(**encoding, scene.measure).front();
  view.picture.errorPercentile =
      scene.errors ? percentileOf(*scene.errors, error) : std::numeric_limits<double>::quiet_NaN();
  view.picture.measureName = scene.measureName;
  return view;
}

}  // namespace

SingleProbe::SingleProbe(QObject* parent)
    : QObject(parent), m_worker([this](const Request& request, const std::stop_token&) { work(request); }) {}

void SingleProbe::setSample(DatasetPtr sample) {
  m_sample = std::move(sample);
  m_worker.cancel();
}

void SingleProbe::examine(const SingleProbeScene& scene) {
  if (m_sample && scene.model) m_worker.request({m_sample, scene});
}

void SingleProbe::work(const Request& request) {  // worker's thread
  const Result<SingleProbeView> view = examineSample(*request.sample, request.scene);
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
