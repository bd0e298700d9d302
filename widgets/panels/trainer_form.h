#pragma once

#include "core/engine/trainer_config.h"

#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;
class QGridLayout;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace isthmus {

class RealSpinBox;
class TextLabel;

/// Hidden layers as a person writes them: "256, 128", "256-128" or "256 128".
struct HiddenLayers {
  std::vector<int> widths;
  QString error;  ///< what is wrong, in a sentence; empty when nothing is
};
HiddenLayers parseHiddenLayers(const QString& text);

/// The fields of a TrainerConfig, each with a label, its unit and an explanation.
class TrainerForm : public QWidget {
  Q_OBJECT

 public:
  explicit TrainerForm(QWidget* parent = nullptr);

  /// What the fields say; nothing when one of them is wrong, which is then said below it.
  std::optional<TrainerConfig> config() const;
  void setConfig(const TrainerConfig& config);
  /// Locks all but learning rate and beta: what a run under way can still take in.
  void setLocked(bool locked);

 Q_SIGNALS:
  /// Something changed, by hand or by setConfig().
  void changed();
  void learningRateChanged(double rate);
  void betaChanged(double beta);

 protected:
  void changeEvent(QEvent* event) override;
  /// The wheel scrolls the form; only in a field that has the focus it changes the number.
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addRow(const QString& label, QWidget* field, const QString& explanation, QWidget* buddy = nullptr);
  void addNote(TextLabel* note);
  void makeFields();
  void addRows();
  void check();
  void applyIcons();

  // children, owned by Qt
  QGridLayout* m_grid = nullptr;
  QLineEdit* m_hidden = nullptr;
  TextLabel* m_hiddenError = nullptr;
  QSpinBox* m_latent = nullptr;
  RealSpinBox* m_beta = nullptr;
  RealSpinBox* m_learningRate = nullptr;
  TextLabel* m_liveNote = nullptr;
  QSpinBox* m_batch = nullptr;
  QSpinBox* m_epochs = nullptr;
  RealSpinBox* m_validation = nullptr;
  QLineEdit* m_seed = nullptr;
  TextLabel* m_seedError = nullptr;
  QToolButton* m_dice = nullptr;
  QComboBox* m_arithmetic = nullptr;
};

}  // namespace isthmus
