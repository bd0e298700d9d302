#pragma once

#include "widgets/import/columns/column_uses.h"

#include <QTableView>

#include <vector>

namespace isthmus {

class ImportRows;

/// The first rows of a table as they stand in the file. Each column's head says what becomes of it; labels
/// are tinted, what is left out is faint. Where that can be chosen, the head offers the choice.
class ImportTable : public QTableView {
  Q_OBJECT

 public:
  explicit ImportTable(QWidget* parent = nullptr);

  /// Keeps the place it is scrolled to.
  void setPlan(const LoadPlan& plan);
  /// What the columns will become, before the next plan says it.
  void setUses(const ColumnUses& uses);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void useWanted(const std::vector<std::size_t>& columns, isthmus::FieldUse use);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void fitColumns();
  void showMenu(int column);

  ImportRows* m_rows = nullptr;  // child, owned by Qt
};

}  // namespace isthmus
