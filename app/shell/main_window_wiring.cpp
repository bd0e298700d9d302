// How the window's panels and the session hear of each other.
#include "app/rooms/data/data_library.h"
#include "app/rooms/data/dataset_edit_actions.h"
#include "app/rooms/export/export_actions.h"
#include "app/shell/main_window.h"
#include "core/data/builtin/builtin_sets.h"
#include "widgets/data/data_panel.h"
#include "widgets/errors/error_panel.h"
#include "widgets/errors/measure_text.h"
#include "widgets/frame/drop_overlay.h"
#include "widgets/frame/message_bar.h"
#include "widgets/model/model_panel.h"
#include "widgets/pictures/picture_panel.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plot/loss_plot.h"
#include "widgets/plot/variance_panel.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

constexpr qsizetype kMostNews = 2;  // sentences that a message may have

}  // namespace

void MainWindow::wireData() {
  DatasetController& datasets = m_session.datasets();
  connect(&datasets, &DatasetController::loadingBegan, this, [this](const QString& what) {
    m_readRemarks.clear();
    m_loadingText = tr("Loading %1…").arg(what);
    m_data->setLoading(m_loadingText, -1);
  });
  connect(&datasets, &DatasetController::loadingProgressed, this,
          [this](double fraction) { m_data->setLoading(m_loadingText, fraction); });
  connect(&datasets, &DatasetController::loadingEnded, this, &MainWindow::showDataWork);
  connect(&datasets, &DatasetController::choiceNeeded, this, &MainWindow::askAboutImport);
  connect(&datasets, &DatasetController::knownFound, this, [this](const std::vector<KnownDataset>& known) {
    m_data->setKnown(known);
    fillKnownMenu(known);
  });
  connect(&datasets, &DatasetController::planned, this,
          [this](const QString& name, const QString& detail, bool acceptable) {
            if (m_overlay->isHidden()) return;  // the drag has ended since
            m_dropPlan = DropPlan{name, detail, acceptable};
            showDropPlan(QApplication::keyboardModifiers().testFlag(Qt::AltModifier));
          });
  connect(&datasets, &DatasetController::plannedModel, this, [this](const QString& name) {
    if (!m_overlay->isHidden()) m_overlay->setPlan(tr("Open the model"), name, true);
  });
  connect(m_data, &DataPanel::knownChosen, this,
          [this](const KnownDataset& known) { loadData(known, DatasetRole::Main); });
  connect(m_data, &DataPanel::libraryRequested, m_library, &DataLibrary::show);
  connect(m_data, &DataPanel::openRequested, this, [this] { chooseFiles(DatasetRole::Main); });
  connect(m_data, &DataPanel::cancelRequested, &datasets, &DatasetController::cancel);
  connect(m_data, &DataPanel::sampleChosen, this, [this](std::size_t sample) {
    m_session.pick(sample);
    m_plane->bringIntoView(sample);
  });
  connect(&datasets, &DatasetController::failed, this, [this](const QString& message) {
    if (!m_loadErrors.contains(message)) m_loadErrors << message;
  });
  connect(&datasets, &DatasetController::loaded, this, [this] {
    for (const QString& message : std::exchange(m_loadErrors, {})) m_messages->withdraw(message);
  });
  connect(&m_session, &ExplorerSession::datasetChanged, this, &MainWindow::showDataset);
  connect(&m_session, &ExplorerSession::error, m_messages, &MessageBar::showError);
  connect(&m_session, &ExplorerSession::info, m_messages, &MessageBar::showInfo);
  connect(&m_session, &ExplorerSession::infoVoid, m_messages, &MessageBar::withdraw);
}

void MainWindow::wireLibrary() {
  const auto catalogue = ownCatalogue();
  m_library = new DataLibrary(m_session.datasets(), catalogue ? *catalogue : std::vector<CatalogueEntry>(),
                              downloadsFolder(), this);
  connect(m_library, &DataLibrary::loadAsked, this,
          [this](const DatasetSource& source, const LoadOptions& options) {
            const auto* known = std::get_if<KnownDataset>(&source);
            if (known && findBuiltinSet(known->id) != nullptr)
              askAboutBuiltin(*known);
            else
              loadData(source, DatasetRole::Main, options);
          });
  connect(m_library, &DataLibrary::openAsked, this, [this] { chooseFiles(DatasetRole::Main); });
  connect(m_library, &DataLibrary::info, m_messages, &MessageBar::showInfo);
  connect(m_library, &DataLibrary::error, m_messages, &MessageBar::showError);
}

void MainWindow::showDataset(const DatasetPtr& dataset, DatasetChange change) {
  if (change == DatasetChange::Edited) {
    m_data->setEdited(dataset);
  } else {
    m_data->setDataset(dataset);
    tellNotes(*dataset);
  }
  if (dataset->kind == SampleKind::Image || change == DatasetChange::Loaded) {
    m_profileScale = nullptr;  // until the numbers have been looked through
    m_pictures->setProfileScale(nullptr);
  }
  m_plane->setDataset(dataset);
  showPointer();  // the plane forgets it with the data set before
  m_modelPanel->setData(factsOf(*dataset));
  if (auto config = m_modelPanel->config(); config && change == DatasetChange::Loaded) {
    const TrainerConfig suggested = suggestedConfig(*dataset);
    config->validationShare = suggested.validationShare;
    if (config->batchSize == m_suggested.batchSize &&
        config->epochs == m_suggested.epochs) {  // not set by hand
      config->batchSize = suggested.batchSize;
      config->epochs = suggested.epochs;
    }
    m_suggested = suggested;
    m_modelPanel->setConfig(*config);
  }
  m_trainAction->setEnabled(true);
  m_stepAction->setEnabled(true);
  setWindowTitle(tr("%1 – Isthmus").arg(QString::fromStdString(dataset->name)));
}

void MainWindow::tellNotes(const Dataset& dataset) {
  const std::vector<std::string> read = std::exchange(m_readRemarks, {});
  QStringList news;
  for (const std::string& note : dataset.notes) {
    const bool isRead = std::ranges::any_of(
        read, [&](const std::string& remark) { return remark == note || remark == note + "."; });
    if (!isRead) news << QString::fromStdString(note);
  }
  if (news.size() > kMostNews) news = news.mid(0, kMostNews) << tr("More stands under Details.");
  if (!news.isEmpty())
    m_messages->showInfo(tr("%1: %2").arg(QString::fromStdString(dataset.name), news.join(QLatin1Char(' '))));
}

void MainWindow::wireEdits() {
  connect(m_edits, &DatasetEditActions::selectAllRequested, m_data, &DataPanel::selectShown);
  connect(m_edits, &DatasetEditActions::mergeRequested, this, [this] { chooseFiles(DatasetRole::Addition); });
  connect(m_edits, &DatasetEditActions::folderMergeRequested, this,
          [this] { chooseFolder(DatasetRole::Addition); });
  connect(m_data, &DataPanel::selectionChanged, m_plane, &LatentPlaneView::setSelection);
  connect(m_data, &DataPanel::samplesToEditChanged, this,
          [this] { m_edits->setSelectedCount(m_data->samplesToEdit().size()); });
  connect(m_data, &DataPanel::sampleMenuRequested, this, [this](QPoint at) {
    QMenu::exec(m_edits->sampleActions() + m_exports->sampleActions(), at, nullptr, this);
  });
  connect(m_data, &DataPanel::summarised, this, [this](const DatasetSummaryPtr& summary) {
    m_profileScale = profileScaleOf(*m_session.dataset(), *summary);
    m_pictures->setProfileScale(m_profileScale);
    m_session.refreshPictures();
  });
  connect(&m_session.edits(), &EditController::tookLong, this,
          [this](const QString& name) { m_data->setLoading(tr("Under way: %1…").arg(name), -1); });
  connect(&m_session.edits(), &EditController::progressed, this,
          [this](const QString& name, double fraction) {
            if (!m_session.datasets().isLoading())
              m_data->setLoading(tr("Under way: %1…").arg(name), fraction);
          });
  connect(&m_session.edits(), &EditController::ended, this, &MainWindow::showDataWork);
  connect(m_data, &DataPanel::cancelRequested, &m_session.edits(), &EditController::cancel);
}

void MainWindow::showDataWork() {
  if (m_session.datasets().isLoading())
    m_data->setLoading(m_loadingText, -1);
  else if (m_session.edits().isWorking())
    m_data->setLoading(tr("Under way…"), -1);
  else
    m_data->setIdle();
}

void MainWindow::wireModel() {
  TrainingController& training = m_session.training();
  connect(m_modelPanel, &ModelPanel::trainRequested, this,
          [this](const TrainerConfig& config) { m_session.train(config, TrainingController::Start::Run); });
  connect(m_modelPanel, &ModelPanel::stepRequested, this, [this](const TrainerConfig& config) {
    m_session.train(config, TrainingController::Start::StepEpoch);
  });
  connect(m_modelPanel, &ModelPanel::pauseRequested, &training, &TrainingController::pause);
  connect(m_modelPanel, &ModelPanel::resumeRequested, &m_session, &ExplorerSession::resumeTraining);
  connect(m_modelPanel, &ModelPanel::stopRequested, &training, &TrainingController::stop);
  connect(m_modelPanel, &ModelPanel::resetRequested, &m_session, &ExplorerSession::resetTraining);
  connect(m_modelPanel, &ModelPanel::learningRateChanged, &training, &TrainingController::setLearningRate);
  connect(m_modelPanel, &ModelPanel::liveSettingChanged, &training, &TrainingController::setLive);
  connect(&m_session, &ExplorerSession::phaseChanged, this, &MainWindow::showPhase);
  connect(&m_session, &ExplorerSession::modelChanged, this, &MainWindow::showModel);
  connect(&m_session, &ExplorerSession::snapshotReady, this, [this](const TrainingSnapshotPtr& snapshot) {
    m_modelPanel->setProgress(*snapshot);
    m_loss->setHistory(snapshot->history);
    const QString epochs = tr("epoch %1/%2").arg(countText(snapshot->epoch), countText(snapshot->epochs));
    m_runText->setText(
        snapshot->phase == TrainingPhase::Running
            ? tr("%1, %2 images/s").arg(epochs, countText(static_cast<qint64>(snapshot->imagesPerSecond)))
            : epochs);
    m_seedText->setText(tr("seed %1").arg(snapshot->seed));
    m_arithmeticText->setText(QString::fromStdString(snapshot->arithmetic));
  });
}

void MainWindow::showPhase(std::optional<TrainingPhase> phase) {
  m_modelPanel->setPhase(phase);
  const bool running = phase == TrainingPhase::Running;
  m_trainAction->setText(running                          ? tr("&Pause")
                         : phase == TrainingPhase::Paused ? tr("&Resume")
                                                          : tr("&Train"));
  m_trainAction->setEnabled(m_session.dataset() != nullptr);
  m_stepAction->setEnabled(m_session.dataset() && !running);
  m_stopAction->setEnabled(running || phase == TrainingPhase::Paused);
  m_resetAction->setEnabled(phase.has_value() && !running);
  if (phase) return;
  m_loss->setHistory({});
  describeModel();
}

void MainWindow::showModel(const ModelSnapshotPtr& model) {
  m_saveModelAction->setEnabled(model != nullptr);
  if (VariancePanel::shows(model)) m_variance->setModel(model);
  m_training->setCurrentWidget(VariancePanel::shows(model) ? static_cast<QWidget*>(m_variance) : m_loss);
  if (!model) {
    m_plane->setLatent(0);
    showPointer();
    m_plane->setManifold({}, {});
    m_plane->setStatus({});
    m_pictures->clearDecoded();
    describeModel();
    return;
  }
  m_plane->setLatent(model->spec.latent);
  m_plane->setPrior(capabilitiesOf(model->spec).hasPrior);
  showPointer();
  m_plane->requestManifold();
  if (m_session.training().phase()) return;
  describeModel();
  if (auto config = m_modelPanel->config()) {  // Train makes another of its kind
    if (findKind(model->spec.kind)) {
      config->model = model->spec.kind;
      config->settings = model->settings;
    }
    m_modelPanel->setConfig(*config);
  }
}

/// Of the kind, or as its file calls one that this program does not know.
QString MainWindow::kindTitle(const ModelSnapshot& model) {
  const ModelKind* kind = findKind(model.spec.kind);
  const std::string_view title = kind ? kind->shortTitle : std::string_view(model.spec.kind);
  return viewText(title);
}

/// How far it was trained, or how much of the variance its components explain.
QString MainWindow::trainingText(const ModelSnapshot& model) {
  const auto explained = explainedShare(model);
  return explained ? tr("%1 of the variance").arg(shareText(*explained))
                   : countedText(model.epoch, tr("epoch"), tr("epochs"));
}

/// In the status bar, while no run has more to say.
void MainWindow::describeModel() {
  const ModelSnapshotPtr& model = m_session.model();
  m_runText->setText(model ? tr("%1 %2 of %3, %4")
                                 .arg(kindTitle(*model), QString::fromStdString(model->spec.text()),
                                      QString::fromStdString(model->data), trainingText(*model))
                           : tr("no model yet"));
  m_seedText->setText(model ? tr("seed %1").arg(model->seed) : QString());
  m_arithmeticText->clear();
}

void MainWindow::wirePlane() {
  connect(m_plane, &LatentPlaneView::pointerMoved, this,
          [this](QPointF at) { m_session.pointAt(at.x(), at.y()); });
  connect(m_plane, &LatentPlaneView::sampleClicked, &m_session, &ExplorerSession::pick);
  connect(m_plane, &LatentPlaneView::pickCleared, this, [this] {
    m_session.pick(std::nullopt);
    m_session.removeSingleProbe();
  });
  connect(m_plane, &LatentPlaneView::selectionChanged, m_data, &DataPanel::setSelection);
  connect(m_plane, &LatentPlaneView::planeChoiceChanged, &m_session, &ExplorerSession::choosePlane);
  connect(m_plane, &LatentPlaneView::manifoldWanted, &m_session, &ExplorerSession::wantLattice);
  connect(&m_session.decoding(), &DecodeController::latticeDecoded, this,
          [this](const QImage& mosaic, const QRectF& area, const ModelSnapshotPtr& model) {
            const bool sameRun = m_session.model() && m_session.training().phase();
            if (model == m_session.model() || sameRun) m_plane->setManifold(mosaic, area);
          });
  connect(&m_session, &ExplorerSession::planeMoved, m_plane, &LatentPlaneView::requestManifold);
  connect(&m_session, &ExplorerSession::planeChanged, this, [this](const PlaneScene& scene) {
    m_plane->setPoints(scene.points);
    m_plane->setErrors(scene.errors, measureShortTitle(scene.measure, m_session.traits()));
    if (scene.points) {
      const auto centre = scene.plane.project(std::vector<float>(scene.plane.latent()));
      m_plane->setPriorCentre({centre.x, centre.y});
    }
  });
  connect(&m_session, &ExplorerSession::pickedChanged, this, [this](std::optional<std::size_t> sample) {
    m_plane->setPicked(sample);
    m_data->setChosen(sample);
    if (!sample) m_pictures->clearPicked();
  });
  connect(&m_session, &ExplorerSession::posteriorChanged, this,
          [this](std::size_t sample, const std::optional<PlaneCovariance>& posterior) {
            m_plane->setPicked(sample, posterior);
          });
}

void MainWindow::showPointer() {
  if (const auto at = m_session.pointer())
    m_plane->setPointer({at->x, at->y});
  else
    m_plane->clearPointer();
}

void MainWindow::wirePictures() {
  connect(&m_session.decoding(), &DecodeController::pointDecoded, this, [this](const DecodedView& view) {
    if (!m_session.model()) return;
    m_pictures->showDecoded(view);
    m_plane->setStatus(m_session.training().phase() ? tr("decoding with step %1").arg(countText(view.step))
                                                    : QString());
  });
  connect(&m_session.decoding(), &DecodeController::examined, this, [this](const PickedView& view) {
    if (m_session.picked() == view.index) m_pictures->showPicked(view);
  });
  connect(&m_session, &ExplorerSession::singleProbeChanged, this,
          [this](const PickedView& view, const DroppedPoint& place) {
            m_pictures->showPicked(view);
            m_plane->setDropped(place);
          });
  connect(&m_session, &ExplorerSession::singleProbeRemoved, this, [this] {
    m_plane->setDropped(std::nullopt);
    if (!m_session.picked()) m_pictures->clearPicked();
  });
  connect(m_pictures, &PicturePanel::nearestChosen, &m_session, &ExplorerSession::pick);
  connect(m_pictures, &PicturePanel::saveRequested, this, &MainWindow::choosePictureTarget);
}

void MainWindow::wireErrors() {
  connect(&m_session, &ExplorerSession::errorsChanged, m_errors, &ErrorPanel::setData);
  connect(&m_session, &ExplorerSession::probeEncoded, m_errors, &ErrorPanel::setProbe);
  connect(&m_session, &ExplorerSession::probeChanged, this, [this](const DatasetPtr& probe) {
    m_removeProbeAction->setEnabled(probe != nullptr);
    m_errors->clearProbe();
  });
  connect(m_errors, &ErrorPanel::measureChanged, &m_session, &ExplorerSession::chooseMeasure);
  connect(m_errors, &ErrorPanel::sampleChosen, &m_session, &ExplorerSession::pick);
  connect(m_errors, &ErrorPanel::galleryWanted, &m_session.decoding(), &DecodeController::fillGallery);
  connect(&m_session.decoding(), &DecodeController::galleryFilled, this,
          [this](std::vector<GalleryCell> cells) {
            for (GalleryCell& cell : cells) cell.scale = m_profileScale;
            m_errors->setGalleryImages(cells);
          });
  connect(m_errors, &ErrorPanel::thresholdChanged, this,
          [this](double, const std::shared_ptr<const std::vector<std::uint32_t>>& above) {
            m_plane->setMarked(above);
          });
}

void MainWindow::train(std::optional<int> epochs, std::optional<std::uint64_t> seed) {
  auto config = m_modelPanel->config();
  if (!config) return;  // the form says what is wrong
  config->epochs = epochs.value_or(config->epochs);
  config->seed = seed.value_or(config->seed);
  m_modelPanel->setConfig(*config);
  m_session.train(*config, TrainingController::Start::Run);
}

}  // namespace isthmus
