#pragma once

#include "app/rooms/data/dataset_controller.h"
#include "app/rooms/data/edit_controller.h"
#include "app/rooms/model/model_file_controller.h"
#include "app/rooms/model/training_controller.h"
#include "app/rooms/pictures/decode_controller.h"
#include "app/rooms/pictures/single_probe.h"
#include "app/rooms/plane/encode_controller.h"
#include "app/workspace/dataset_history.h"
#include "widgets/errors/error_panel.h"
#include "widgets/plane/dropped_point.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace isthmus {

/// How another data set came to the screen: from elsewhere, or as a version of the one before.
enum class DatasetChange { Loaded, Edited };

/// The one owner of what is on the screen: data set, model, what the model makes of the samples, the probe
/// and the plane. Widgets show what its signals carry and hand it gestures. Nothing here computes: the
/// controllers do, in their own threads.
class ExplorerSession : public QObject {
  Q_OBJECT

 public:
  explicit ExplorerSession(QObject* parent = nullptr);

  DatasetController& datasets() { return m_datasets; }
  TrainingController& training() { return m_training; }
  ModelFileController& modelFiles() { return m_modelFiles; }
  DecodeController& decoding() { return m_decoding; }
  EditController& edits() { return m_edits; }
  const DatasetHistory& history() const { return m_history; }

  const DatasetPtr& dataset() const { return m_dataset; }
  const DatasetPtr& probe() const { return m_probe; }
  const ModelSnapshotPtr& model() const { return m_model; }
  /// Whether the model stands neither in a file nor in the program itself.
  bool hasUnsavedModel() const { return m_model && m_model != m_storedModel; }
  /// The plane on the screen; of no dimensions while there is no model.
  const LatentPlane& plane() const { return m_plane; }
  /// What is decoded: a place of the plane; nothing while there is no model.
  std::optional<LatentPlane::Point> pointer() const { return m_pointer; }
  std::optional<std::size_t> picked() const { return m_picked; }
  /// What errors the model there has, or one that the data would get.
  ErrorTraits traits() const;

  /// Trains the present data set; does nothing without one. While other data are on their way that would end
  /// the run, it does not begin, nor go on: info() says so.
  void train(const TrainerConfig& config, TrainingController::Start how);
  void resumeTraining();
  /// Ends the run and forgets its model.
  void resetTraining();
  void removeProbe();
  /// Forgets the sample from outside the data set.
  void removeSingleProbe();

  /// Replaces the data set by an edited version, which can be undone. A run of the old one ends, the model
  /// stays if it fits. Does nothing without a data set or while an edit is under way.
  void edit(const DatasetEdit& edit);
  void undoEdit();
  void redoEdit();

  void choosePlane(const PlaneChoice& choice);
  void chooseMeasure(ErrorMeasure measure);
  /// Decodes at a place of the plane, from now on also whenever the model changes.
  void pointAt(double x, double y);
  /// A sample of the data set; others are ignored. Where a model has encoded it, its place is shown, too.
  void pick(std::optional<std::size_t> sample);
  /// Asks again for the pictures that are on show.
  void refreshPictures();
  void wantLattice(const QRectF& area, int columns, int rows);

  /// Nothing is being loaded, edited, encoded, laid out or trained.
  bool isQuiet() const;

 Q_SIGNALS:
  void datasetChanged(const isthmus::DatasetPtr& dataset, isthmus::DatasetChange change);
  /// There is more or less to undo or redo.
  void historyChanged();
  /// Another probe, or the same to be encoded anew; null when there is none any more.
  void probeChanged(const isthmus::DatasetPtr& probe);
  void probeEncoded(const QString& name, const isthmus::EncodingPtr& encoding);
  /// New weights, or none any more (null).
  void modelChanged(const isthmus::ModelSnapshotPtr& model);
  void snapshotReady(const isthmus::TrainingSnapshotPtr& snapshot);
  void phaseChanged(std::optional<isthmus::TrainingPhase> phase);
  /// What the samples are to the present model; fields are null where there is nothing to show.
  void errorsChanged(const isthmus::ErrorData& data);
  void planeChanged(const isthmus::PlaneScene& scene);
  /// Another plane through latent space: pictures behind the points are of the old one.
  void planeMoved();
  /// What the model makes of a sample from outside the data set, and where it lies in the plane.
  void singleProbeChanged(const isthmus::PickedView& view, const isthmus::DroppedPoint& place);
  void singleProbeRemoved();
  void pickedChanged(std::optional<std::size_t> sample);
  /// The picked sample's posterior as the plane shows it (nothing where the model has none), again whenever
  /// the model changes.
  void posteriorChanged(std::size_t sample, const std::optional<isthmus::PlaneCovariance>& posterior);
  void error(const QString& message);
  void info(const QString& message);
  /// What this info() said no longer holds.
  void infoVoid(const QString& message);

 private:
  void connectControllers();
  void adoptDataset(const DatasetPtr& dataset, DatasetRole role);
  void adoptProbe(const DatasetPtr& probe);
  void adoptSingleProbe(const DatasetPtr& sample);
  void showSingleProbe();
  void adoptEdit(const DatasetPtr& edited, const QString& name);
  void showDataset(const DatasetPtr& dataset, DatasetChange change);
  void merge(const DatasetPtr& addition);
  void adoptModel(const ModelSnapshotPtr& model, const QString& name);
  void adoptSnapshot(const TrainingSnapshotPtr& snapshot);
  void adoptEncoding(const EncodingPtr& encoding);
  void adoptPlane(const PlaneScene& scene);
  void setModel(const ModelSnapshotPtr& model);
  void clearEncoding();
  void endRun();
  /// Whether a run that begins now would not be ended by what is under way.
  bool mayTrain();
  void assumeNoValidation();
  void encodeMain();
  /// Says why the model there shows no points for the data there, until either is replaced.
  void tellMisfit(const QString& message);
  void voidMisfit();
  void encodeProbe();
  void encodeProbeSoon();
  /// Tells the decoders what to work from.
  void setScene();
  void showPicked();

  DatasetPtr m_dataset;
  DatasetHistory m_history;  ///< of m_dataset
  DatasetPtr m_probe;
  std::optional<SingleProbeView> m_single;  ///< what the model made of m_singleProbe's sample last
  ModelSnapshotPtr m_model;
  QString m_misfit;                ///< said by tellMisfit(); empty where it no longer holds
  ModelSnapshotPtr m_storedModel;  ///< the last that was saved or opened
  EncodingPtr m_encoding;          ///< of m_dataset; null while the model does not fit it
  EncodingPtr m_shown;             ///< the encoding that the plane shows: soon m_encoding
  std::shared_ptr<const std::vector<Part>> m_parts;
  std::shared_ptr<const std::vector<float>> m_errors;
  ErrorMeasure m_errorsMeasure = usualMeasure(ErrorTraits());  ///< of m_errors: soon m_measure
  PlaneChoice m_choice;
  LatentPlane m_plane;
  ErrorMeasure m_measure = usualMeasure(ErrorTraits());  ///< until a set of vectors is shown
  std::optional<TrainingPhase> m_phase;                  ///< of the last snapshot
  std::optional<LatentPlane::Point> m_pointer;
  std::optional<std::size_t> m_picked;
  QTimer m_probePause;  ///< while training the probe is encoded now and then only

  DatasetController m_datasets;
  TrainingController m_training;
  ModelFileController m_modelFiles;
  DecodeController m_decoding;
  SingleProbe m_singleProbe;
  EncodeController m_encodes;
  EditController m_edits;
};

}  // namespace isthmus
