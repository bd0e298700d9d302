#include "app/workspace/explorer_session.h"

#include "core/engine/inference.h"
#include "widgets/errors/measure_text.h"

#include <utility>

namespace isthmus {
namespace {

constexpr std::chrono::milliseconds kProbePause{2000};

std::optional<PlaneCovariance> posteriorIn(const LatentPlane& plane, std::span<const float> logVariances) {
  if (logVariances.empty()) return std::nullopt;
  return projectCovariance(plane, logVariances);
}

}  // namespace

ExplorerSession::ExplorerSession(QObject* parent) : QObject(parent) {
  m_probePause.setSingleShot(true);
  m_probePause.setInterval(kProbePause);
  connectControllers();
}

void ExplorerSession::connectControllers() {
  connect(&m_datasets, &DatasetController::loaded, this, &ExplorerSession::adoptDataset);
  connect(&m_datasets, &DatasetController::failed, this, &ExplorerSession::error);
  connect(&m_training, &TrainingController::snapshotReady, this, &ExplorerSession::adoptSnapshot);
  connect(&m_training, &TrainingController::failed, this, &ExplorerSession::error);
  connect(&m_modelFiles, &ModelFileController::opened, this, &ExplorerSession::adoptModel);
  connect(&m_modelFiles, &ModelFileController::failed, this, &ExplorerSession::error);
  connect(&m_modelFiles, &ModelFileController::saved, this,
          [this](const QString& path, const ModelSnapshotPtr& model) {
            m_storedModel = model;
            Q_EMIT info(tr("The model was saved as %1.").arg(path));
          });
  connect(&m_encodes, &EncodeController::failed, this, &ExplorerSession::error);
  connect(&m_encodes, &EncodeController::laidOut, this, &ExplorerSession::adoptPlane);
  connect(&m_encodes, &EncodeController::encoded, this,
          [this](const ModelSnapshotPtr&, const DatasetPtr&, const EncodingPtr& encoding, DatasetRole role) {
            if (role == DatasetRole::Main)
              adoptEncoding(encoding);
            else
              Q_EMIT probeEncoded(QString::fromStdString(m_probe->name), encoding);
          });
  connect(&m_probePause, &QTimer::timeout, this, &ExplorerSession::encodeProbe);
  connect(&m_singleProbe, &SingleProbe::examined, this, [this](const SingleProbeView& view) {
    m_single = view;
    showSingleProbe();
  });
  connect(&m_singleProbe, &SingleProbe::failed, this, [this](const QString& message) {
    removeSingleProbe();
    Q_EMIT error(message);
  });
  connect(&m_edits, &EditController::made, this, &ExplorerSession::adoptEdit);
  connect(&m_edits, &EditController::failed, this, &ExplorerSession::error);
}

void ExplorerSession::adoptDataset(const DatasetPtr& dataset, DatasetRole role) {
  const bool isSingle = dataset->count() == 1;
  if (role == DatasetRole::Probe && !(isSingle && m_model)) return adoptProbe(dataset);
  if (role == DatasetRole::Addition && m_dataset) return merge(dataset);
  if (isSingle) return adoptSingleProbe(dataset);  // which is fitted to the model
  m_edits.cancel();
  m_history.clear();
  showDataset(dataset, DatasetChange::Loaded);
  Q_EMIT historyChanged();
}

void ExplorerSession::adoptProbe(const DatasetPtr& probe) {
  if (m_model) {
    if (const auto fits = checkFits(*m_model, *probe); !fits) {
      Q_EMIT error(QString::fromStdString(fits.error().text()));
      return;
    }
  }
  m_encodes.cancel(DatasetRole::Probe);
  m_probe = probe;
  Q_EMIT probeChanged(m_probe);
  encodeProbe();
}

/// One sample cannot be learnt from, but a model can look at it.
void ExplorerSession::adoptSingleProbe(const DatasetPtr& sample) {
  if (!m_model) {
    Q_EMIT error(tr("%1 holds one sample alone, which only a model can look at; train or open one first.")
                     .arg(QString::fromStdString(sample->name)));
    return;
  }
  pick(std::nullopt);
  m_single.reset();
  m_singleProbe.setSample(sample);
  setScene();
}

void ExplorerSession::removeSingleProbe() {
  if (!m_singleProbe.sample()) return;
  m_singleProbe.setSample(nullptr);
  m_single.reset();
  Q_EMIT singleProbeRemoved();
}

void ExplorerSession::showSingleProbe() {
  if (!m_single || m_plane.latent() != m_single->mean.size()) return;
  const LatentPlane::Point at = m_plane.project(m_single->mean);
  Q_EMIT singleProbeChanged(
      m_single->picture,
      {{at.x, at.y}, posteriorIn(m_plane, m_single->logVariance), m_single->picture.dropped});
}

void ExplorerSession::showDataset(const DatasetPtr& dataset, DatasetChange change) {
  endRun();
  voidMisfit();
  m_dataset = dataset;
  assumeNoValidation();
  clearEncoding();
  Q_EMIT datasetChanged(m_dataset, change);
  refreshPictures();
  encodeMain();
  encodeProbe();
}

void ExplorerSession::endRun() {
  if (!m_training.phase()) return;
  m_training.discard();
  m_phase.reset();
  Q_EMIT phaseChanged(std::nullopt);
}

/// Until a run says otherwise, all of the data set's training part is for training.
void ExplorerSession::assumeNoValidation() {
  m_parts = m_dataset ? std::make_shared<const std::vector<Part>>(splitParts(*m_dataset, 0, 0)) : nullptr;
}

void ExplorerSession::encodeMain() {
  if (!m_model || !m_dataset) return;
  if (const auto fits = checkFits(*m_model, *m_dataset); !fits) {
    tellMisfit(QString::fromStdString(fits.error().text()) + tr(". Press Train to make one for these data."));
    setModel(nullptr);
    return;
  }
  m_encodes.encode(m_model, m_dataset, DatasetRole::Main);
}

void ExplorerSession::tellMisfit(const QString& message) {
  m_misfit = message;
  Q_EMIT info(message);
}

void ExplorerSession::voidMisfit() {
  if (!m_misfit.isEmpty()) Q_EMIT infoVoid(std::exchange(m_misfit, {}));
}

void ExplorerSession::encodeProbe() {
  m_probePause.stop();
  if (!m_model || !m_probe) return;
  if (const auto fits = checkFits(*m_model, *m_probe); !fits) {
    Q_EMIT info(tr("The probe was removed: %1.").arg(QString::fromStdString(fits.error().text())));
    removeProbe();
    return;
  }
  m_encodes.encode(m_model, m_probe, DatasetRole::Probe);
}

void ExplorerSession::encodeProbeSoon() {
  if (!m_probe) return;
  if (!m_training.isRunning())
    encodeProbe();
  else if (!m_probePause.isActive() && !m_encodes.isEncoding(DatasetRole::Probe))
    m_probePause.start();
}

void ExplorerSession::adoptModel(const ModelSnapshotPtr& model, const QString& name) {
  endRun();
  assumeNoValidation();
  voidMisfit();
  clearEncoding();
  m_storedModel = model;
  setModel(model);
  const auto fits = m_dataset ? checkFits(*model, *m_dataset) : Result<void>();
  if (fits)
    encodeMain();
  else
    tellMisfit(
        tr("%1 shows no points for the data: %2.").arg(name, QString::fromStdString(fits.error().text())));
  encodeProbe();
}

void ExplorerSession::setModel(const ModelSnapshotPtr& model) {
  const bool otherSpace = !model || !m_model || model->spec.latent != m_model->spec.latent;
  m_model = model;
  if (otherSpace) {
    m_choice = {};
    m_plane = model ? coordinatePlane(std::vector<float>(static_cast<std::size_t>(model->spec.latent)), 0, 1)
                    : LatentPlane();
  }
  if (!m_model) {
    m_pointer.reset();
    removeSingleProbe();
  }
  if (m_model && !m_pointer) m_pointer = LatentPlane::Point();  // so that a new model shows what it can do
  setScene();
  Q_EMIT modelChanged(m_model);
  refreshPictures();
}

void ExplorerSession::adoptSnapshot(const TrainingSnapshotPtr& snapshot) {
  const bool newPhase = m_phase != snapshot->phase;
  m_phase = snapshot->phase;
  if (snapshot->model) {
    m_parts = snapshot->parts;
    setModel(snapshot->model);
    Q_EMIT snapshotReady(snapshot);
  }
  if (newPhase) Q_EMIT phaseChanged(snapshot->phase);
  if (snapshot->encoding) adoptEncoding(snapshot->encoding);
  if (snapshot->model) encodeProbeSoon();
  if (newPhase && snapshot->phase == TrainingPhase::Diverged)
    Q_EMIT error(QString::fromStdString(snapshot->message));
}

void ExplorerSession::adoptEncoding(const EncodingPtr& encoding) {
  m_encoding = encoding;
  setScene();
  m_encodes.layOut(m_encoding, m_choice, m_measure);
  Q_EMIT errorsChanged({m_dataset, m_encoding, m_parts, traits()});
}

void ExplorerSession::clearEncoding() {
  for (const DatasetRole role : {DatasetRole::Main, DatasetRole::Probe}) m_encodes.cancel(role);
  m_probePause.stop();
  m_encoding = nullptr;
  m_shown = nullptr;
  m_errors = nullptr;
  pick(std::nullopt);
  setScene();
  if (m_probe) Q_EMIT probeChanged(m_probe);  // what the model before made of it is no longer true
  Q_EMIT errorsChanged({m_dataset, nullptr, m_parts, traits()});
  Q_EMIT planeChanged({});
}

void ExplorerSession::adoptPlane(const PlaneScene& scene) {
  // An answer to an earlier question is of use only while the same run moves the same samples.
  const bool sameSamples = m_shown && scene.encoding && m_encoding &&
                           scene.encoding->count() == m_encoding->count() &&
                           scene.encoding->latent() == m_encoding->latent();
  if (scene.encoding != m_encoding && !sameSamples) return;
  const bool moved = scene.plane != m_plane;
  m_plane = scene.plane;
  m_errors = scene.errors;
  m_errorsMeasure = scene.measure;
  m_shown = scene.encoding;
  setScene();
  Q_EMIT planeChanged(scene);
  if (moved) Q_EMIT planeMoved();
  refreshPictures();
}

void ExplorerSession::setScene() {
  const ErrorMeasure measure = m_errors ? m_errorsMeasure : m_measure;
  const QString measureName = measureShortTitle(measure, traits());
  m_decoding.setScene({m_model, m_dataset, m_encoding, m_parts, m_errors, measureName});
  m_singleProbe.examine({m_model, m_dataset, m_errors, measure, measureName});
}

ErrorTraits ExplorerSession::traits() const {
  if (m_model) return errorTraits(m_model->spec);
  return expectedTraits(m_dataset ? m_dataset->kind : SampleKind::Image);
}

void ExplorerSession::refreshPictures() {
  if (m_pointer) pointAt(m_pointer->x, m_pointer->y);
  showPicked();
  showSingleProbe();
}

void ExplorerSession::train(const TrainerConfig& config, TrainingController::Start how) {
  if (!m_dataset || !mayTrain()) return;
  const auto begun = m_training.start(m_dataset, config, how);
  if (begun == TrainingController::Begun::Nothing) return;
  if (begun == TrainingController::Begun::NewRun) {
    voidMisfit();
    clearEncoding();  // what is shown belongs to another model
  }
  m_phase = m_training.phase();
  Q_EMIT phaseChanged(m_phase);
}

bool ExplorerSession::mayTrain() {
  if (!m_datasets.isReplacingData() && !m_edits.isWorking()) return true;
  Q_EMIT info(
      tr("Other data are on their way and would end this training. Train when they are there, or "
         "cancel what is under way."));
  return false;
}

void ExplorerSession::resumeTraining() {
  if (mayTrain()) m_training.resume();
}

void ExplorerSession::resetTraining() {
  endRun();
  assumeNoValidation();
  clearEncoding();
  setModel(nullptr);
}

void ExplorerSession::removeProbe() {
  if (!m_probe) return;
  m_encodes.cancel(DatasetRole::Probe);
  m_probePause.stop();
  m_probe = nullptr;
  Q_EMIT probeChanged(nullptr);
}

void ExplorerSession::choosePlane(const PlaneChoice& choice) {
  m_choice = choice;
  if (m_encoding) {
    m_encodes.layOut(m_encoding, m_choice, m_measure);
  } else if (m_model && !choice.principal) {  // no points to lay out, but pictures to decode
    std::vector<float> held = choice.held;
    held.resize(static_cast<std::size_t>(m_model->spec.latent));
    m_plane = coordinatePlane(held, static_cast<std::size_t>(choice.x), static_cast<std::size_t>(choice.y));
    Q_EMIT planeMoved();
    refreshPictures();
  }
}

void ExplorerSession::chooseMeasure(ErrorMeasure measure) {
  m_measure = measure;
  if (m_encoding) m_encodes.layOut(m_encoding, m_choice, m_measure);
}

void ExplorerSession::pointAt(double x, double y) {
  if (!m_model) return;
  m_pointer = LatentPlane::Point{x, y};
  m_decoding.decodePoint(m_plane.lift(x, y));
}

void ExplorerSession::pick(std::optional<std::size_t> sample) {
  if (sample && (!m_dataset || *sample >= m_dataset->count())) return;
  if (sample) removeSingleProbe();  // one at a time is looked at closely
  m_picked = sample;
  Q_EMIT pickedChanged(m_picked);
  showPicked();
}

void ExplorerSession::showPicked() {
  if (!m_picked) return;
  m_decoding.examine(*m_picked);
  if (m_encoding && m_plane.latent() == m_encoding->latent())
    Q_EMIT posteriorChanged(*m_picked, posteriorIn(m_plane, m_encoding->logVariancesOf(*m_picked)));
}

void ExplorerSession::wantLattice(const QRectF& area, int columns, int rows) {
  if (m_model) m_decoding.decodeLattice(m_plane, area, columns, rows);
}

bool ExplorerSession::isQuiet() const {
  const bool settling = m_training.phase() && (!m_encoding || !m_encoding->isUniform);
  return !m_datasets.isLoading() && !m_edits.isWorking() && !m_modelFiles.isBusy() &&
         !m_encodes.isEncoding() && !m_training.isRunning() && !settling && m_shown == m_encoding;
}

}  // namespace isthmus
