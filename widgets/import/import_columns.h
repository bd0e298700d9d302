#pragma once

#include "widgets/import/columns/column_uses.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QToolButton;

namespace isthmus {

class ColumnList;
class ColumnsModel;
class TextLabel;

/// All columns of a table with what each becomes; several can be given another use at once. It only asks: its
/// owner says with setPlan() or setUses() what came of it.
class ImportColumns : public QWidget {
  Q_OBJECT

 public:
  explicit ImportColumns(QWidget* parent = nullptr);

  /// Keeps filter, selection and the place it is scrolled to where the columns are the same.
  void setPlan(const LoadPlan& plan, const ColumnUses& uses);
  void setUses(const ColumnUses& uses);
  /// What became another thing without being chosen, in a sentence; "" for nothing.
  void setChanges(const QString& sentence);

 Q_SIGNALS:
  void useWanted(const std::vector<std::size_t>& columns, isthmus::FieldUse use);
  void undoWanted();
  /// Everything as it was guessed.
  void guessWanted();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeHead();
  QWidget* makeButtons();
  void filter(const QString& text);
  void showSelection();
  void showCounts();

  QString m_countsText;
  QString m_changes;
  // children, owned by Qt
  ColumnsModel* m_model = nullptr;
  ColumnList* m_list = nullptr;
  QLineEdit* m_filter = nullptr;
  QToolButton* m_undo = nullptr;
  QToolButton* m_guess = nullptr;
  std::vector<QToolButton*> m_buttons;  // in the order of kColumnUses
  TextLabel* m_selected = nullptr;
  TextLabel* m_counts = nullptr;
};

}  // namespace isthmus
