#pragma once

#include "core/engine/training/trainer_config.h"

#include <QStringList>
#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

class QAbstractSpinBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace isthmus {

class RealSpinBox;
class SettingFields;
class TextLabel;

/// The fields of a TrainerConfig, each with a label, its unit and an explanation: which kind of model, that
/// kind's settings, and how it is trained.
class TrainerForm : public QWidget {
  Q_OBJECT

 public:
  explicit TrainerForm(QWidget* parent = nullptr);

  /// What the fields say; nothing when one of them is wrong, which is then said below it.
  std::optional<TrainerConfig> config() const;
  void setConfig(const TrainerConfig& config);
  /// What the fields are called in which stands something that cannot be used.
  QStringList wrongFields() const;
  /// Locks all but what a run under way can still take in: the learning rate and live settings.
  void setLocked(bool locked);

 Q_SIGNALS:
  /// Something changed, by hand or by setConfig().
  void changed();
  void learningRateChanged(double rate);
  void liveSettingChanged(const QString& key, double value);

 protected:
  void changeEvent(QEvent* event) override;
  /// The wheel scrolls the form; only in a field that has the focus it changes the number.
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addRow(const QString& label, QWidget* field, const QString& explanation, QWidget* buddy = nullptr);
  void placeRow(QWidget* label, QWidget* field);
  void addKind();
  void chooseKind();
  void keepForSteps(int firstRow);
  void addNote(TextLabel* note);
  void addNumberNote(QAbstractSpinBox* box);
  void showProblems();
  void makeFields();
  void addRows();
  void check();
  void applyIcons();

  // children, owned by Qt
  QGridLayout* m_grid = nullptr;
  QComboBox* m_kind = nullptr;
  SettingFields* m_settings = nullptr;
  RealSpinBox* m_learningRate = nullptr;
  TextLabel* m_liveNote = nullptr;
  QSpinBox* m_batch = nullptr;
  QSpinBox* m_epochs = nullptr;
  RealSpinBox* m_validation = nullptr;
  QLineEdit* m_seed = nullptr;
  TextLabel* m_seedError = nullptr;
  QToolButton* m_dice = nullptr;
  QComboBox* m_arithmetic = nullptr;
  std::vector<std::pair<QAbstractSpinBox*, TextLabel*>> m_numberNotes;  // what is wrong with a number
  std::vector<QWidget*> m_onlySteps;  // rows of what is trained step by step
  bool m_isLocked = false;
};

}  // namespace isthmus
