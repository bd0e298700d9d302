#pragma once

#include "core/engine/training/trainer_config.h"
#include "core/engine/training/training_snapshot.h"
#include "core/latent/code_use.h"
#include "core/model/model_kind.h"

#include <QWidget>

#include <optional>

class QProgressBar;
class QPushButton;

namespace isthmus {

class CodeUseStrip;
class PrimaryButton;
class TextLabel;
class TrainerForm;

/// What is trained and how far it is: the form, the resulting network, the buttons of a run and its progress.
class ModelPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ModelPanel(QWidget* parent = nullptr);

  /// What the form says; nothing when a field is wrong (it says so itself).
  std::optional<TrainerConfig> config() const;
  void setConfig(const TrainerConfig& config);
  /// What a model has to fit; a shape of size 0 when there are no data, and then nothing can be trained.
  void setData(const DataFacts& facts);
  /// The phase of the run, nothing when there is none yet: which buttons and fields can be used.
  void setPhase(std::optional<TrainingPhase> phase);
  /// A sentence about settings that could be used, with a button to use them (offerAccepted()) and one that
  /// takes it away; "": none. The next run takes it away, too.
  void setOffer(const QString& text);
  /// A run has begun, and nothing is heard of it yet.
  void setPreparing();
  /// Shows how far a run is. Does not set the phase.
  void setProgress(const TrainingSnapshot& snapshot);
  /// What the dimensions of the model's code are used for, and what is to be said about it (or empty).
  /// Nothing: there is no model with a posterior, or no samples.
  void setCodeUse(const std::optional<CodeUse>& use, const QString& warning);

 Q_SIGNALS:
  void trainRequested(const isthmus::TrainerConfig& config);
  /// Train one epoch, then pause: of a new run with this configuration, or of the paused one.
  void stepRequested(const isthmus::TrainerConfig& config);
  void pauseRequested();
  void resumeRequested();
  void stopRequested();
  void resetRequested();
  /// While a run is running or paused only.
  void learningRateChanged(double rate);
  void liveSettingChanged(const QString& key, double value);
  void offerAccepted();
  /// Any field changed.
  void configChanged();

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QLayout* makeButtons();
  QWidget* makeOffer();
  QLayout* makeProgress();
  QLayout* makeCodeUse();
  void placeCodeUse();
  bool isLive() const;
  bool canBuild() const;
  void pressPrimary();
  QString problemText() const;
  void updateNetwork();
  void updateButtons();
  void clearProgress();
  void applyIcons();

  DataFacts m_data;
  std::optional<TrainingPhase> m_phase;
  // children, owned by Qt
  TrainerForm* m_form = nullptr;
  QWidget* m_offer = nullptr;
  TextLabel* m_offerText = nullptr;
  TextLabel* m_network = nullptr;
  PrimaryButton* m_primary = nullptr;
  QPushButton* m_step = nullptr;
  QPushButton* m_stop = nullptr;
  QPushButton* m_reset = nullptr;
  QProgressBar* m_bar = nullptr;
  TextLabel* m_progress = nullptr;
  TextLabel* m_speed = nullptr;
  TextLabel* m_codeTitle = nullptr;
  CodeUseStrip* m_codeUse = nullptr;
  TextLabel* m_collapse = nullptr;
};

}  // namespace isthmus
