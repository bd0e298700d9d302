#pragma once

#include "core/data/dataset_format.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QFormLayout;
class QSpinBox;
class QToolButton;

namespace isthmus {

/// How a file is read where the usual way would do for most: lines skipped, comments, quotes, thousands,
/// which way round samples lie. Folded away until somebody asks.
class ImportAdvanced : public QWidget {
  Q_OBJECT

 public:
  explicit ImportAdvanced(const LoadOptions& given, QWidget* parent = nullptr);

  /// Shows the controls that the plan's choices name; hides itself where there is none.
  void setPlan(const LoadPlan& plan);
  /// Writes what was given or chosen here into options.
  void writeTo(LoadOptions& options) const;

  bool isUnfolded() const;
  void setUnfolded(bool unfolded);

 Q_SIGNALS:
  /// Another way to read was chosen: see writeTo().
  void chosen();
  void folded();

 protected:
  /// The wheel scrolls the form; only in a control that has the focus it changes the choice.
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Item;
  QComboBox* addCombo(LoadChoice choice, const char* name, const QString& label, const QString& explanation,
                      const std::vector<Item>& items);
  void addRow(LoadChoice choice, const char* name, const QString& label, QWidget* control,
              const QString& explanation);
  void addTextRows();
  void addOrderRows();
  void connectControls();
  void showOptions(const LoadOptions& options);

  struct Row {
    LoadChoice choice;
    QWidget* control;
  };

  LoadOptions m_asked;  // of it, only what is chosen here
  std::vector<Row> m_rows;
  // children, owned by Qt
  QToolButton* m_fold = nullptr;
  QWidget* m_content = nullptr;
  QFormLayout* m_layout = nullptr;
  QSpinBox* m_skip = nullptr;
  QComboBox* m_comment = nullptr;
  QComboBox* m_quote = nullptr;
  QComboBox* m_thousands = nullptr;
  QComboBox* m_transpose = nullptr;
  QComboBox* m_axis = nullptr;
  QComboBox* m_order = nullptr;
};

}  // namespace isthmus
