#pragma once

#include "app/rooms/data/dataset_controller.h"
#include "app/rooms/data/edit_controller.h"
#include "app/rooms/model/model_file_controller.h"
#include "app/rooms/model/training_controller.h"
#include "app/rooms/pictures/decode_controller.h"
#include "app/rooms/pictures/single_probe.h"
#include "app/rooms/plane/encode_controller.h"
#include "app/session/model_risk.h"
#include "app/workspace/workspace.h"
#include "widgets/frame/message_subject.h"
#include "widgets/plane/dropped_point.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <utility>

namespace isthmus {

/// Carries out what a person asks for: hands work to the controllers, which do it in their own threads, and
/// brings what comes of it to the workspace. It computes nothing and shows nothing.
class ExplorerSession : public QObject {
  Q_OBJECT

 public:
  explicit ExplorerSession(QObject* parent = nullptr);

  Workspace& workspace() { return m_workspace; }
  const Workspace& workspace() const { return m_workspace; }
  DatasetController& datasets() { return m_datasets; }
  TrainingController& training() { return m_training; }
  ModelFileController& modelFiles() { return m_modelFiles; }
  DecodeController& decoding() { return m_decoding; }
  EditController& edits() { return m_edits; }

  /// Asked before the model in front goes while no file holds it, or its training ends; without one the act
  /// is carried out. What follows says which acts these are.
  void setModelGate(ModelGate gate) { m_gate = std::move(gate); }
  /// Whether an act of this kind would lose something: the model in front is trained and in no file, and it
  /// would go or its training would end.
  bool isAtRisk(const ModelRisk& risk) const;
  /// A run is running or paused.
  bool isTrainingUnderWay() const;

  /// Trains the present data set; does nothing without one. While other data are on their way that would end
  /// the run, it does not begin, nor go on: info() says so. A new run takes the place of the model (gate).
  void train(const TrainerConfig& config, TrainingController::Start how);
  void resumeTraining();
  /// Ends the run and forgets its model (gate).
  void resetTraining();
  void removeProbe();
  /// Brings a model of this session back to the front. A run that goes on is ended (gate).
  void showModel(const ModelSnapshotPtr& model, const QString& name);
  /// Picks a sample of the data set, or none; a sample from outside is looked at no more.
  void pick(std::optional<std::size_t> sample);
  /// Looks at a sample of the probe as at one from outside the data set. Nothing without a model.
  void lookAtProbe(std::size_t sample);
  /// Whether a sample from outside the data set is being looked at.
  bool hasSingleProbe() const { return m_singleProbe.sample() != nullptr; }
  /// Forgets the sample from outside the data set.
  void removeSingleProbe();

  /// Replaces the data set by an edited version, which can be undone. A run of the old one ends (gate), the
  /// model stays if it fits. Does nothing without a data set or while an edit is under way.
  void edit(const DatasetEdit& edit);
  void undoEdit();
  void redoEdit();

  /// Nothing is being loaded, edited, encoded, laid out or trained.
  bool isQuiet() const;

 Q_SIGNALS:
  void snapshotReady(const isthmus::TrainingSnapshotPtr& snapshot);
  /// Of a new run nothing is heard until its model is made.
  void runBegan();
  void phaseChanged(std::optional<isthmus::TrainingPhase> phase);
  /// What the model makes of a sample from outside the data set, and where it lies in the plane.
  void singleProbeChanged(const isthmus::PickedView& view, const isthmus::DroppedPoint& place);
  void singleProbeRemoved();
  void error(const QString& message, isthmus::MessageSubject subject);
  /// Something in this subject went well: what error() said about it before no longer holds.
  void settled(isthmus::MessageSubject subject);
  void info(const QString& message);
  /// What this info() said no longer holds.
  void infoVoid(const QString& message);

 private:
  void connectControllers();
  /// Does it, unless the gate has something against it.
  void unlessRefused(const ModelRisk& risk, const std::function<void()>& act);
  ModelRisk riskOf(ModelRisk::Act act, const Dataset& dataset, const QString& name) const;
  void adoptModel(const ModelSnapshotPtr& model, const QString& name);
  void replaceModel(const ModelSnapshotPtr& model, const QString& name);
  void adoptDataset(const DatasetPtr& dataset, DatasetRole role);
  void adoptProbe(const DatasetPtr& probe);
  void adoptSingleProbe(const DatasetPtr& sample);
  void showSingleProbe();
  void adoptEdit(const DatasetPtr& edited, const QString& name);
  /// `show` brings the workspace another data set. A run that rests goes on waiting for its data to be back
  /// where this is an edit, an undo or a redo.
  void showDataset(DatasetChange change, const std::function<void()>& show);
  void merge(const DatasetPtr& addition);
  void beginRun(const TrainerConfig& config, TrainingController::Start how);
  void adoptSnapshot(const TrainingSnapshotPtr& snapshot);
  void forgetModel();
  void cancelEncoding();
  void endRun();
  /// Whether a run that begins now would not be ended by what is under way.
  bool mayTrain();
  void encodeMain();
  /// Says why the model there shows no points for the data there, until either is replaced.
  void tellMisfit(const QString& message);
  void voidMisfit();
  void encodeProbe();
  void encodeProbeSoon();

  Workspace m_workspace;
  ModelGate m_gate;
  std::optional<SingleProbeView> m_single;  ///< what the model made of m_singleProbe's sample last
  QString m_misfit;                         ///< said by tellMisfit(); empty where it no longer holds
  std::optional<TrainingPhase> m_phase;     ///< of the last snapshot
  QTimer m_probePause;                      ///< while training the probe is encoded now and then only

  DatasetController m_datasets;
  TrainingController m_training;
  ModelFileController m_modelFiles;
  DecodeController m_decoding;
  SingleProbe m_singleProbe;
  EncodeController m_encodes;
  EditController m_edits;
};

}  // namespace isthmus
