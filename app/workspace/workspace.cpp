#include "app/workspace/workspace.h"

#include "core/data/dataset_edits.h"

#include <string_view>
#include <utility>

namespace isthmus {
namespace {

/// Until a run says otherwise, all of the data set's training part is for training.
PartsPtr partsWithoutValidation(const DatasetPtr& dataset) {
  return dataset ? std::make_shared<const std::vector<Part>>(splitParts(*dataset, 0, 0)) : nullptr;
}

}  // namespace

Workspace::Workspace(QObject* parent)
    : QObject(parent), m_derived([this](const ScenePtr& scene) { adopt(scene); }) {}

bool Workspace::hasUnsavedModel() const {
  const Models::Entry* entry = m_models.find(model());
  return model() && (entry == nullptr || !entry->isStored);
}

LossHistoryPtr Workspace::losses() const {
  const Models::Entry* entry = model() ? m_models.find(model()) : nullptr;
  return entry != nullptr ? entry->losses : nullptr;
}

TrainedOn Workspace::trainedOn() const {
  if (!model() || !dataset()) return TrainedOn::These;
  const Models::Entry* entry = m_models.find(model());
  const bool isHere = entry != nullptr && entry->dataset.lock() == dataset();
  if (isHere) return TrainedOn::These;
  const auto plain = [](std::string_view name) {
    return name.substr(0, name.size() - (name.ends_with(kEditedSuffix) ? kEditedSuffix.size() : 0));
  };
  if (plain(model()->data) != plain(dataset()->name)) return TrainedOn::Others;
  const bool isOfSession = entry != nullptr && entry->losses;
  const bool isOtherEdit = isOfSession && dataset()->name.ends_with(kEditedSuffix);
  return model()->data == dataset()->name && !isOtherEdit ? TrainedOn::These : TrainedOn::AnotherVersion;
}

LatentPlane Workspace::plane() const {
  return m_scene->layout && m_scene->layout->plane ? *m_scene->layout->plane : LatentPlane();
}

void Workspace::show(const DatasetPtr& dataset, DatasetChange change) {
  forgetEncoding();
  const bool isEdit = change == DatasetChange::Edited && m_inputs.dataset;
  const ViewState next =
      isEdit ? viewOfEditedData(m_view, *m_inputs.dataset, *dataset) : viewOfOtherData(m_view);
  adoptView(next);
  m_inputs.dataset = dataset;
  m_inputs.parts = partsWithoutValidation(dataset);
  m_summary = nullptr;
  Q_EMIT datasetChanged(dataset, change);
  ViewState shown = m_view;  // views know the groups of these samples only now
  shown.plane.colouring = next.plane.colouring;
  shown.plane.visible = next.plane.visible;
  adoptView(std::move(shown));
  derive();
  Q_EMIT historyChanged();
}

void Workspace::load(const DatasetPtr& dataset) {
  m_history.clear();
  show(dataset, DatasetChange::Loaded);
}

bool Workspace::edit(const DatasetPtr& edited, const QString& name) {
  m_history.add({dataset(), m_view}, name);
  show(edited, DatasetChange::Edited);
  return m_history.canUndo();
}

void Workspace::undo() {
  if (m_history.canUndo()) showAgain(m_history.undo({dataset(), m_view}));
}

void Workspace::redo() {
  if (m_history.canRedo()) showAgain(m_history.redo({dataset(), m_view}));
}

void Workspace::showAgain(const DatasetVersion& version) {
  show(version.dataset, DatasetChange::Edited);
  change([&](ViewState& view) {
    view.selection = version.view.selection;
    view.picked = version.view.picked;
    view.plane.colouring = version.view.plane.colouring;
    view.plane.visible = version.view.plane.visible;
  });
}

void Workspace::open(const ModelSnapshotPtr& model, const QString& origin) {
  m_models.open(model, origin);
  forgetEncoding();
  setModel(model, partsWithoutValidation(dataset()), nullptr);
}

void Workspace::train(const ModelSnapshotPtr& model, const PartsPtr& parts, const EncodingPtr& encoding,
                      const LossHistoryPtr& losses) {
  m_models.update(model, dataset(), losses);
  setModel(model, parts, encoding ? encoding : m_inputs.encoding);
}

void Workspace::beginRun() {
  m_models.beginRun();
  forgetEncoding();
  derive();
}

void Workspace::forgetModel() {
  forgetEncoding();
  setModel(nullptr, partsWithoutValidation(dataset()), nullptr);
}

void Workspace::setSummary(const DatasetSummaryPtr& summary) {
  m_summary = summary;
  Q_EMIT summaryChanged();
}

ProfileScalePtr Workspace::profileScale() const {
  return m_summary ? profileScaleOf(*dataset(), *m_summary) : nullptr;
}

void Workspace::setConfig(const std::optional<TrainerConfig>& config) {
  if (config == m_config) return;
  m_config = config;
  Q_EMIT configChanged(m_config);
}

void Workspace::setProbe(const DatasetPtr& probe) {
  m_inputs.probe = probe;
  m_inputs.probeEncoding = nullptr;
  derive();
  Q_EMIT probeChanged(probe);
}

void Workspace::setModel(const ModelSnapshotPtr& model, const PartsPtr& parts, const EncodingPtr& encoding) {
  const ModelSnapshotPtr before = std::exchange(m_inputs.model, model);
  m_inputs.parts = parts;
  m_inputs.encoding = encoding;
  const bool otherSpace = !model || !before || model->spec.latent != before->spec.latent;
  ViewState view = m_view;
  if (otherSpace) {
    view.plane.choice = {};
    view.plane.choice.held.resize(model ? static_cast<std::size_t>(model->spec.latent) : 0);
  }
  if (!model) view.pointer.reset();
  if (model && !view.pointer) view.pointer = LatentPlane::Point();  // so that it shows what it can do
  adoptView(std::move(view));
  Q_EMIT modelChanged(model);
  derive();
}

void Workspace::setEncoding(const EncodingPtr& encoding) {
  m_inputs.encoding = encoding;
  derive();
}

void Workspace::setProbeEncoding(const EncodingPtr& encoding) {
  m_inputs.probeEncoding = encoding;
  derive();
}

void Workspace::forgetEncoding() {
  m_derived.forget();
  m_inputs.encoding = nullptr;
  m_inputs.probeEncoding = nullptr;
  ViewState view = m_view;
  view.picked.reset();
  adoptView(std::move(view));
}

void Workspace::adoptView(ViewState next) {
  if (next == m_view) return;
  const ViewState before = std::exchange(m_view, std::move(next));
  Q_EMIT viewChanged(m_view, before);
}

void Workspace::change(const std::function<void(ViewState&)>& edit) {
  ViewState next = m_view;
  edit(next);
  if (next.picked && (!dataset() || *next.picked >= dataset()->count())) next.picked = m_view.picked;
  if (next.pointer && !model()) next.pointer = m_view.pointer;
  if (next == m_view) return;
  adoptView(std::move(next));
  derive();
}

void Workspace::pick(std::optional<std::size_t> sample) {
  change([&](ViewState& view) { view.picked = sample; });
}

void Workspace::pointAt(double x, double y) {
  change([&](ViewState& view) { view.pointer = LatentPlane::Point{x, y}; });
}

void Workspace::derive() {
  SceneInputs inputs = m_inputs;
  inputs.plane = m_view.plane.choice;
  inputs.measure = m_view.errors.measure;
  m_derived.want(inputs);
}

void Workspace::adopt(const ScenePtr& scene) {
  const ScenePtr before = std::exchange(m_scene, scene);
  Q_EMIT sceneChanged(*m_scene, *before);
}

}  // namespace isthmus
