#pragma once

#include "app/workspace/dataset_history.h"
#include "app/workspace/derived.h"
#include "app/workspace/models.h"
#include "app/workspace/scene.h"
#include "app/workspace/view_state.h"
#include "core/data/dataset_summary.h"
#include "core/engine/training/trainer_config.h"
#include "widgets/pictures/vector_profile.h"

#include <QObject>

#include <functional>

namespace isthmus {

/// How another data set came to the screen: from elsewhere, or as a version of the one before.
enum class DatasetChange { Loaded, Edited };

/// How the data that a model was trained on are related to those on the screen.
enum class TrainedOn { These, AnotherVersion, Others };

/// The one owner of what is on the screen: data with their versions, models by run, the one in front, what it
/// makes of the samples, and the view that a person has chosen. It does no work itself: what follows from it
/// is derived off the GUI thread (Derived), and who loads, trains and encodes brings the results here.
class Workspace : public QObject {
  Q_OBJECT

 public:
  explicit Workspace(QObject* parent = nullptr);

  const DatasetPtr& dataset() const { return m_inputs.dataset; }
  const DatasetHistory& history() const { return m_history; }
  /// Null until setSummary().
  const DatasetSummaryPtr& summary() const { return m_summary; }
  const DatasetPtr& probe() const { return m_inputs.probe; }
  /// The model in front; null: none.
  const ModelSnapshotPtr& model() const { return m_inputs.model; }
  const Models& models() const { return m_models; }
  /// Whether the model in front stands neither in a file nor in the program itself.
  bool hasUnsavedModel() const;
  /// How the loss fell in the run that made the model in front; null: not known.
  LossHistoryPtr losses() const;
  /// What the model in front was trained on, as far as can be known of one from a file (its name alone).
  TrainedOn trainedOn() const;
  /// Of the data set, by the model in front; null while there is none. scene() may still be an older one's.
  const EncodingPtr& encoding() const { return m_inputs.encoding; }
  /// What is on the screen. Never null; all of one moment.
  const ScenePtr& scene() const { return m_scene; }
  /// Whether scene() is made of what was brought here last.
  bool isSettled() const { return !m_derived.isBusy(); }
  const ViewState& view() const { return m_view; }
  /// What Train would make; nothing while the form holds something that is wrong.
  const std::optional<TrainerConfig>& config() const { return m_config; }
  void setConfig(const std::optional<TrainerConfig>& config);
  /// How rows of numbers are drawn; null: the data are pictures, or have not been looked through yet.
  ProfileScalePtr profileScale() const;
  /// The plane on the screen; of no dimensions while there is no model.
  LatentPlane plane() const;

  /// Another data set from elsewhere. What was made of the one before, and what a person picked of it, goes,
  /// as with all of these four; without a run, all of its training part is for training.
  void load(const DatasetPtr& dataset);
  /// A version of the one before, which undo() brings back. False when that is too large to be kept.
  bool edit(const DatasetPtr& edited, const QString& name);
  /// Do nothing where there is nothing to undo or redo.
  void undo();
  void redo();
  /// The data set's numbers have been looked through.
  void setSummary(const DatasetSummaryPtr& summary);
  void setProbe(const DatasetPtr& probe);
  /// A model that was opened, or fetched back; `origin` is its file's name, or empty.
  void open(const ModelSnapshotPtr& model, const QString& origin);
  /// A run begins: its first model comes with train(); what the one before made of the samples goes.
  void beginRun();
  /// The newest model of the run, what it uses each sample for, what it makes of the samples (null: as
  /// before), and how its loss fell.
  void train(const ModelSnapshotPtr& model, const PartsPtr& parts, const EncodingPtr& encoding,
             const LossHistoryPtr& losses = nullptr);
  /// There is no model any more.
  void forgetModel();
  /// The model stands in a file now.
  void setStored(const ModelSnapshotPtr& model) { m_models.setStored(model); }
  /// The person was asked and does not want it.
  void setDiscarded(const ModelSnapshotPtr& model) { m_models.setDiscarded(model); }
  void setEncoding(const EncodingPtr& encoding);
  void setProbeEncoding(const EncodingPtr& encoding);

  /// Proposes another view. What it cannot be (a picked sample that is not there, a pointer without a model)
  /// stays as it was.
  void change(const std::function<void(ViewState&)>& edit);
  /// change() for what people do most.
  void pick(std::optional<std::size_t> sample);
  void pointAt(double x, double y);

 Q_SIGNALS:
  void datasetChanged(const isthmus::DatasetPtr& dataset, isthmus::DatasetChange change);
  void summaryChanged();
  void configChanged(const std::optional<isthmus::TrainerConfig>& config);
  /// There is more or less to undo or redo.
  void historyChanged();
  /// Another probe, or none any more (null).
  void probeChanged(const isthmus::DatasetPtr& probe);
  /// New weights, or none any more (null). The scene with what they make of the samples follows.
  void modelChanged(const isthmus::ModelSnapshotPtr& model);
  void sceneChanged(const isthmus::Scene& now, const isthmus::Scene& before);
  void viewChanged(const isthmus::ViewState& now, const isthmus::ViewState& before);

 private:
  /// Points, errors and the pick are of a model that is no more.
  void forgetEncoding();
  void adoptView(ViewState next);
  void show(const DatasetPtr& dataset, DatasetChange change);
  /// A version that was there before, with what was chosen of it then.
  void showAgain(const DatasetVersion& version);
  void setModel(const ModelSnapshotPtr& model, const PartsPtr& parts, const EncodingPtr& encoding);
  void derive();
  void adopt(const ScenePtr& scene);

  SceneInputs m_inputs;  ///< without the view's part
  DatasetSummaryPtr m_summary;
  DatasetHistory m_history;
  Models m_models;
  ViewState m_view;
  std::optional<TrainerConfig> m_config;
  ScenePtr m_scene = std::make_shared<const Scene>();
  Derived m_derived;
};

}  // namespace isthmus
