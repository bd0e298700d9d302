#pragma once

#include "core/data/dataset_format.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace isthmus {

class ImportAdvanced;
class ImportFactors;
class RealSpinBox;

/// One control for each thing that a plan leaves to a person, filled with what was guessed. It asks for what
/// was given or changed by hand and for nothing else: the rest is guessed anew with it.
class ImportForm : public QWidget {
  Q_OBJECT

 public:
  /// `given`: what was asked for before anybody saw the form.
  explicit ImportForm(const LoadOptions& given, QWidget* parent = nullptr);

  /// Shows the controls that the plan's choices name and what its options say. Whoever is typing is not
  /// disturbed.
  void setPlan(const LoadPlan& plan);
  /// As if chosen in the form; `name` is an option's value: a field's name or LoadOptions::kNoLabel.
  void chooseSamples(const std::string& name);
  void chooseLabel(const std::string& name);
  /// What it asks for; and to ask for something else, without a signal.
  const LoadOptions& asked() const { return m_asked; }
  void setAsked(const LoadOptions& options) { m_asked = options; }
  ImportAdvanced& advanced() { return *m_advanced; }

 Q_SIGNALS:
  void optionsChanged(const isthmus::LoadOptions& options);
  /// The table will be read another way: what was chosen for its columns is not asked for any more. Comes
  /// before optionsChanged().
  void namesForgotten();
  /// What was typed cannot be an option; the sentence says what could.
  void mistyped(const QString& message);

 protected:
  /// The wheel scrolls the form; only in a control that has the focus it changes the choice.
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QComboBox* addCombo(LoadChoice choice, const char* name, const QString& label, const QString& explanation);
  void addRow(LoadChoice choice, const QString& label, QWidget* control, const QString& explanation);
  void addDataSetRow();
  void addFieldRows();
  void addNumberRows();
  void addPictureRows();
  void addTableRows();
  void connectControls();
  void fillDataSets(const LoadPlan& plan);
  void fillFields(const LoadPlan& plan);
  void fillShapes(const LoadPlan& plan);
  void showOptions(const LoadPlan& plan);
  /// Names of columns and arrays mean nothing once the table is read another way.
  void forgetNames();
  void readSeed(const QString& text);
  void readShape(const QString& text);
  void announce() { Q_EMIT optionsChanged(m_asked); }

  struct Row {
    LoadChoice choice;
    QWidget* control;
  };

  LoadOptions m_asked;
  double m_shownPercent = 0;
  bool m_namesAreColumns = false;
  std::vector<Row> m_rows;
  // children, owned by Qt
  QFormLayout* m_layout = nullptr;
  QComboBox* m_dataSet = nullptr;
  QComboBox* m_samples = nullptr;
  QComboBox* m_label = nullptr;
  ImportFactors* m_factors = nullptr;
  QComboBox* m_scaling = nullptr;
  QComboBox* m_missing = nullptr;
  RealSpinBox* m_testShare = nullptr;  // in percent
  QLineEdit* m_seed = nullptr;
  QComboBox* m_side = nullptr;
  QComboBox* m_channels = nullptr;
  QComboBox* m_shape = nullptr;
  QComboBox* m_header = nullptr;
  QComboBox* m_delimiter = nullptr;
  ImportAdvanced* m_advanced = nullptr;
};

}  // namespace isthmus
