#include "app/session/explorer_session.h"

#include "core/data/dataset_edits.h"
#include "core/engine/inference.h"
#include "widgets/text/sample_text.h"

#include <array>
#include <utility>

namespace isthmus {
namespace {

constexpr std::chrono::milliseconds kProbePause{2000};

}  // namespace

ExplorerSession::ExplorerSession(QObject* parent) : QObject(parent) {
  m_probePause.setSingleShot(true);
  m_probePause.setInterval(kProbePause);
  connectControllers();
}

void ExplorerSession::connectControllers() {
  connect(&m_workspace, &Workspace::sceneChanged, this, [this] {
    m_decoding.setScene(m_workspace.scene());
    m_singleProbe.examine(m_workspace.scene());
    showSingleProbe();
  });
  connect(&m_datasets, &DatasetController::loaded, this, &ExplorerSession::adoptDataset);
  const auto complain = [this](MessageSubject subject) {
    return [this, subject](const QString& message) { Q_EMIT error(message, subject); };
  };
  connect(&m_datasets, &DatasetController::failed, this, complain(MessageSubject::Data));
  connect(&m_training, &TrainingController::snapshotReady, this, &ExplorerSession::adoptSnapshot);
  connect(&m_training, &TrainingController::failed, this, complain(MessageSubject::Training));
  connect(&m_modelFiles, &ModelFileController::opened, this, &ExplorerSession::adoptModel);
  connect(&m_modelFiles, &ModelFileController::failed, this, complain(MessageSubject::Model));
  connect(&m_modelFiles, &ModelFileController::saved, this,
          [this](const QString& path, const ModelSnapshotPtr& model) {
            m_workspace.setStored(model);
            Q_EMIT settled(MessageSubject::Model);
            Q_EMIT info(tr("The model was saved as %1.").arg(path));
          });
  connect(&m_encodes, &EncodeController::failed, this, complain(MessageSubject::Encoding));
  connect(&m_encodes, &EncodeController::encoded, this,
          [this](const EncodingPtr& encoding, DatasetRole role) {
            Q_EMIT settled(MessageSubject::Encoding);
            if (role == DatasetRole::Main)
              m_workspace.setEncoding(encoding);
            else
              m_workspace.setProbeEncoding(encoding);
          });
  connect(&m_probePause, &QTimer::timeout, this, &ExplorerSession::encodeProbe);
  connect(&m_singleProbe, &SingleProbe::examined, this, [this](const SingleProbeView& view) {
    Q_EMIT settled(MessageSubject::Probe);
    m_single = view;
    showSingleProbe();
  });
  connect(&m_singleProbe, &SingleProbe::failed, this, [this](const QString& message) {
    removeSingleProbe();
    Q_EMIT error(message, MessageSubject::Probe);
  });
  connect(&m_edits, &EditController::made, this, &ExplorerSession::adoptEdit);
  connect(&m_edits, &EditController::failed, this, complain(MessageSubject::Edit));
}

void ExplorerSession::adoptDataset(const DatasetPtr& dataset, DatasetRole role) {
  const bool isSingle = dataset->count() == 1;
  if (role == DatasetRole::Probe && !(isSingle && m_workspace.model())) return adoptProbe(dataset);
  if (role == DatasetRole::Addition && m_workspace.dataset()) return merge(dataset);
  if (isSingle) return adoptSingleProbe(dataset);  // which is fitted to the model
  unlessRefused(riskOf(ModelRisk::Act::OtherData, *dataset, QString::fromStdString(dataset->name)),
                [this, dataset] {
                  m_edits.cancel();
                  if (const DatasetPtr probe = m_workspace.probe()) {
                    removeProbe();
                    Q_EMIT info(tr("The probe (%1) was removed: it was held against the data before.")
                                    .arg(QString::fromStdString(probe->name)));
                  }
                  Q_EMIT settled(MessageSubject::Probe);  // it was about the data before
                  showDataset(DatasetChange::Loaded, [&] { m_workspace.load(dataset); });
                });
}

bool ExplorerSession::isTrainingUnderWay() const {
  return m_training.isRunning() || m_training.phase() == TrainingPhase::Paused;
}

bool ExplorerSession::isAtRisk(const ModelRisk& risk) const {
  return m_workspace.hasUnsavedModel() && (!risk.modelStays || isTrainingUnderWay());
}

void ExplorerSession::unlessRefused(const ModelRisk& risk, const std::function<void()>& act) {
  if (m_gate && isAtRisk(risk))
    m_gate(risk, act);
  else
    act();
}

ModelRisk ExplorerSession::riskOf(ModelRisk::Act act, const Dataset& dataset, const QString& name) const {
  const ModelSnapshotPtr& model = m_workspace.model();
  return {act, name, model && checkFits(*model, dataset)};
}

void ExplorerSession::adoptProbe(const DatasetPtr& probe) {
  if (const ModelSnapshotPtr& model = m_workspace.model()) {
    if (const auto fits = checkFits(*model, *probe); !fits) {
      Q_EMIT error(QString::fromStdString(fits.error().text()), MessageSubject::Probe);
      return;
    }
  }
  m_encodes.cancel(DatasetRole::Probe);
  Q_EMIT settled(MessageSubject::Probe);
  m_workspace.setProbe(probe);
  encodeProbe();
}

/// One sample cannot be learnt from, but a model can look at it.
void ExplorerSession::adoptSingleProbe(const DatasetPtr& sample) {
  if (!m_workspace.model()) {
    Q_EMIT error(tr("%1 holds one sample alone, which only a model can look at; train or open one first.")
                     .arg(QString::fromStdString(sample->name)),
                 MessageSubject::Probe);
    return;
  }
  m_workspace.pick(std::nullopt);
  m_single.reset();
  m_singleProbe.setSample(sample);
  m_singleProbe.examine(m_workspace.scene());
}

void ExplorerSession::lookAtProbe(std::size_t sample) {
  const DatasetPtr& probe = m_workspace.probe();
  if (!probe || !m_workspace.model() || sample >= probe->count()) return;
  auto one = subset(*probe, std::array{sample});
  if (!one) return;
  Dataset alone = std::move(one).value();
  alone.name =
      tr("%1: %2").arg(QString::fromStdString(probe->name), sampleTitle(*probe, sample)).toStdString();
  adoptSingleProbe(std::make_shared<const Dataset>(std::move(alone)));
}

void ExplorerSession::removeSingleProbe() {
  if (!m_singleProbe.sample()) return;
  m_singleProbe.setSample(nullptr);
  m_single.reset();
  Q_EMIT singleProbeRemoved();
}

void ExplorerSession::showSingleProbe() {
  const LayoutPtr& layout = m_workspace.scene()->layout;
  if (!m_single || !layout || !layout->plane || layout->plane->latent() != m_single->mean.size()) return;
  const LatentPlane::Point at = layout->plane->project(m_single->mean);
  Q_EMIT singleProbeChanged(
      m_single->picture,
      {{at.x, at.y}, posteriorIn(*layout, m_single->logVariance), m_single->picture.dropped});
}

void ExplorerSession::pick(std::optional<std::size_t> sample) {
  m_workspace.pick(sample);
  if (m_workspace.view().picked) removeSingleProbe();  // one at a time is looked at closely
}

void ExplorerSession::showDataset(DatasetChange change, const std::function<void()>& show) {
  if (change == DatasetChange::Edited)
    m_training.setAside();
  else
    m_training.dropAside();
  endRun();
  voidMisfit();
  cancelEncoding();
  show();
  const TrainingSnapshotPtr last = m_training.takeUp(m_workspace.dataset());
  if (last) adoptSnapshot(last);
  if (!last || !last->encoding || !last->encoding->isUniform) encodeMain();
  encodeProbe();
}

void ExplorerSession::endRun() {
  m_training.discard();
  if (!m_phase) return;
  Q_EMIT settled(MessageSubject::Training);  // with the run its end has gone
  m_phase.reset();
  Q_EMIT phaseChanged(std::nullopt);
}

void ExplorerSession::encodeMain() {
  const ModelSnapshotPtr& model = m_workspace.model();
  const DatasetPtr& dataset = m_workspace.dataset();
  if (!model || !dataset) return;
  if (const auto fits = checkFits(*model, *dataset); !fits) {
    tellMisfit(QString::fromStdString(fits.error().text()) + tr(". Press Train to make one for these data."));
    forgetModel();
    return;
  }
  if (capabilitiesOf(model->spec).encodes) m_encodes.encode(model, dataset, DatasetRole::Main);
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
  const ModelSnapshotPtr& model = m_workspace.model();
  const DatasetPtr& probe = m_workspace.probe();
  if (!model || !probe) return;
  if (const auto fits = checkFits(*model, *probe); !fits) {
    Q_EMIT info(tr("The probe was removed: %1.").arg(QString::fromStdString(fits.error().text())));
    removeProbe();
    return;
  }
  if (capabilitiesOf(model->spec).encodes) m_encodes.encode(model, probe, DatasetRole::Probe);
}

void ExplorerSession::encodeProbeSoon() {
  if (!m_workspace.probe()) return;
  if (!m_training.isRunning())
    encodeProbe();
  else if (!m_probePause.isActive() && !m_encodes.isEncoding(DatasetRole::Probe))
    m_probePause.start();
}

void ExplorerSession::adoptModel(const ModelSnapshotPtr& model, const QString& name) {
  unlessRefused({ModelRisk::Act::OtherModel, name}, [=, this] { replaceModel(model, name); });
}

/// The one in front stays in the session's list beside it: only a run can lose by that.
void ExplorerSession::showModel(const ModelSnapshotPtr& model, const QString& name) {
  const bool isListed = m_workspace.models().find(m_workspace.model()) != nullptr;
  unlessRefused({ModelRisk::Act::OtherModel, name, isListed}, [=, this] { replaceModel(model, name); });
}

void ExplorerSession::replaceModel(const ModelSnapshotPtr& model, const QString& name) {
  m_training.dropAside();
  endRun();
  voidMisfit();
  cancelEncoding();
  Q_EMIT settled(MessageSubject::Model);
  m_workspace.open(model, name);
  const DatasetPtr& dataset = m_workspace.dataset();
  const auto fits = dataset ? checkFits(*model, *dataset) : Result<void>();
  if (fits)
    encodeMain();
  else
    tellMisfit(
        tr("%1 shows no points for the data: %2.")
            .arg(name.isEmpty() ? tr("This model") : name, QString::fromStdString(fits.error().text())));
  encodeProbe();
}

void ExplorerSession::forgetModel() {
  m_training.dropAside();
  removeSingleProbe();
  m_workspace.forgetModel();
}

void ExplorerSession::adoptSnapshot(const TrainingSnapshotPtr& snapshot) {
  const bool newPhase = m_phase != snapshot->phase;
  m_phase = snapshot->phase;
  if (snapshot->model) {
    m_workspace.train(snapshot->model, snapshot->parts, snapshot->encoding,
                      std::make_shared<const LossHistory>(snapshot->history));
    Q_EMIT snapshotReady(snapshot);
  }
  if (newPhase) Q_EMIT phaseChanged(snapshot->phase);
  if (snapshot->model) encodeProbeSoon();
  if (newPhase && snapshot->phase == TrainingPhase::Diverged)
    Q_EMIT error(QString::fromStdString(snapshot->message), MessageSubject::Training);
}

void ExplorerSession::cancelEncoding() {
  for (const DatasetRole role : {DatasetRole::Main, DatasetRole::Probe}) m_encodes.cancel(role);
  m_probePause.stop();
}

void ExplorerSession::train(const TrainerConfig& config, TrainingController::Start how) {
  if (!m_workspace.dataset() || !mayTrain()) return;
  if (m_training.canGoOn(m_workspace.dataset(), config)) return beginRun(config, how);
  unlessRefused({ModelRisk::Act::NewRun}, [=, this] { beginRun(config, how); });
}

void ExplorerSession::beginRun(const TrainerConfig& config, TrainingController::Start how) {
  const auto begun = m_training.start(m_workspace.dataset(), config, how);
  if (begun == TrainingController::Begun::Nothing) return;
  Q_EMIT settled(MessageSubject::Training);
  if (begun == TrainingController::Begun::NewRun) {
    voidMisfit();
    cancelEncoding();
    m_workspace.beginRun();
  }
  m_encodes.cancel(DatasetRole::Main);  // with weights that are older from here on
  m_phase = m_training.phase();
  Q_EMIT phaseChanged(m_phase);
  if (begun == TrainingController::Begun::NewRun) Q_EMIT runBegan();
}

bool ExplorerSession::mayTrain() {
  if (!m_datasets.isReplacingData() && !m_edits.isWorking()) return true;
  Q_EMIT info(
      tr("Other data are on their way and would end this training. Train when they are there, or "
         "cancel what is under way."));
  return false;
}

void ExplorerSession::resumeTraining() {
  if (!mayTrain()) return;
  m_encodes.cancel(DatasetRole::Main);
  m_training.resume();
}

void ExplorerSession::resetTraining() {
  unlessRefused({ModelRisk::Act::Reset}, [this] {
    endRun();
    cancelEncoding();
    forgetModel();
  });
}

void ExplorerSession::removeProbe() {
  if (!m_workspace.probe()) return;
  m_encodes.cancel(DatasetRole::Probe);
  m_probePause.stop();
  m_workspace.setProbe(nullptr);
}

void ExplorerSession::edit(const DatasetEdit& edit) {
  if (!m_workspace.dataset()) return;
  unlessRefused(riskOf(ModelRisk::Act::Edit, *m_workspace.dataset(), edit.name),
                [this, edit, dataset = m_workspace.dataset()] {
                  if (dataset == m_workspace.dataset()) m_edits.make(dataset, edit);
                });
}

void ExplorerSession::merge(const DatasetPtr& addition) {
  if (m_edits.isWorking()) {
    Q_EMIT error(tr("%1 was not merged, for another edit is under way; merge it again when that has ended.")
                     .arg(QString::fromStdString(addition->name)),
                 MessageSubject::Edit);
    return;
  }
  edit({tr("merge %1").arg(QString::fromStdString(addition->name)),
        [addition](const Dataset& dataset, const Task& task) {
          return mergeDatasets(dataset, *addition, task);
        }});
}

void ExplorerSession::adoptEdit(const DatasetPtr& edited, const QString& name) {
  Q_EMIT settled(MessageSubject::Edit);
  bool canUndo = false;
  showDataset(DatasetChange::Edited, [&] { canUndo = m_workspace.edit(edited, name); });
  if (canUndo) return;
  m_training.dropAside();
  Q_EMIT info(tr("The data before are too large to be kept: this edit cannot be undone."));
}

void ExplorerSession::undoEdit() {
  if (m_edits.isWorking() || !m_workspace.history().canUndo()) return;
  unlessRefused(riskOf(ModelRisk::Act::Edit, *m_workspace.dataset(), tr("undo")),
                [this] { showDataset(DatasetChange::Edited, [this] { m_workspace.undo(); }); });
}

void ExplorerSession::redoEdit() {
  if (m_edits.isWorking() || !m_workspace.history().canRedo()) return;
  unlessRefused(riskOf(ModelRisk::Act::Edit, *m_workspace.dataset(), tr("redo")),
                [this] { showDataset(DatasetChange::Edited, [this] { m_workspace.redo(); }); });
}

bool ExplorerSession::isQuiet() const {
  const ModelSnapshotPtr& model = m_workspace.model();
  const EncodingPtr& encoding = m_workspace.encoding();
  // A run that has ended still encodes all samples once more, where its model can.
  const bool encodes = model && capabilitiesOf(model->spec).encodes;
  const bool settling = m_training.phase() && (!model || (encodes && (!encoding || !encoding->isUniform)));
  return !m_datasets.isLoading() && !m_edits.isWorking() && !m_modelFiles.isBusy() &&
         !m_encodes.isEncoding() && !m_training.isRunning() && !settling && m_workspace.isSettled();
}

}  // namespace isthmus
