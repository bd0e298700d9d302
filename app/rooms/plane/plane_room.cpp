#include "app/rooms/plane/plane_room.h"

#include "app/session/explorer_session.h"
#include "widgets/errors/measure_text.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/text/number_text.h"

#include <QSettings>

#include <chrono>
#include <optional>
#include <utility>

namespace isthmus {
namespace {

constexpr const char* kHover = "plane/hover";
constexpr const char* kHintHeeded = "plane/hintHeeded";
constexpr std::chrono::milliseconds kBannerPause{300};  // what is over by then is not worth a sentence

/// Whose the points are, where they are not of a model of these data, or not of its newest weights.
QString bannerText(const Workspace& workspace, bool isTraining) {
  const SceneInputs& inputs = workspace.scene()->inputs;
  if (!inputs.encoding || !inputs.model || !inputs.dataset) return {};
  const bool isOlder = !inputs.encoding->isUniform || inputs.encoding->step != inputs.model->step;
  if (isOlder && !isTraining)
    return PlaneRoom::tr(
               "Some of the points are still of earlier weights than the model's in front (step %1).")
        .arg(countText(inputs.model->step));
  const QString learnt = QString::fromStdString(inputs.model->data);
  const QString shown = QString::fromStdString(inputs.dataset->name);
  switch (workspace.trainedOn()) {
    case TrainedOn::These:
      return {};
    case TrainedOn::AnotherVersion:
      return PlaneRoom::tr(
                 "The model learnt another version of these data: the points show what it makes of %1. "
                 "Train learns them as they are now.")
          .arg(shown);
    case TrainedOn::Others:
      return learnt.isEmpty()
                 ? PlaneRoom::tr(
                       "The model learnt other data: the points show what it makes of %1. Train learns "
                       "these instead.")
                       .arg(shown)
                 : PlaneRoom::tr(
                       "The model learnt %1: the points show what it makes of %2. Train learns these "
                       "instead.")
                       .arg(learnt, shown);
  }
  return {};
}

}  // namespace

PlaneRoom::PlaneRoom(const Services& services, QWidget* parent)
    : QObject(parent),
      m_session(services.session),
      m_workspace(services.session.workspace()),
      m_view(new LatentPlaneView(parent)) {
  m_bannerPause.setSingleShot(true);
  m_bannerPause.setInterval(kBannerPause);
  connect(&m_bannerPause, &QTimer::timeout, this, [this] {
    m_banner = bannerText(m_workspace, m_session.training().isRunning());
    m_view->setBanner(m_banner);
  });
  connectView();
  connectWorkspace();
  const QSettings settings;
  m_view->setHint(!settings.value(QLatin1String(kHintHeeded), false).toBool());
  m_workspace.change(
      [&](ViewState& view) { view.plane.hover = settings.value(QLatin1String(kHover), true).toBool(); });
}

void PlaneRoom::connectView() {
  connect(m_view, &LatentPlaneView::pointerMoved, &m_workspace, [this](QPointF at) {
    m_workspace.pointAt(at.x(), at.y());
    showPointer();  // without a model there is none
  });
  connect(m_view, &LatentPlaneView::hintHeeded, this,
          [] { QSettings().setValue(QLatin1String(kHintHeeded), true); });
  connect(m_view, &LatentPlaneView::sampleClicked, &m_session, &ExplorerSession::pick);
  connect(m_view, &LatentPlaneView::probeClicked, &m_session, &ExplorerSession::lookAtProbe);
  connect(m_view, &LatentPlaneView::pickCleared, &m_session, [this] {
    m_session.pick(std::nullopt);
    m_session.removeSingleProbe();
  });
  connect(m_view, &LatentPlaneView::selectionChanged, &m_workspace, [this](const SampleSet& samples) {
    m_workspace.change([&](ViewState& view) { view.selection = samples; });
  });
  connect(m_view, &LatentPlaneView::viewChanged, &m_workspace, [this](const PlaneView& plane) {
    if (plane.hover != m_workspace.view().plane.hover)
      QSettings().setValue(QLatin1String(kHover), plane.hover);
    m_workspace.change([&](ViewState& view) { view.plane = plane; });
  });
  connect(m_view, &LatentPlaneView::manifoldWanted, &m_session.decoding(), &DecodeController::decodeLattice);
}

void PlaneRoom::connectWorkspace() {
  connect(&m_workspace, &Workspace::datasetChanged, this, [this](const DatasetPtr& dataset) {
    m_view->setDataset(dataset);
    showPointer();  // the view forgets it with the data set before
  });
  connect(&m_workspace, &Workspace::modelChanged, this, &PlaneRoom::showModel);
  connect(&m_workspace, &Workspace::sceneChanged, this, &PlaneRoom::showScene);
  connect(&m_workspace, &Workspace::viewChanged, this, &PlaneRoom::showView);
  connect(&m_session.decoding(), &DecodeController::latticeDecoded, this,
          [this](const QImage& mosaic, const QRectF& area, const ModelSnapshotPtr& model) {
            const bool sameRun = m_workspace.model() && m_session.training().phase();
            if (model == m_workspace.model() || sameRun) m_view->setManifold(mosaic, area);
          });
  connect(&m_session.decoding(), &DecodeController::pointDecoded, this, [this](const DecodedView& view) {
    if (!m_workspace.model()) return;
    m_view->setStatus(m_session.training().phase() ? tr("decoding with step %1").arg(countText(view.step))
                                                   : QString());
  });
  connect(&m_session, &ExplorerSession::phaseChanged, this, &PlaneRoom::showBanner);
  connect(&m_session, &ExplorerSession::singleProbeChanged, this,
          [this](const PickedView&, const DroppedPoint& place) { m_view->setDropped(place); });
  connect(&m_session, &ExplorerSession::singleProbeRemoved, this,
          [this] { m_view->setDropped(std::nullopt); });
}

void PlaneRoom::showModel(const ModelSnapshotPtr& model) {
  m_view->setLatent(model ? model->spec.latent : 0);
  if (model) {
    m_view->setPrior(capabilitiesOf(model->spec).hasPrior);
  } else {
    m_view->setManifold({}, {});
    m_view->setStatus({});
  }
}

void PlaneRoom::showScene(const Scene& now, const Scene& before) {
  const bool moved = now.layout != before.layout;
  if (moved) {
    const auto leading = now.layout ? now.layout->leading : std::nullopt;
    m_view->setLeading(leading ? std::optional(std::pair(static_cast<int>(leading->first),
                                                         static_cast<int>(leading->second)))
                               : std::nullopt);
    m_view->setPoints(now.layout ? now.layout->points : nullptr);
    if (now.layout && now.layout->plane) {
      const auto centre = now.layout->plane->project(std::vector<float>(now.layout->plane->latent()));
      m_view->setPriorCentre({centre.x, centre.y});
    }
  }
  if (now.errors != before.errors) {
    if (const SampleErrorsPtr& errors = now.errors)
      m_view->setErrors({errors, &errors->values}, measureShortTitle(errors->measure, errors->traits));
    else
      m_view->setErrors(nullptr, {});
  }
  m_view->setProbe(now.inputs.probe, now.probePoints);
  showBanner();
  if (now.inputs.encoding != before.inputs.encoding || moved) showPicked();
  if (now.inputs.model && (now.inputs.model != before.inputs.model || moved)) m_view->requestManifold();
}

void PlaneRoom::showBanner() {
  const QString text = bannerText(m_workspace, m_session.training().isRunning());
  if (text.isEmpty() || text == m_banner) {
    m_bannerPause.stop();
    m_view->setBanner(text);
    m_banner = text;
  } else if (!m_bannerPause.isActive()) {
    m_bannerPause.start();
  }
}

void PlaneRoom::showView(const ViewState& now, const ViewState& before) {
  m_view->setSelection(now.selection);
  if (now.plane != before.plane) m_view->setView(now.plane);
  if (now.picked != before.picked) showPicked();
  showPointer();
}

void PlaneRoom::showPointer() {
  if (const auto& at = m_workspace.view().pointer)
    m_view->setPointer({at->x, at->y});
  else if (m_view->hasPointer())
    m_view->clearPointer();
}

void PlaneRoom::showPicked() {
  const auto picked = m_workspace.view().picked;
  m_view->setPicked(picked, picked ? posteriorOf(*m_workspace.scene(), *picked) : std::nullopt);
}

void PlaneRoom::bringIntoView(std::size_t sample) {
  m_view->bringIntoView(sample);
}

void PlaneRoom::setMarked(const SampleSet& samples) {
  m_view->setMarked(samples);
}

}  // namespace isthmus
